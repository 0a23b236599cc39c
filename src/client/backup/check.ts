import * as v from 'valibot'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { TASK_KINDS } from '../../core/fact/kinds.ts'
import { readSegment } from '../../sync/segment/read.ts'
import type { Verify } from '../../sync/signer.ts'
import { type ItemRow, KEY_OF, type Rows, type SegmentRow, type Table } from '../store/store.ts'
import { type BackupHead, HEAD } from './backup.ts'

/*
 * A backup comes from outside: what its rows say reaches screens and chains of segments. Fields that another version knows
 * are carried along.
 */

const MOST_MS = 8.64e15
/** Far more than anybody has; what a file claims beyond would be counted one by one. */
const MOST_ROWS = 10_000_000
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Milliseconds since 1970, of days that a calendar knows: screens show them. */
const Time = v.pipe(v.number(), v.minValue(-MOST_MS), v.maxValue(MOST_MS))
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Bytes = v.instance(Uint8Array)
const Given = v.record(v.string(), v.unknown())
const Place = v.strictTuple([Hash, Count])
const HubWord = v.looseObject({
  ...{ hub: v.optional(Hash), stamp: Count, facts: v.array(v.looseObject({ is: v.string() })) }
})
const Message = v.looseObject({
  id: v.optional(v.string()),
  role: v.picklist(['prompter', 'assistant']),
  lang: v.string(),
  text: v.nullable(v.string())
})
const about = { batch: Hash, place: Count }

const SHAPES = {
  batches: v.looseObject({ id: Hash, document: v.string(), until: Count, segment: Bytes }),
  tasks: v.looseObject({
    ...about,
    kind: v.picklist(TASK_KINDS),
    lang: v.string(),
    thread: v.array(Message),
    candidates: v.array(Message),
    item: v.optional(Hash)
  }),
  drafts: v.looseObject({
    ...about,
    value: Given,
    saved: Time,
    changes: v.optional(Hash),
    stand: v.optional(Given),
    kind: v.optional(v.picklist(TASK_KINDS)),
    lang: v.optional(v.string()),
    versioned: v.optional(Time)
  }),
  versions: v.looseObject({ ...about, n: Count, value: Given, saved: Time }),
  items: v.looseObject({
    id: Hash,
    device: Hash,
    saved: Time,
    order: Count,
    zone: v.optional(v.pipe(v.number(), v.minValue(-1500), v.maxValue(1500))),
    contents: v.pipe(v.array(v.looseObject({ kind: v.string(), v: v.number() })), v.minLength(1)),
    task: v.optional(Place),
    amends: v.optional(Hash),
    segment: v.optional(Hash)
  }),
  segments: v.looseObject({
    device: Hash,
    n: v.pipe(Count, v.minValue(1)),
    hash: Hash,
    next: Count,
    bytes: Bytes,
    facts: v.array(Hash),
    receipt: v.optional(HubWord),
    others: v.optional(v.array(HubWord)),
    handed: v.optional(Time)
  }),
  updates: v.looseObject({ document: v.pipe(v.string(), v.regex(/^(notes|private)\//)), n: Count, bytes: Bytes })
} as const satisfies { readonly [T in Exclude<Table, 'settings'>]: v.GenericSchema }

const SETTINGS = v.looseObject({
  address: v.optional(v.string()),
  name: v.optional(v.string()),
  before: v.optional(v.array(Hash)),
  hubs: v.optional(v.array(Hash)),
  hub: v.optional(Hash),
  title: v.optional(v.string()),
  terms: v.optional(v.string()),
  words: v.optional(v.string()),
  credentials: v.optional(v.array(Bytes)),
  notes: v.optional(v.array(v.string())),
  order: v.optional(Count),
  contact: v.optional(Time),
  rates: v.optional(v.looseObject({ up: v.optional(v.number()), down: v.optional(v.number()) })),
  metered: v.optional(v.boolean()),
  goal: v.optional(v.looseObject({ unit: v.picklist(['tasks', 'minutes']), count: v.pipe(Count, v.minValue(1)) })),
  listed: v.optional(v.looseObject({ name: v.string(), address: v.string(), practice: v.boolean() }))
})

const HeadRecord = v.looseTuple([
  v.literal(HEAD),
  v.pipe(Count, v.minValue(1)),
  v.looseObject({
    ...{
      project: Hash,
      device: Hash,
      title: v.string(),
      made: v.pipe(Count, v.maxValue(MOST_MS / 1000)),
      rows: v.pipe(Count, v.maxValue(MOST_ROWS)),
      settings: SETTINGS
    },
    holds: v.looseObject({ items: Count, drafts: Count, tasks: Count, notes: Count }),
    succession: v.optional(
      v.looseObject({ heir: Hash, after: Hash, n: Count, next: Count, hash: Hash, facts: v.array(Hash), bytes: Bytes })
    )
  })
])

/** undefined: it is no head. */
export function checkHead(record: unknown): { readonly format: number; readonly head: BackupHead } | undefined {
  const read = v.safeParse(HeadRecord, record)
  return read.success ? { format: read.output[1], head: read.output[2] as BackupHead } : undefined
}

/** [BK4] A row that is what its table says, has its own key, and whose signature holds. */
export async function checkRow(
  table: string,
  key: string,
  row: unknown,
  project: string,
  verify: Verify
): Promise<{ readonly table: Table; readonly row: Rows[Table] } | 'unknown' | 'malformed'> {
  if (!isKept(table)) return 'unknown'
  const read = v.safeParse(SHAPES[table], row)
  if (!read.success) return 'malformed'
  const checked = read.output as Rows[typeof table]
  const keyOf = KEY_OF[table] as (row: Rows[Table]) => string
  if (keyOf(checked) !== key) return 'malformed'
  const holds = await (table === 'segments'
    ? isSegment(checked as SegmentRow, project, verify)
    : table !== 'items' || isItem(checked as ItemRow))
  return holds ? { table, row: checked } : 'malformed'
}

function isKept(table: string): table is keyof typeof SHAPES {
  return table in SHAPES
}

async function isSegment(row: SegmentRow, project: string, verify: Verify): Promise<boolean> {
  try {
    const { header, hash, ids } = await readSegment(row.bytes, verify, { project })
    const same = header.device === row.device && header.n === row.n && hash === row.hash
    return same && header.first + ids.length === row.next && ids.join() === row.facts.join()
  } catch {
    return false
  }
}

function isItem({ id, device, contents }: ItemRow): boolean {
  try {
    return makeFact(device, contents.at(-1) as Content).id === id
  } catch {
    return false
  }
}
