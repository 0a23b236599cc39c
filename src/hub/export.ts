import { type CutLeftOut, cutOf } from '../core/dataset/cut.ts'
import {
  type ExportedTree,
  type ExportOptions,
  type ExportSummary,
  exportTree,
  NOTHING,
  plus
} from '../core/dataset/export.ts'
import { rowsOf } from '../core/dataset/rows.ts'
import { isInSplit } from '../core/dataset/split.ts'
import type { People } from '../core/people.ts'
import type { TreeView } from '../core/tree/view.ts'
import { peopleIn } from './ingest/people.ts'
import { profileOf } from './ingest/rules.ts'
import { viewOf } from './ingest/settle.ts'
import { parquetTo } from './parquet.ts'
import type { HubStore, ReadTx } from './store/store.ts'

/** Everything: what `understory export --all` gives. */
export const ALL: DatasetOptions = { all: true }

export type DatasetOptions = Omit<ExportOptions, 'consented' | 'origin'> & {
  /** At most so many trees; with `user` so many messages. */
  readonly limit?: number
}

/**
 * The dataset of a store, without the work of those who have not accepted the terms. All of it is of one moment: nobody
 * writes to this store before the last line is taken. One tree at a time is in memory.
 * @param write takes a line, without \n.
 */
export async function exportDataset(
  store: HubStore,
  options: DatasetOptions,
  write: (line: string) => Promise<void> | void
): Promise<ExportSummary> {
  return store.read(async (tx) => {
    const { limit, selection } = await readyFor(tx, options)
    let sum = NOTHING
    const left = () => limit - (options.user === undefined ? sum.trees : sum.lines)
    await eachTree(tx, async (view) => {
      const tree = exportTree(view, selection)
      const exported = options.user === undefined ? tree : shortened(tree, left())
      for (const line of exported.lines) await write(line)
      sum = plus(sum, exported)
      return left() > 0
    })
    return sum
  })
}

/** The same as a Parquet file. */
export async function exportParquet(
  store: HubStore,
  options: DatasetOptions,
  write: (bytes: Uint8Array) => Promise<void>
): Promise<ExportSummary> {
  return store.read(async (tx) => {
    const { limit, selection } = await readyFor(tx, options)
    const file = parquetTo(write)
    let sum = NOTHING
    await eachTree(tx, async (view) => {
      if (!isInSplit(view, options.split)) return true
      const cut = cutOf(view, selection, selection.consented)
      const rows = rowsOf(cut, options)
      await file.add(rows)
      sum = plus(sum, counted(rows.length, cut.leftOut))
      return sum.trees < limit
    })
    await file.done()
    return sum
  })
}

function counted(messages: number, leftOut: CutLeftOut): ExportedTree {
  const lines = Array.from({ length: messages }, () => '')
  return { trees: messages > 0 ? 1 : 0, messages, lines, leftOut: { ...leftOut, threads: 0 } }
}

function shortened(tree: ExportedTree, most: number): ExportedTree {
  const lines = tree.lines.slice(0, most)
  return { ...tree, lines, messages: Math.min(tree.messages, lines.length) }
}

/** Calls with each tree in the byte order of their ids, until it says false. */
export async function eachTree(tx: ReadTx, visit: (view: TreeView) => Promise<boolean>): Promise<void> {
  const [people, rules] = [await peopleIn(tx), await profileOf(tx)]
  for (const { id } of await tx.trees()) {
    const view = await viewOf(tx, id, people, rules)
    if (view && !(await visit(view))) return
  }
}

export async function readyFor(tx: ReadTx, { limit = Number.MAX_SAFE_INTEGER, ...selection }: DatasetOptions) {
  const people = await peopleIn(tx)
  const project = await tx.meta('project')
  const consented = consentIn(people)
  const origin = project === undefined ? {} : { origin: `understory:${project}` }
  return { limit, selection: { ...selection, ...origin, consented } }
}

function consentIn(people: People): (contributor: string) => boolean {
  const accepted = new Set(
    [...people.values()].flatMap(({ consented, contributor }) => (consented ? [contributor] : []))
  )
  return (contributor) => accepted.has(contributor)
}
