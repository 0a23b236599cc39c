import { describe, expect, it } from 'vitest'
import { Chance } from '../../src/core/examples/chance.ts'
import { keyOf } from '../../src/core/examples/story.ts'
import { checkFact, type KnownFact } from '../../src/core/fact/check.ts'
import type { Content, Fact, TreeId } from '../../src/core/fact/fact.ts'
import { readPeople } from '../../src/core/people.ts'
import { Project, projectOf } from '../../src/core/project/project.ts'
import type { TreeView } from '../../src/core/tree/view.ts'
import { Admission } from '../../src/hub/ingest/admit.ts'
import { bookIn, type PeopleBook } from '../../src/hub/ingest/people.ts'
import { settle } from '../../src/hub/ingest/settle.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import type { ReadTx } from '../../src/hub/store/store.ts'
import { NO_SEGMENT, type Segment } from '../../src/sync/segment/segment.ts'
import { RandomProject, RULES } from './random-project.ts'

/** Seeds that ever failed stay. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
/** Of each seed: 10,000 in all. */
const FACTS = 1000
const WHOLE_EVERY = 500
const NOBODY = { device: keyOf('hub'), sign: async () => new Uint8Array(64) }

/** A segment of one fact, without a chain: nobody behind the door asks for it. */
function alone(fact: Fact, n: number): Segment {
  const header = { project: '', device: fact.device, n, first: n, prev: NO_SEGMENT, batches: [] }
  return {
    header,
    ids: [fact.id],
    signature: new Uint8Array(64),
    hash: n.toString(16).padStart(64, '0'),
    facts: [fact]
  }
}

/** What a store says of these trees and facts that is not what the project says; not one `expect` for each, which costs. */
async function differences(project: Project, tx: ReadTx, trees: Iterable<TreeId>, facts: Iterable<Fact>) {
  const found: unknown[] = []
  for (const tree of trees) {
    const [is, should] = [await storedRow(tx, tree), rowOf(project.view(tree))]
    if (JSON.stringify(is) !== JSON.stringify(should)) found.push([tree, is, should])
  }
  for (const { id, content } of facts) {
    if (OF_NO_TREE.includes(content.kind) || checkedKind(id, content) === 'unknown') continue
    const [is, should] = [await tx.outcome(id), project.outcome(id)]
    if (JSON.stringify(is) !== JSON.stringify(should)) found.push([content.kind, id, is, should])
  }
  return found
}

function rowOf(view: TreeView | undefined) {
  if (!view) return undefined
  const { state, lang, messages, room, needs } = view
  return { state, lang, messages: messages.length, room, needs }
}

async function storedRow(tx: ReadTx, tree: TreeId) {
  const row = await tx.tree(tree)
  if (!row) return undefined
  const needs = (await tx.needs(tree)).map(({ tree: _, ...need }) => need)
  return { state: row.state, lang: row.lang, messages: row.messages, room: row.room, needs }
}

function checkedKind(id: string, content: Content): string {
  return checkFact({ id, device: '', content }).is
}

/** Of these a hub says at once that it took them. */
const OF_NO_TREE = ['project', 'grant', 'succeed', 'consent', 'withdraw', 'ban', 'unban', 'rules', 'piece', 'lending']

describe('what a hub has derived', { timeout: 120_000 }, () => {
  it.each(SEEDS)('[HS8] is after each fact what all facts say, derived from scratch; seed %i', async (seed) => {
    const chance = new Chance(seed)
    const store = openSqliteStore(':memory:')
    const project = new Project(RULES)
    const life = new RandomProject(chance, project)
    const all: Fact[] = []
    let book: PeopleBook | undefined
    while (all.length < FACTS) {
      const come = life.step()
      for (const fact of come) {
        const touched = new Set(project.add(fact))
        all.push(fact)
        await store.write(async (tx) => {
          if (fact.content.kind === 'project') await tx.setMeta('project', fact.id)
          book = book && fact.content.kind !== 'project' ? book : await bookIn(tx)
          const admission = new Admission(tx, book)
          await admission.admit(alone(fact, all.length))
          for (const tree of admission.touched) touched.add(tree)
          await settle(admission, NOBODY, project.rules, 0)
          // A piece is said to be taken, wherever it belongs.
          const placed = touched.size < 5 ? await factsOf(tx, touched) : []
          expect(await differences(project, tx, touched, placed)).toEqual([])
        })
      }
      if (all.length % WHOLE_EVERY < come.length)
        await store.read((tx) => sameFromScratch(tx, all, project, chance, book))
    }
    await store.close()
  })
})

async function factsOf(tx: ReadTx, trees: Iterable<TreeId>): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const tree of trees) facts.push(...(await tx.factsOf(tree)))
  return facts
}

async function sameFromScratch(
  tx: ReadTx,
  all: readonly Fact[],
  { rules }: Project,
  chance: Chance,
  book?: PeopleBook
) {
  const scratch = projectOf(chance.shuffled(all), rules)
  expect(await differences(scratch, tx, scratch.trees(), all)).toEqual([])
  const persons = all.map(checkFact).filter((checked): checked is KnownFact => 'id' in checked)
  const people = readPeople(persons, await tx.meta('project'))
  expect(new Map([...(book?.people ?? [])].sort())).toEqual(new Map([...people].sort()))
}
