import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import type { Profile, ProfileId } from '../../client/profiles/profile.ts'
import { hexOf } from '../../core/bytes.ts'
import { allClosed } from '../project/open-devices.ts'
import { type Door, everybody, letIn, profiles, random } from './door.ts'
import { HereContext, type HereView } from './here.tsx'
import { USUAL_IDLE, useIdle } from './use-idle.ts'
import { isHere, whoIsHere } from './who-is-here.ts'
import { onSettling } from './windows.ts'

const Who = lazy(async () => ({ default: (await import('./Who.tsx')).Who }))
const Unlock = lazy(async () => ({ default: (await import('./Unlock.tsx')).Unlock }))
const Settling = lazy(async () => ({ default: (await import('./Settling.tsx')).Settling }))

type Stage = Door | { readonly is: 'looking' } | { readonly is: 'leaving'; then(): void }

/** A link that does not end keeps no place open. */
const PATIENCE = 3000

/** Lets in whoever works here: at once where there is one person without a PIN. */
export function ProfilesProvider({ children }: { children: ReactNode }) {
  const [stage, setStage] = useState<Stage>({ is: 'looking' })
  const [cause, setCause] = useState<unknown>()
  const open = useCallback((id: ProfileId, secret?: Uint8Array) => {
    isHere(id)
    return letIn(id, secret).then(setStage, setCause)
  }, [])
  const leave = useCallback((then: () => void) => setStage({ is: 'leaving', then }), [])
  const who = useCallback(() => {
    isHere(undefined)
    setStage({ is: 'looking' })
    everybody().then((people) => setStage({ is: 'who', people }), setCause)
  }, [])
  useEffect(() => {
    const begin = async () => {
      const people = await everybody()
      const person = people.find(({ id }) => id === whoIsHere()) ?? (people.length === 1 ? people[0] : undefined)
      if (person) await open(person.id)
      else setStage({ is: 'who', people })
    }
    begin().catch(setCause)
  }, [open])
  useEffect(() => {
    if (stage.is !== 'leaving') return
    // What was open closes with the screens that are gone by now. Loading anew, the page forgets every key and letter.
    void Promise.race([allClosed(), new Promise((late) => setTimeout(late, PATIENCE))]).then(stage.then)
  }, [stage])
  const add = useCallback(
    async (name: string) => {
      const id = hexOf(random(8))
      await profiles.change(id, (blank) => ({ ...blank, name }))
      leave(() => begins(id))
    },
    [leave]
  )

  if (cause !== undefined) throw cause
  switch (stage.is) {
    case 'open':
      return (
        <Inside stage={stage} setStage={setStage} leave={leave} add={add}>
          {children}
        </Inside>
      )
    case 'who':
      return (
        <Suspense fallback={null}>
          <Who people={stage.people} onChoose={open} onAdd={add} />
        </Suspense>
      )
    case 'locked':
      return (
        <Suspense fallback={null}>
          <Unlock key={stage.profile.id} profile={stage.profile} onOpen={open} onOther={who} onAdd={add} />
        </Suspense>
      )
    case 'unsettled':
      return (
        <Suspense fallback={null}>
          <Settling {...stage} onDone={() => void open(stage.profile.id, stage.secret)} />
        </Suspense>
      )
    default:
      return null
  }
}

function Inside(props: {
  readonly stage: Extract<Door, { is: 'open' }>
  setStage(stage: Stage): void
  leave(then: () => void): void
  readonly add: HereView['add']
  readonly children: ReactNode
}) {
  const { stage, setStage, leave, add, children } = props
  const { here, secret, release } = stage
  const [profile, setProfile] = useState(here.profile)
  const { id } = profile
  const lock = useCallback(() => leave(() => location.reload()), [leave])
  useEffect(() => onSettling(id, lock), [id, lock])
  useIdle(profile.lock ? (profile.idle ?? USUAL_IDLE) : 0, lock)
  const view = useMemo<HereView>(() => {
    const change = async (change: (before: Profile) => Profile) => setProfile(await profiles.change(id, change))
    const settle = async (change: (before: Profile) => Profile, secret: Uint8Array) => {
      const profile = await profiles.change(id, change)
      release()
      setStage({ is: 'unsettled', profile, secret })
    }
    return {
      ...{ ...here, profile, secret, lock, add },
      rename: (name) => change((before) => ({ ...before, name })),
      lockAfter: (idle) => change((before) => ({ ...before, idle })),
      sealBy: (lock, secret) => settle((before) => ({ ...before, lock, settling: 'seal' }), secret),
      unseal: (secret) => settle((before) => ({ ...before, settling: 'open' }), secret),
      leave: () => leave(() => begins(undefined))
    }
  }, [here, profile, secret, id, release, setStage, lock, leave, add])
  return <HereContext value={view}>{children}</HereContext>
}

/** On Today, and as if the window had just been opened. */
function begins(id: ProfileId | undefined): void {
  isHere(id)
  history.replaceState(null, '', '/')
  location.reload()
}
