import * as v from 'valibot'
import { joined } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { KEY_OF, type Rows, type Table } from '../store/store.ts'
import { type Damage, readFrames, writeFrame } from './frame.ts'

/** [JN2] What one transaction made of one row; no row: it was dropped. */
export type Change = { readonly seq: number; readonly table: Table; readonly key: string; readonly row?: unknown }
/** A row as it stands. */
export type Standing = Omit<Change, 'seq'>

/** What a journal says, all of it together. */
export type Told = {
  /** [JN3] Of the newest entry; 0: it says nothing. */
  readonly seq: number
  /** Of the newest state that is whole; 0: none is. */
  readonly whole: number
  /** Length of its records. */
  readonly wholeBytes: number
  /** The newest entry of each row beyond that state, and the state's own, by `table/key`. */
  readonly changes: ReadonlyMap<string, Change>
  readonly damage: readonly Damage[]
  /** Records of kinds that this version does not know. */
  readonly unknown: number
}

const CHANGES = 1
export const STATE = 2
/** Rows of a state stand together in records of about this size: a flipped byte costs one. */
const STATE_BYTES = 32 * 1024

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const ChangesShape = v.strictTuple([
  v.literal(CHANGES),
  v.array(v.strictTuple([Count, v.string(), v.string(), v.unknown()]))
])
const StateShape = v.strictTuple([
  v.literal(STATE),
  Count,
  Count,
  Count,
  v.array(v.strictTuple([v.string(), v.string(), v.unknown()]))
])

export function nameOf({ table, key }: Pick<Change, 'table' | 'key'>): string {
  return `${table}/${key}`
}

/** [JN2] One record: of a transaction all or nothing is read. */
export function writeChanges(changes: readonly Change[]): Uint8Array {
  return writeFrame(encodeCbor([CHANGES, changes.map(({ seq, table, key, row }) => [seq, table, key, row ?? null])]))
}

/** [JN2] A whole state, in as many records as it takes. */
export function writeState(seq: number, rows: readonly Standing[]): Uint8Array {
  const parts: Standing[][] = [[]]
  let bytes = 0
  for (const row of rows) {
    if (bytes > STATE_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(row)
    bytes += encodeCbor(row.row).byteLength
  }
  return joined(
    ...parts.map((part, at) =>
      writeFrame(encodeCbor([STATE, seq, at, parts.length, part.map(({ table, key, row }) => [table, key, row])]))
    )
  )
}

/** [JN3] What the records say together, in whatever order they lie. */
export function readRecords(bytes: Uint8Array): Told {
  const { bodies, damage } = readFrames(bytes)
  const entries: (Change & { readonly state: boolean })[] = []
  const parts = new Map<number, Set<number>>()
  const lengths = new Map<number, number>()
  let unknown = 0
  let whole = 0
  for (const body of bodies) {
    const record = recordIn(body)
    if (record === undefined) unknown += 1
    else if (record[0] === CHANGES) {
      for (const [seq, table, key, row] of record[1])
        if (isTable(table)) entries.push({ seq, table, key, state: false, ...(row !== null && { row }) })
    } else {
      const [, seq, part, of, rows] = record
      lengths.set(seq, (lengths.get(seq) ?? 0) + body.byteLength)
      const seen = parts.get(seq) ?? new Set()
      parts.set(seq, seen.add(part))
      if (seen.size === of) whole = Math.max(whole, seq)
      for (const [table, key, row] of rows) if (isTable(table)) entries.push({ seq, table, key, row, state: true })
    }
  }
  const changes = new Map<string, Change>()
  let seq = whole
  for (const { state, ...change } of entries) {
    if (change.seq < whole || (change.seq === whole && !state)) continue
    seq = Math.max(seq, change.seq)
    const before = changes.get(nameOf(change))
    if (!before || before.seq <= change.seq) changes.set(nameOf(change), change)
  }
  return { seq, whole, wholeBytes: lengths.get(whole) ?? 0, changes, damage, unknown }
}

/** The row of a setting, as a journal tells it. */
export function settingTold({ changes }: Told, key: string): unknown {
  const row = changes.get(nameOf({ table: 'settings', key }))?.row as Rows['settings'] | undefined
  return row?.value
}

function recordIn(body: Uint8Array) {
  try {
    const value = decodeCbor(body)
    const changes = v.safeParse(ChangesShape, value)
    if (changes.success) return changes.output
    const state = v.safeParse(StateShape, value)
    return state.success ? state.output : undefined
  } catch {
    return undefined
  }
}

/** Rows of a table that only another version knows stay in the journal, until it is written anew. */
function isTable(name: string): name is Table {
  return name in KEY_OF
}
