import type { Device } from '../../client/device.ts'
import { agreement } from '../../client/journal/agreement.ts'
import type { Journals } from '../../client/journal/journal.ts'
import type { Twin } from '../../client/journal/twin.ts'
import { databaseOf, type ProfileId } from '../../client/profiles/profile.ts'
import type { DeviceStore } from '../../client/store/store.ts'
import { isKept } from '../platform/kept.ts'
import { platform } from '../platform/platform.ts'
import { doneIn } from '../work/summary.ts'
import type { Facts } from './checks.ts'

export type Here = {
  readonly device: Device
  readonly store: DeviceStore
  readonly twin: Twin
  readonly project: string
  readonly profile: ProfileId
  readonly journals: Journals | undefined
}

/** Asks the device, the browser and, in the web edition, the hub that the page came from. What does not answer is absent. */
export async function readFacts({ device, store, twin, project, profile, journals }: Here): Promise<Facts> {
  const name = databaseOf(project, profile)
  const [line, all, room, hub] = await Promise.all([device.line(), device.work(), readRoom(), askHub()])
  const work = doneIn(all)
  const count = (...states: readonly string[]) => work.filter(({ state }) => states.includes(state)).length
  const copies = twin.copies()
  return {
    edition: platform.kind,
    now: Date.now(),
    room,
    kept: await isKept(),
    copies,
    agreement:
      journals && copies !== 'one'
        ? await agreement(store, () => journals.read(name)).catch(() => undefined)
        : undefined,
    hubClock: hub.clock,
    newest: Math.max(0, line.contact ?? 0, ...all.map(({ saved }) => saved)),
    line: {
      connected: line.connected,
      syncing: line.syncing,
      contact: line.contact,
      inTheWay: line.turnedAway !== undefined || line.trouble !== undefined
    },
    work: { drafts: count('draft'), waiting: count('saved', 'waiting', 'handed-over'), returned: count('returned') },
    app: buildIn(document.documentElement.outerHTML) ?? 'dev',
    hubsApp: hub.app,
    offline: platform.kind === 'desktop' ? undefined : await isOffline()
  }
}

async function readRoom(): Promise<Facts['room']> {
  const told = await navigator.storage?.estimate?.().catch(() => undefined)
  if (told?.quota === undefined || told.usage === undefined) return undefined
  return { used: told.usage, free: Math.max(0, told.quota - told.usage) }
}

/** Long enough for a bad link; whoever asks what is wrong waits for it. */
const PATIENCE = 4000

/** The page as the hub has it now, and the clock in its answer: to the second, and as old as the answer took. */
async function askHub(): Promise<{ readonly clock?: number; readonly app?: string | undefined }> {
  if (platform.kind === 'desktop') return {}
  try {
    const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) })
    const clock = Date.parse(answer.headers.get('date') ?? '')
    return { ...(Number.isFinite(clock) && { clock }), app: answer.ok ? buildIn(await answer.text()) : undefined }
  } catch {
    return {} // nobody there
  }
}

/** The hash in the name of the file that a page begins with: other parts, another name. */
function buildIn(page: string): string | undefined {
  return /\/assets\/index-([\w-]{8})\.js/.exec(page)?.[1]
}

async function isOffline(): Promise<boolean> {
  return 'serviceWorker' in navigator && (await navigator.serviceWorker.getRegistration())?.active != null
}
