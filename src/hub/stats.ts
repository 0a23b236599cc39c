import { counting } from '../core/dataset/counts.ts'
import { type Stats, statsFrom, statsOf } from '../core/dataset/stats.ts'
import type { Fact, FactId } from '../core/fact/fact.ts'
import { eachTree } from './export.ts'
import { peopleIn } from './ingest/people.ts'
import type { HubStore, ReadTx } from './store/store.ts'

/** How the project of a store stands, at one moment. One tree at a time is in memory. */
export async function statsIn(store: HubStore): Promise<Stats> {
  return store.read(async (tx) => {
    const people = await peopleIn(tx)
    const sum = counting()
    const guidelines = new Map<FactId, string | undefined>()
    await eachTree(tx, async (view) => {
      const facts = await ownFacts(tx, view.id)
      for (const lending of lendingsIn(facts))
        if (!guidelines.has(lending)) guidelines.set(lending, (await tx.lending(lending))?.guidelines)
      sum.add(statsOf(view, { facts, people, guidelinesOf: (lending) => guidelines.get(lending) }))
      return true
    })
    return statsFrom(sum.total())
  })
}

/** A ballot over prompts is a fact of all their trees, and is counted with the first. */
async function ownFacts(tx: ReadTx, tree: string): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const fact of await tx.factsOf(tree)) {
    const shared = fact.content.kind === 'rank_initial_prompts' && [...(await tx.treesOf(fact.id))].sort()[0] !== tree
    if (!shared) facts.push(fact)
  }
  return facts
}

function lendingsIn(facts: readonly Fact[]): FactId[] {
  return facts.flatMap(({ content: { task } }) => (Array.isArray(task) && typeof task[0] === 'string' ? [task[0]] : []))
}
