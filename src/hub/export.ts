import { type ExportOptions, type ExportSummary, exportTree, plus } from '../core/dataset/export.ts'
import { UNDERSTORY } from '../core/rules.ts'
import { peopleIn } from './ingest/people.ts'
import { viewOf } from './ingest/settle.ts'
import type { HubStore } from './store/store.ts'

/** Everything: what `understory export --all` gives. */
export const ALL: DatasetOptions = { all: true }

export type DatasetOptions = Omit<ExportOptions, 'consented'> & {
  /** At most so many trees. */
  readonly limit?: number
}

/**
 * The dataset of a store, without the work of those who have not accepted the terms. All of it is of one moment: nobody
 * writes to this store before the last line is taken.
 * @param write takes a line, without \n.
 */
export async function exportDataset(
  store: HubStore,
  { limit = Number.MAX_SAFE_INTEGER, ...selection }: DatasetOptions,
  write: (line: string) => Promise<void> | void
): Promise<ExportSummary> {
  return store.read(async (tx) => {
    const people = await peopleIn(tx)
    const accepted = new Set(
      [...people.values()].flatMap(({ consented, contributor }) => (consented ? [contributor] : []))
    )
    const options = { ...selection, consented: (contributor: string) => accepted.has(contributor) }
    let sum: ExportSummary = { trees: 0, messages: 0, leftOutForConsent: { messages: 0, judgements: 0 } }
    for (const { id } of await tx.trees()) {
      if (sum.trees >= limit) break
      const view = await viewOf(tx, id, people, UNDERSTORY)
      if (!view) continue
      const { lines, ...counts } = exportTree(view, options)
      for (const line of lines) await write(line)
      sum = plus(sum, counts)
    }
    return sum
  })
}
