import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { openBrowserDevice } from '../../client/browser.ts'
import { inviteFrom } from '../../client/invite.ts'
import { findListed } from '../../client/journal/listed.ts'
import { databaseOf } from '../../client/profiles/profile.ts'
import { type KnownProject, Projects } from '../../client/projects.ts'
import { lookInto, type Opened as OpenedBackup, putInto } from '../copies/into-project.ts'
import type { Failed, HubInfo } from '../platform/contract.ts'
import { platform } from '../platform/platform.ts'
import { useHere } from '../profiles/here.tsx'

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
  /** Looks into a backup of any project. @throws {BackupRefused} */
  lookInto(file: Uint8Array): Promise<OpenedBackup>
  /** Puts a backup back and opens its project. @throws {BackupRefused}; nothing is changed then. */
  restore(backup: OpenedBackup['backup'], code: string): Promise<void>
}

export const ProjectsContext = createContext<ProjectsView | undefined>(undefined)

export function ProjectsProvider({ children }: { children: ReactNode }) {
  const { profile, box, journals } = useHere()
  const projects = useMemo(() => new Projects(profile.id), [profile.id])
  const openDevice = useCallback(
    (project: string) => openBrowserDevice(databaseOf(project, profile.id), journals, box),
    [profile.id, journals, box]
  )
  const [known, setKnown] = useState<readonly KnownProject[]>()
  const [answer, setAnswer] = useState<HubInfo | Failed>()
  const [asked, setAsked] = useState(false)
  const hub = answer && 'project' in answer ? answer : undefined
  const hubFailed = answer && 'failed' in answer ? answer.failed : undefined
  const [cause, setCause] = useState<unknown>()
  const forgetting = useRef<Promise<void>>(Promise.resolve())

  const look = useCallback(async () => {
    const listed = await projects.list()
    /** @returns whether a project was put back into the list. */
    const putBack = async () => {
      const found = journals ? await findListed(journals, listed, profile.id) : []
      for (const project of found) await projects.remember(project)
      return found.length > 0
    }
    // Whoever has a project works at once. Where there is none the list may be gone; second copies tell what stood there.
    if (listed.length > 0) setKnown(listed)
    const foundMore = await Promise.race([putBack().catch(() => false), after(PATIENCE)])
    if (foundMore || listed.length === 0) setKnown(await projects.list())
  }, [projects, journals, profile.id])
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
    [look, projects]
  )
  const join = useCallback(
    async (text: string, name?: string) => {
      const invite = inviteFrom(text, hub)
      await forgetting.current.catch(() => {}) // told to whoever asked for it
      const { device, store } = openDevice(invite.project)
      try {
        await device.join(`${invite.address}/join#${invite.project}.${invite.secret}`, name)
      } finally {
        await store.close()
      }
      const own = hub?.project === invite.project ? hub : undefined
      const { project: id, address } = invite
      await open({ id, address, name: own?.name ?? address, practice: own?.open ?? false, opened: 0 })
    },
    [hub, open, openDevice]
  )
  const rename = useCallback(
    async (project: KnownProject, name: string) => {
      await projects.remember({ ...project, name })
      await look()
    },
    [look, projects]
  )
  const forget = useCallback(
    async ({ id }: KnownProject) => {
      // At once: whoever goes on to another invite of it is no member meanwhile.
      setKnown((before) => before?.filter((each) => each.id !== id))
      const undo = async () => {
        const { device, store } = openDevice(id)
        await device.forgetJoin().finally(() => store.close())
        await projects.forget(id)
      }
      forgetting.current = undo()
      await forgetting.current.finally(look)
    },
    [look, projects, openDevice]
  )

  const restore = useCallback(
    async (backup: OpenedBackup['backup'], code: string) => open(await putInto(backup, code, openDevice)),
    [open, openDevice]
  )
  const lookAt = useCallback((file: Uint8Array) => lookInto(file, openDevice), [openDevice])

  const view = useMemo(
    () => known && { known, hub, hubFailed, join, open, rename, forget, restore, lookInto: lookAt },
    [known, hub, hubFailed, join, open, rename, forget, restore, lookAt]
  )
  if (cause !== undefined) throw cause
  // Whoever has a project works at once; a newcomer waits for what the hub says.
  if (!view || (view.known.length === 0 && !asked)) return null
  return <ProjectsContext value={view}>{children}</ProjectsContext>
}

/** A worker that does not start keeps nobody waiting longer. */
const PATIENCE = 4000

function after(ms: number): Promise<false> {
  return new Promise((done) => setTimeout(() => done(false), ms))
}

export function useProjects(): ProjectsView {
  const view = useContext(ProjectsContext)
  if (!view) throw new Error('no ProjectsProvider around this')
  return view
}
