import { compareText } from '../core/bytes.ts'
import { isHeld } from '../core/dataset/select.ts'
import { erased, type Fact, type FactId } from '../core/fact/fact.ts'
import { writeFact } from '../core/fact/json-lines.ts'
import { hashOf } from '../core/hash.ts'
import { memberOf } from '../core/people.ts'
import type { MessageView } from '../core/tree/view.ts'
import { eachTree } from './export.ts'
import { peopleIn } from './ingest/people.ts'
import type { HubStore, ReadTx } from './store/store.ts'

export type FactsSummary = {
  readonly facts: number
  /** Those whose text was left out. */
  readonly sealed: number
}

/**
 * [XP17] Every fact as a line, in the order of their ids: what `understory derive` makes the trees of again. Texts of
 * those who have not accepted the terms, and texts that are held back, are sealed: their facts have the ids they had, and
 * the same states follow.
 *
 * @param all texts that are held back too.
 */
export async function exportFacts(
  store: HubStore,
  all: boolean,
  write: (line: string) => Promise<void> | void
): Promise<FactsSummary> {
  return store.read(async (tx) => {
    const people = await peopleIn(tx)
    const held = new Set<FactId>()
    if (!all)
      await eachTree(tx, async ({ id, messages }) => {
        const some = messages.filter(isHeld)
        if (some.length > 0) for (const fact of textFactsOf(some, await tx.factsOf(id))) held.add(fact)
        return true
      })
    const isSealed = ({ id, device }: Fact) => held.has(id) || !memberOf(people, device).consented
    return writeFacts(tx, await factIds(tx), isSealed, write)
  })
}

export async function writeFacts(
  tx: ReadTx,
  ids: readonly FactId[],
  isSealed: (fact: Fact) => boolean,
  write: (line: string, fact: Fact) => Promise<void> | void
): Promise<FactsSummary> {
  let sealed = 0
  for (const id of ids) {
    const fact = await tx.fact(id)
    if (!fact) continue
    const hide = 'text' in fact.content && isSealed(fact)
    if (hide) sealed += 1
    await write(writeFact(hide ? erased(fact) : fact), fact)
  }
  return { facts: ids.length, sealed }
}

/** All that the store holds, in order. Ids alone: some 70 MB for a million. */
export async function factIds(tx: ReadTx): Promise<FactId[]> {
  const ids = new Set<FactId>()
  for (const hash of await tx.allSegments()) for (const id of (await tx.segment(hash))?.ids ?? []) ids.add(id)
  return [...ids].sort(compareText)
}

/** [XP16] Pins a set of facts: the same for the same set, whatever road they came by. */
export function pinOf(sortedIds: readonly FactId[]): string {
  return hashOf('facts', sortedIds)
}

/** Those of a tree's facts that carry a text of these messages: their own, their amendments, and the pieces of both. */
export function textFactsOf(messages: readonly MessageView[], facts: readonly Fact[]): FactId[] {
  const ids = new Set(messages.flatMap(({ id, fact }) => [id, fact]))
  const amends = ({ content }: Fact) => content.kind === 'amend' && ids.has(String(content.message))
  return facts
    .filter((fact) => ids.has(fact.id) || amends(fact))
    .flatMap(({ id, content }) => [id, ...(Array.isArray(content.pieces) ? content.pieces : [])])
}
