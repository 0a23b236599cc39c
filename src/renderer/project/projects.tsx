import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { openBrowserDevice } from '../../client/browser.ts'
import { inviteFrom } from '../../client/invite.ts'
import { findListed } from '../../client/journal/listed.ts'
import { databaseOf } from '../../client/profiles/profile.ts'
import { type KnownProject, Projects } from '../../client/projects.ts'
import type { Failed, HubInfo } from '../platform/contract.ts'
import { platform } from '../platform/platform.ts'

export type ProjectsView = {
  /** Last looked at first; the first is the one that is open. */
  readonly known: readonly KnownProject[]
  /** The hub that the app came with; undefined: it does not answer, or there is none. */
  readonly hub: HubInfo | undefined
  /** Why the app's own hub did not start (desktop). */
  readonly hubFailed: Failed['failed'] | undefined
  /**
   * Takes an invite and opens its project; the hub lets this computer in at the first contact.
   * @throws {BadInvite} or {NotHere} joined-already; nothing is changed then.
   */
  join(invite: string, name?: string): Promise<void>
  open(project: KnownProject): Promise<void>
  /** The hub has said what the project is called. */
  rename(project: KnownProject, name: string): Promise<void>
  /** Undoes a join that the hub turned down. */
  forget(project: KnownProject): Promise<void>
}

const Context = createContext<ProjectsView | undefined>(undefined)
const projects = new Projects()

export function ProjectsProvider({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState<readonly KnownProject[]>()
  const [answer, setAnswer] = useState<HubInfo | Failed>()
  const [asked, setAsked] = useState(false)
  const hub = answer && 'project' in answer ? answer : undefined
  const hubFailed = answer && 'failed' in answer ? answer.failed : undefined
  const [cause, setCause] = useState<unknown>()
  const forgetting = useRef<Promise<void>>(Promise.resolve())

  const look = useCallback(async () => {
    const listed = await projects.list()
    // Whoever has a project works at once. Where there is none the list may be gone; second copies tell what stood there.
    if (listed.length > 0) setKnown(listed)
    const foundMore = await Promise.race([putBack(listed), after(PATIENCE)])
    if (foundMore || listed.length === 0) setKnown(await projects.list())
  }, [])
  useEffect(() => {
    look().catch(setCause)
    void platform.ownHub().then((said) => {
      setAnswer(said)
      setAsked(true)
    })
  }, [look])

  const open = useCallback(
    async (project: KnownProject) => {
      await projects.remember({ ...project, opened: Date.now() })
      await look()
    },
    [look]
  )
  const join = useCallback(
    async (text: string, name?: string) => {
      const invite = inviteFrom(text, hub)
      await forgetting.current.catch(() => {}) // told to whoever asked for it
      const { device, store } = openBrowserDevice(databaseOf(invite.project), platform.journals)
      try {
        await device.join(`${invite.address}/join#${invite.project}.${invite.secret}`, name)
      } finally {
        await store.close()
      }
      const own = hub?.project === invite.project ? hub : undefined
      const { project: id, address } = invite
      await open({ id, address, name: own?.name ?? address, practice: own?.open ?? false, opened: 0 })
    },
    [hub, open]
  )
  const rename = useCallback(
    async (project: KnownProject, name: string) => {
      await projects.remember({ ...project, name })
      await look()
    },
    [look]
  )
  const forget = useCallback(
    async ({ id }: KnownProject) => {
      // At once: whoever goes on to another invite of it is no member meanwhile.
      setKnown((before) => before?.filter((each) => each.id !== id))
      const undo = async () => {
        const { device, store } = openBrowserDevice(databaseOf(id), platform.journals)
        await device.forgetJoin().finally(() => store.close())
        await projects.forget(id)
      }
      forgetting.current = undo()
      await forgetting.current.finally(look)
    },
    [look]
  )

  const view = useMemo(
    () => known && { known, hub, hubFailed, join, open, rename, forget },
    [known, hub, hubFailed, join, open, rename, forget]
  )
  if (cause !== undefined) throw cause
  // Whoever has a project works at once; a newcomer waits for what the hub says.
  if (!view || (view.known.length === 0 && !asked)) return null
  return <Context value={view}>{children}</Context>
}

/** A worker that does not start keeps nobody waiting longer. */
const PATIENCE = 4000

/** @returns whether a project was put back into the list. */
async function putBack(known: readonly KnownProject[]): Promise<boolean> {
  try {
    const found = platform.journals ? await findListed(platform.journals, known) : []
    for (const project of found) await projects.remember(project)
    return found.length > 0
  } catch {
    return false // the list is as it is; who opens a project is told what is wrong
  }
}

function after(ms: number): Promise<false> {
  return new Promise((done) => setTimeout(() => done(false), ms))
}

export function useProjects(): ProjectsView {
  const view = useContext(Context)
  if (!view) throw new Error('no ProjectsProvider around this')
  return view
}
