import { useState } from 'react'
import { useLocation } from 'wouter'
import { inviteFrom } from '../../client/invite.ts'
import type { KnownProject } from '../../client/projects.ts'
import { platform } from '../platform/platform.ts'
import { useHere } from '../profiles/here.tsx'
import { useProjects } from '../project/projects.tsx'
import { useInviteHere } from './invite-here.ts'
import { JoinView, type JoinViewProps } from './JoinView.tsx'
import { useMine } from './use-mine.ts'

/** Takes an invite: from a link, the system, or what somebody pastes. */
export function Join() {
  const invite = useInviteHere()
  return <JoinWith key={invite} invite={invite} />
}

function JoinWith({ invite }: { invite: string }) {
  return <JoinView {...useJoin(invite)} />
}

function useJoin(given: string): JoinViewProps {
  const { known, hub, join, open } = useProjects()
  const here = useHere()
  const languages = useMine()
  const [, navigate] = useLocation()
  const [text, setText] = useState(given)
  const [busy, setBusy] = useState(false)
  const [{ read, wrong }] = useState(() => (given === '' ? {} : tryRead(given)))
  const [fault, setFault] = useState<unknown>(wrong)
  const [shown, setShown] = useState(read)

  const enter = async (work: Promise<void>) => {
    setBusy(true)
    await work.then(() => navigate('/', { replace: true }), setFault)
    setBusy(false)
  }
  const use = (name: string) => {
    setFault(undefined)
    try {
      const invite = inviteFrom(text, hub)
      const place = placeOf(invite)
      if (place) setShown(place)
      else {
        if (known.length === 0) languages.keep()
        if (name.trim() !== '' && name.trim() !== here.profile.name) void here.rename(name.trim())
        void enter(join(text, name.trim() || undefined))
      }
    } catch (wrong) {
      setFault(wrong)
    }
  }
  function placeOf(invite: ReturnType<typeof inviteFrom>): Shown | undefined {
    const member = known.find(({ id }) => id === invite.project)
    if (member) return { is: 'member', member }
    const isOwn = hub?.project === invite.project
    if (!isOwn && !platform.mayJoin(invite.address))
      return {
        is: 'elsewhere',
        address: invite.address,
        link: `${invite.address}/join#${invite.project}.${invite.secret}`
      }
    return undefined
  }
  function tryRead(link: string): { readonly read?: Shown; readonly wrong?: unknown } {
    try {
      const invite = inviteFrom(link, hub)
      const project = hub?.project === invite.project ? { project: hub.name } : {}
      return { read: placeOf(invite) ?? { is: 'invited', address: invite.address, ...project } }
    } catch (wrong) {
      return { wrong }
    }
  }
  const write = (next: string) => {
    setText(next)
    setFault(undefined)
  }
  const other = () => {
    write('')
    setShown(undefined)
  }

  if (shown?.is === 'member')
    return {
      state: 'member',
      project: shown.member.name,
      busy,
      onOpen: () => void enter(open(shown.member)),
      onOther: other
    }
  if (shown?.is === 'elsewhere') return { state: 'elsewhere', address: shown.address, link: shown.link, onOther: other }
  const common = { isFirst: known.length === 0, busy, fault, languages, onJoin: use, onOther: other }
  if (shown) return { state: 'invited', address: shown.address, project: shown.project, ...common }
  return { state: 'asking', text, takesCode: hub !== undefined, onText: write, ...common }
}

type Shown =
  | { is: 'invited'; address: string; project?: string }
  | { is: 'member'; member: KnownProject }
  | { is: 'elsewhere'; address: string; link: string }
