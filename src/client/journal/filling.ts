import { sameBytes } from '../../core/bytes.ts'
import { type DeviceStore, KEY_OF, type ReadTx, type StoreTx } from '../store/store.ts'
import { type Change, nameOf, type Told } from './records.ts'
import { copiedOf, DONE, readStanding, readState, type State, TABLES } from './state.ts'

/** What a journal is to be given that says less than its store. */
export type Filling = {
  /** It is known to lack something; else it may, if one of several windows could not write. */
  readonly isShort: boolean
  /** What it says first, if it says nothing yet. */
  readonly begins?: readonly Change[]
  /**
   * What it does not say, or says otherwise, part by part. Thousands of rows are looked through: nobody waits for that.
   * @param pause lets others go on between; absent: at once.
   */
  lacks(pause?: () => Promise<void>): AsyncIterable<readonly Change[]>
  /** Of that what people did and it does not name at all, which is quickly found. */
  misses(): Promise<readonly Change[]>
  /** What a whole state would take, about. */
  readonly wholeBytes: number
}

/** Bytes of an entry that are none of its row's nor of its names'. */
const HEADS = 12
/** Rows looked through between two pauses: whoever presses a key meanwhile waits for so many. */
const AT_ONCE = 64
/** Rows that are added together, and that a start may wait for. */
const PART = 256

/** [JN7] @param isShort it is known to lack something. */
export function fillingOf(store: DeviceStore, told: Told, isShort: boolean): Filling {
  return {
    isShort,
    async *lacks(pause) {
      yield* lacking(told, await store.transact('relaxed', readState), pause)
    },
    misses: () => store.transact('relaxed', (tx) => missing(told, tx)),
    wholeBytes: [...told.changes.values()].reduce((sum, change) => sum + bytesOf(change), 0)
  }
}

/** Of a row with its names. */
function bytesOf({ table, key, bytes }: Change): number {
  return bytes ? table.length + key.length + bytes.byteLength + HEADS : 0
}

/** All of a small store; of a large one whose it is. */
export async function readBeginning(tx: StoreTx): Promise<State> {
  const standing = await readStanding(tx)
  const { seq } = standing
  const settings = await copiedOf(tx, 'settings', seq)
  const rows: Change[] = []
  for (const table of TABLES) {
    rows.push(...(await copiedOf(tx, table, seq)))
    if (rows.length > PART) return { ...standing, rows: settings }
  }
  return { ...standing, rows }
}

/** The store goes before: it is written first. */
async function* lacking({ changes }: Told, { seq, rows }: State, pause?: () => Promise<void>) {
  let lacks: Change[] = []
  const here = new Set<string>()
  for (const [at, row] of rows.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await pause?.()
    here.add(nameOf(row))
    const copy = changes.get(nameOf(row))?.bytes
    if (!copy || !row.bytes || !sameBytes(copy, row.bytes)) lacks.push(row)
    if (lacks.length < PART) continue
    yield lacks
    lacks = []
  }
  for (const { table, key, bytes } of changes.values())
    if (bytes && !here.has(nameOf({ table, key }))) lacks.push({ table, key, seq })
  yield lacks
}

async function missing({ changes }: Told, tx: ReadTx): Promise<Change[]> {
  const { seq } = await readStanding(tx)
  const misses: Change[] = []
  for (const table of DONE)
    for (const row of await tx.list(table)) {
      const change = { table, key: KEY_OF[table](row as never), row, seq }
      if (!changes.has(nameOf(change))) misses.push(change)
    }
  return misses
}
