import { accessSync, constants, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Fact, FactId, TreeId } from '../../core/fact/fact.ts'
import { uuidOf } from '../../core/hash.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { Admission } from '../ingest/admit.ts'
import { taskNamed } from '../ingest/later.ts'
import { bookIn } from '../ingest/people.ts'
import { profileOf } from '../ingest/rules.ts'
import { settle } from '../ingest/settle.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import type { HubStore, ReadTx, TableRow, WriteTx } from '../store/store.ts'
import { FOLLOWING, type FollowingTable } from '../store/tables.ts'
import type { Fault } from './fault.ts'

const SEGMENTS_AT_ONCE = 200
const TREES_AT_ONCE = 200
/** A check decides nothing, so nothing is signed. */
const NOBODY: Signer = { device: '0'.repeat(64), sign: async () => new Uint8Array(64) }

/** A store made anew of the segments of another, beside it, to compare what follows from them. */
export class Rederived {
  private readonly folder: string
  private readonly store: HubStore
  private readonly touched = new Set<TreeId>()
  private waiting: Segment[] = []

  /** @param file the other store's. */
  constructor(file: string) {
    this.folder = mkdtempSync(join(roomFor(file), 'understory-check-'))
    this.store = openSqliteStore(join(this.folder, 'again.sqlite'), { durable: false })
  }

  async begin(project: string): Promise<void> {
    await this.store.write((tx) => tx.setMeta('project', project))
  }

  async add(segment: Segment): Promise<void> {
    this.waiting.push(segment)
    if (this.waiting.length >= SEGMENTS_AT_ONCE) await this.admit()
  }

  /** All of it, then what differs in the other store. */
  async *faults(tx: ReadTx): AsyncGenerator<Fault> {
    await this.admit()
    await this.derive()
    await this.store.write((own) => sameLoansOver(tx, own))
    const waits = await this.store.read((own) => waitingRows(tx, own))
    for (const table of Object.keys(FOLLOWING) as FollowingTable[]) {
      const faults = await this.store.read((own) => compared(tx, own, table))
      yield* faults.filter(({ key }) => !waits(table, key)).map(({ key: _, ...fault }) => fault)
    }
  }

  async close(): Promise<void> {
    await this.store.close()
    rmSync(this.folder, { recursive: true })
  }

  private async admit(): Promise<void> {
    const segments = this.waiting.splice(0)
    if (segments.length === 0) return
    await this.inAdmission(async (admission) => {
      for (const segment of segments) await admission.admit(segment)
      for (const tree of admission.touched) this.touched.add(tree)
      admission.touched.clear()
    })
  }

  private async derive(): Promise<void> {
    await this.store.write(async (tx) => {
      for (const tree of await tx.takeStale(Number.MAX_SAFE_INTEGER)) this.touched.add(tree)
    })
    const trees = [...this.touched]
    for (let at = 0; at < trees.length; at += TREES_AT_ONCE)
      await this.inAdmission(async ({ touched }) => {
        for (const tree of trees.slice(at, at + TREES_AT_ONCE)) touched.add(tree)
      })
  }

  private async inAdmission(work: (admission: Admission) => Promise<void>): Promise<void> {
    await this.store.write(async (tx) => {
      const admission = new Admission(tx, await bookIn(tx))
      await work(admission)
      await settle(admission, NOBODY, await profileOf(tx), 0)
    })
  }
}

/** The folder for temporary files; if that has no room for a store as large, the store's own, if there is more. */
function roomFor(file: string): string {
  const [temporary, own] = [tmpdir(), dirname(file)]
  const size = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) * 2
  if (freeIn(temporary) >= size) return temporary
  return freeIn(own) > freeIn(temporary) ? own : temporary
}

/** Bytes that may be written to a folder. */
function freeIn(folder: string): number {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return 0
  }
}

/** When a loan is over hangs on the hub's clock; by the rows' own word nobody can tell, so it is taken over. */
async function sameLoansOver(tx: ReadTx, own: WriteTx): Promise<void> {
  const over = FOLLOWING.loans.columns.indexOf('over')
  for await (const { key, values } of tx.rowsOf('loans'))
    if (values[over] === 1) await own.loanOver(key[0] as Fact['id'], Number(key[1]))
}

/**
 * [HS8] What hangs on trees that a hub is still to derive, or on facts that it is still to place, says what was so before:
 * its next start puts that right.
 *
 * @param own all of it placed and derived.
 * @returns whether a row may differ for that reason.
 */
async function waitingRows(tx: ReadTx, own: ReadTx): Promise<(table: FollowingTable, key: TableRow['key']) => boolean> {
  const trees = new Set<unknown>(await tx.staleTrees())
  const [unplaced, tasks] = await unplacedFacts(tx)
  for (const fact of unplaced) for (const tree of await own.treesOf(fact)) trees.add(tree)
  const facts = new Set<unknown>(unplaced)
  const versions = new Set<unknown>([...unplaced].map(uuidOf))
  for (const tree of trees) for (const { id } of await tx.factsOf(tree as TreeId)) facts.add(id)
  return (table, [first, second]) => {
    switch (table) {
      case 'trees':
      case 'needs':
      case 'firsts':
        return trees.has(first)
      case 'fact_trees':
        return unplaced.has(second as FactId)
      case 'versions':
        return versions.has(first)
      case 'waits':
        return unplaced.has(second as FactId)
      case 'loans':
        return tasks.has(`${first} ${second}`)
      case 'outcomes':
        return facts.has(first)
      case 'tree_outcomes':
        return trees.has(second)
      case 'tree_counts':
      case 'author_counts':
      case 'need_counts':
        return trees.size > 0
      default:
        return false
    }
  }
}

/** Facts still to be placed, with those that may wait for them, and the tasks that they answer. */
async function unplacedFacts(tx: ReadTx): Promise<[facts: ReadonlySet<FactId>, tasks: ReadonlySet<string>]> {
  const [facts, tasks] = [new Set<FactId>(), new Set<string>()]
  for (const hash of await tx.unplaced())
    for (const { id, content } of (await tx.segment(hash))?.facts ?? []) {
      facts.add(id)
      const task = taskNamed(content)
      if (task !== undefined) tasks.add(task)
    }
  if (facts.size > 0) for await (const { key } of tx.rowsOf('waits')) facts.add(key[1] as FactId)
  return [facts, tasks]
}

type FaultOfRow = Fault & { readonly key: TableRow['key'] }

/** Both are in the order of their keys. */
async function compared(tx: ReadTx, own: ReadTx, table: FollowingTable): Promise<FaultOfRow[]> {
  const faults: FaultOfRow[] = []
  const [held, wanted] = [tx.rowsOf(table)[Symbol.asyncIterator](), own.rowsOf(table)[Symbol.asyncIterator]()]
  const next = async (rows: AsyncIterator<TableRow>) => (await rows.next()).value as TableRow | undefined
  let [is, should] = [await next(held), await next(wanted)]
  while (is || should) {
    const order = is === undefined ? 1 : should === undefined ? -1 : compareKeys(is.key, should.key)
    const { key } = (order <= 0 ? is : should) as TableRow
    const row = key.join(' ')
    if (order < 0) faults.push({ fault: 'extra-row', table, row, key })
    else if (order > 0) faults.push({ fault: 'missing-row', table, row, key })
    else for (const fault of differences(table, row, is as TableRow, should as TableRow)) faults.push({ ...fault, key })
    if (order <= 0) is = await next(held)
    if (order >= 0) should = await next(wanted)
  }
  return faults
}

function differences(table: FollowingTable, row: string, is: TableRow, should: TableRow): Fault[] {
  return FOLLOWING[table].columns.flatMap((column, at) => {
    if (is.values[at] === should.values[at]) return []
    const detail = `${column} is ${shortly(is.values[at])}, and by the facts ${shortly(should.values[at])}`
    return [{ fault: 'differs' as const, table, row, detail }]
  })
}

function shortly(value: string | number | undefined): string {
  const words = String(value)
  return words.length > 60 ? `${words.slice(0, 60)}…` : words || 'empty'
}

/** As the engine orders them: numbers, and texts by their bytes. */
function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? ''
    const order =
      typeof value === 'number' && typeof other === 'number'
        ? value - other
        : Buffer.compare(Buffer.from(String(value)), Buffer.from(String(other)))
    if (order !== 0) return order
  }
  return 0
}
