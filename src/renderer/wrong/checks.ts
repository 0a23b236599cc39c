import type { Agreement } from '../../client/journal/agreement.ts'
import type { Copies } from '../../client/journal/writer.ts'
import type { Fill, WordKey } from '../words/words.tsx'

/** What is known of this device, as far as it tells. Times in milliseconds since 1970, room in bytes. */
export type Facts = {
  readonly edition: 'desktop' | 'web'
  readonly now: number
  readonly room: { readonly used: number; readonly free: number } | undefined
  /** The browser has promised to keep what is here. */
  readonly kept: boolean
  readonly copies: Copies
  /** undefined: they cannot be compared. */
  readonly agreement: Agreement | undefined
  /** The hub's clock, when it answered just now. */
  readonly hubClock: number | undefined
  /** The newest of what happened here by this clock: an item, a contact. */
  readonly newest: number
  readonly line: {
    readonly connected: boolean
    readonly syncing: boolean
    readonly contact: number | undefined
    /** The hub has turned this computer away, or the sync has trouble. */
    readonly inTheWay: boolean
  }
  readonly work: { readonly drafts: number; readonly waiting: number; readonly returned: number }
  /** Names of the builds; undefined: it does not tell. */
  readonly app: string
  readonly hubsApp: string | undefined
  /** The app's files are kept here; undefined: it carries them. */
  readonly offline: boolean | undefined
}

export type Check = {
  readonly id: 'room' | 'kept' | 'copies' | 'clock' | 'contact' | 'work' | 'version' | 'offline'
  /** `good`: all is well. `look`: worth a look. `bad`: work is in danger. */
  readonly is: 'good' | 'look' | 'bad'
  readonly words: WordKey
  readonly fill?: Fill
  /** One thing to do: a place to go to, or a deed. */
  readonly action?:
    | { readonly words: WordKey; readonly to: string }
    | { readonly words: WordKey; readonly deed: 'sync' | 'load' }
}

/** Below this every item may be the last that fits; below the other it is time to make room. */
const NO_ROOM = 100e6
const LITTLE_ROOM = 500e6
/** Clocks of computers differ by minutes; hubs' too. */
const CLOCK_OFF = 10 * 60_000
/** This app was made after it, so no clock of a computer that has it is before. */
const MADE = Date.UTC(2026, 10, 1)
const LONG_AGO = 14 * 86_400_000

/** What somebody asks who helps, in that order; each with one thing to do where there is one. */
export function checksOf(facts: Facts): readonly Check[] {
  return [
    room(facts),
    kept(facts),
    copies(facts),
    clock(facts),
    contact(facts),
    work(facts),
    version(facts),
    ...offline(facts)
  ]
}

function room({ room }: Facts): Check {
  if (!room) return { id: 'room', is: 'look', words: 'wrong-room-unknown' }
  const fill = { free: room.free, used: room.used }
  if (room.free < NO_ROOM) return { id: 'room', is: 'bad', words: 'wrong-room-none', fill, action: SAVE }
  if (room.free < LITTLE_ROOM) return { id: 'room', is: 'look', words: 'wrong-room-little', fill, action: SAVE }
  return { id: 'room', is: 'good', words: 'wrong-room', fill }
}

const SAVE = { words: 'files-go', to: '/work/copies' } as const

function kept({ edition, kept }: Facts): Check {
  if (edition === 'desktop') return { id: 'kept', is: 'good', words: 'wrong-kept-desktop' }
  return kept
    ? { id: 'kept', is: 'good', words: 'wrong-kept' }
    : { id: 'kept', is: 'look', words: 'private-note', action: SAVE }
}

function copies({ copies, agreement }: Facts): Check {
  if (copies === 'one') return { id: 'copies', is: 'look', words: 'files-one', action: SAVE }
  if (copies === 'failing') return { id: 'copies', is: 'bad', words: 'line-one-copy', action: SAVE }
  if (!agreement) return { id: 'copies', is: 'look', words: 'wrong-copies-unread', action: SAVE }
  const { items, missing, damaged } = agreement
  if (missing > 0)
    return { id: 'copies', is: 'bad', words: 'wrong-copies-differ', fill: { missing, items }, action: SAVE }
  return damaged
    ? { id: 'copies', is: 'look', words: 'wrong-copies-damaged', fill: { items }, action: SAVE }
    : { id: 'copies', is: 'good', words: 'wrong-copies', fill: { items } }
}

function clock({ now, hubClock, newest }: Facts): Check {
  const off = hubClock === undefined ? 0 : now - hubClock
  if (Math.abs(off) > CLOCK_OFF)
    return {
      id: 'clock',
      is: 'look',
      words: 'wrong-clock-off',
      fill: { minutes: Math.round(Math.abs(off) / 60_000), way: off > 0 ? 'ahead' : 'behind' }
    }
  if (now < MADE || newest > now + CLOCK_OFF) return { id: 'clock', is: 'look', words: 'wrong-clock-back' }
  return { id: 'clock', is: 'good', words: hubClock === undefined ? 'wrong-clock' : 'wrong-clock-hub' }
}

function contact({ line, now }: Facts): Check {
  const again = { words: 'wrong-try', deed: 'sync' } as const
  if (line.inTheWay)
    return { id: 'contact', is: 'look', words: 'wrong-contact-way', action: { words: 'wrong-sync', to: '/sync' } }
  if (line.connected) return { id: 'contact', is: 'good', words: 'wrong-contact' }
  if (!line.syncing) return { id: 'contact', is: 'good', words: 'line-other-window' }
  if (line.contact === undefined) return { id: 'contact', is: 'look', words: 'line-never', action: again }
  const isLong = now - line.contact > LONG_AGO
  return {
    id: 'contact',
    is: isLong ? 'look' : 'good',
    words: 'wrong-contact-last',
    fill: { contact: line.contact },
    action: again
  }
}

function work({ work }: Facts): Check {
  const { drafts, waiting, returned } = work
  if (returned > 0)
    return {
      id: 'work',
      is: 'look',
      words: 'wrong-work-returned',
      fill: { count: returned },
      action: { words: 'nav-work', to: '/work' }
    }
  return { id: 'work', is: 'good', words: 'wrong-work', fill: { drafts, waiting } }
}

function version({ app, hubsApp }: Facts): Check {
  if (hubsApp === undefined) return { id: 'version', is: 'good', words: 'wrong-version', fill: { app } }
  return hubsApp === app
    ? { id: 'version', is: 'good', words: 'wrong-version-same', fill: { app } }
    : {
        id: 'version',
        is: 'look',
        words: 'wrong-version-other',
        fill: { app, hub: hubsApp },
        action: { words: 'wrong-load', deed: 'load' }
      }
}

function offline({ offline }: Facts): readonly Check[] {
  if (offline === undefined) return []
  return offline
    ? [{ id: 'offline', is: 'good', words: 'wrong-offline' }]
    : [{ id: 'offline', is: 'look', words: 'wrong-offline-not' }]
}

/** For the report, which is in English. */
function inUnits(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${Math.round(bytes / 1e6)} MB`
}

/**
 * The same for whoever helps, in English and figures: what the device tells of itself, and nothing that somebody wrote, no
 * name, no invite and no key.
 */
export function reportOf(facts: Facts, checks: readonly Check[], about: Readonly<Record<string, string>>): string {
  const { room, kept, copies, agreement, hubClock, line, work, app, hubsApp, now } = facts
  const day = (ms: number | undefined) => (ms === undefined ? 'unknown' : new Date(ms).toISOString())
  const rows: Readonly<Record<Check['id'], string>> = {
    room: room ? `${inUnits(room.free)} free, ${inUnits(room.used)} used` : 'unknown',
    kept: kept ? 'promised' : 'not promised',
    copies: `${copies}${agreement ? `, ${agreement.items} items, ${agreement.missing} not in the second copy, damaged: ${agreement.damaged}` : ''}`,
    clock: `${day(now)}, hub ${day(hubClock)}`,
    contact: `${day(line.contact)}, connected: ${line.connected}, syncs here: ${line.syncing}, in the way: ${line.inTheWay}`,
    work: `${work.drafts} drafts, ${work.waiting} waiting, ${work.returned} returned`,
    version: `app ${app}, hub ${hubsApp ?? 'unknown'}`,
    offline: String(facts.offline ?? 'carried')
  }
  return [
    'Understory',
    ...Object.entries(about).map(([name, value]) => `${name}: ${value}`),
    ...checks.map(({ id, is }) => `${id}: ${is} (${rows[id]})`)
  ].join('\n')
}
