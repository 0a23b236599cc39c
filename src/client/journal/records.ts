import { joined } from '../../core/bytes.ts'
import { cborList, encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor, OwnCbor } from '../../core/own-cbor.ts'
import { KEY_OF, type Rows, type Table } from '../store/store.ts'
import { type Damage, readFrames, writeFrame } from './frame.ts'

/** [JN2] What one transaction made of one row; no row: it was dropped. `bytes`: the row's, where they are at hand. */
export type Change = {
  readonly seq: number
  readonly table: Table
  readonly key: string
  readonly row?: unknown
  readonly bytes?: Uint8Array
}
/** A row as it stands. */
export type Standing = Omit<Change, 'seq'>

/** What a journal says, all of it together. */
export type Told = {
  /** [JN3] Of the newest entry; 0: it says nothing. */
  readonly seq: number
  /** Of the newest state that is whole; 0: none is. */
  readonly whole: number
  /**
   * The newest entry of each row beyond that state, and the state's own, by `table/key`; with its bytes, decoded when
   * somebody wants the row.
   */
  readonly changes: ReadonlyMap<string, Change>
  readonly damage: readonly Damage[]
  /** Records of kinds that this version does not know. */
  readonly unknown: number
}

const CHANGES = 1
export const STATE = 2
/** Rows of a state stand together in records of about this size: a flipped byte costs one. */
const STATE_BYTES = 32 * 1024

export function nameOf({ table, key }: Pick<Change, 'table' | 'key'>): string {
  return `${table}/${key}`
}

/** [JN2] One record: of a transaction all or nothing is read. */
export function writeChanges(changes: readonly Change[]): Uint8Array {
  return writeFrame(cborList([encodeCbor(CHANGES), cborList(changes.map(entry))]))
}

function entry(change: Change): Uint8Array {
  return cborList([...[change.seq, change.table, change.key].map(encodeCbor), bytesOf(change)])
}

/** A row whose bytes are at hand is not encoded once more. */
function bytesOf(change: Standing): Uint8Array {
  return change.bytes ?? encodeCbor(change.row ?? null)
}

/** [JN2] A whole state, in as many records as it takes. */
export function writeState(seq: number, rows: readonly Standing[]): Uint8Array {
  const parts: Standing[][] = [[]]
  let length = 0
  for (const row of rows) {
    if (length > STATE_BYTES) {
      parts.push([])
      length = 0
    }
    parts.at(-1)?.push(row)
    length += bytesOf(row).byteLength
  }
  return joined(...parts.map((part, at) => writeStatePart(seq, at, parts.length, part)))
}

/** [JN2] One record: a part, counted from 0, of so many of a whole state. */
export function writeStatePart(seq: number, part: number, of: number, rows: readonly Standing[]): Uint8Array {
  const entries = rows.map((row) => cborList([...[row.table, row.key].map(encodeCbor), bytesOf(row)]))
  return writeFrame(cborList([...[STATE, seq, part, of].map(encodeCbor), cborList(entries)]))
}

/** [JN3] What the records say together, in whatever order they lie. */
export function readRecords(bytes: Uint8Array): Told {
  const { bodies, damage } = readFrames(bytes)
  const entries: (readonly [change: Change, isOfState: boolean])[] = []
  const parts = new Map<number, Set<number>>()
  let unknown = 0
  let whole = 0
  for (const body of bodies) {
    const record = recordIn(body)
    if (record === undefined) {
      unknown += 1
      continue
    }
    const { state } = record
    for (const change of record.changes) if (change.table in KEY_OF) entries.push([change, state !== undefined])
    if (!state) continue
    const { seq, part, of } = state
    const seen = parts.get(seq) ?? new Set()
    parts.set(seq, seen.add(part))
    if (seen.size === of) whole = Math.max(whole, seq)
  }
  const changes = new Map<string, Change>()
  let seq = whole
  for (const [change, isOfState] of entries) {
    if (change.seq < whole || (change.seq === whole && !isOfState)) continue
    seq = Math.max(seq, change.seq)
    const before = changes.get(nameOf(change))
    if (!before || before.seq <= change.seq) changes.set(nameOf(change), change)
  }
  return { seq, whole, changes, damage, unknown }
}

/** The row of a setting, as a journal tells it. */
export function settingTold({ changes }: Told, key: string): unknown {
  const row = changes.get(nameOf({ table: 'settings', key }))?.row as Rows['settings'] | undefined
  return row?.value
}

type Parsed = {
  readonly changes: readonly Change[]
  /** Of one part of a whole state. */
  readonly state?: { readonly seq: number; readonly part: number; readonly of: number }
}

/**
 * Rows are passed over: thousands of them lie here, and most are never looked at. Rows of a table that only another
 * version knows stay in the journal, until it is written anew.
 *
 * @returns undefined: no record that this version knows.
 */
function recordIn(body: Uint8Array): Parsed | undefined {
  try {
    const reader = new OwnCbor(body)
    const fields = reader.enter()
    const kind = reader.value()
    const isChanges = kind === CHANGES && fields === 2
    if (!isChanges && !(kind === STATE && fields === 5)) return undefined
    const state = isChanges ? undefined : { seq: countIn(reader), part: countIn(reader), of: countIn(reader) }
    const changes: Change[] = []
    for (let left = reader.enter(); left > 0; left--) {
      if (reader.enter() !== (state ? 3 : 4)) return undefined
      const seq = state?.seq ?? countIn(reader)
      changes.push(toldOf(seq, textIn(reader), textIn(reader), reader.skip()))
    }
    return reader.atEnd ? { changes, ...(state && { state }) } : undefined
  } catch {
    return undefined
  }
}

const NULL = 0xf6

function toldOf(seq: number, table: string, key: string, bytes: Uint8Array): Change {
  return bytes[0] === NULL ? { seq, table: table as Table, key } : encodedChange(seq, table as Table, key, bytes)
}

/** Of a row whose bytes are at hand, which is decoded when somebody wants it. */
export function encodedChange(seq: number, table: Table, key: string, bytes: Uint8Array): Change {
  return {
    ...{ seq, table, key, bytes },
    get row() {
      return decodeOwnCbor(bytes)
    }
  }
}

function countIn(reader: OwnCbor): number {
  const value = reader.value()
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new RangeError('no count')
  return value as number
}

function textIn(reader: OwnCbor): string {
  const value = reader.value()
  if (typeof value !== 'string') throw new TypeError('no text')
  return value
}
