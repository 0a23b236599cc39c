import { compareText } from '../bytes.ts'
import { type Known, type KnownFact, ofKind } from '../fact/check.ts'
import { uuidOf } from '../hash.ts'
import type { Outcomes } from './outcomes.ts'

/** Most fact ids in one finish, so that it fits a segment: each is 18 bytes that do not compress. */
const PART = 180

/**
 * [FI1] The finish that holds (I7): not reopened, complete with its earlier parts; of several the one that counts
 * more facts, then the smaller id.
 *
 * @param facts decisions of those who may take them.
 * @returns the UUIDs of the facts it counts.
 */
export function finishThatHolds(facts: readonly KnownFact[]): { id: string; counted: ReadonlySet<string> } | undefined {
  const all = new Map(ofKind(facts, 'finish').map((finish) => [finish.id, finish]))
  const reopened = new Set(ofKind(facts, 'reopen').flatMap(({ content }) => content.finishes))
  const holding = [...all.values()]
    .filter(({ id, content }) => !content.partial && !reopened.has(id))
    .filter(({ content }) => (content.also ?? []).every((part) => all.has(part)))
    .map((finish) => ({ id: finish.id, counted: countedBy(finish, all) }))
  return holding.sort((a, b) => b.counted.size - a.counted.size || compareText(a.id, b.id))[0]
}

function countedBy(finish: Known<'finish'>, all: ReadonlyMap<string, Known<'finish'>>): Set<string> {
  const parts = (finish.content.also ?? []).map((id) => all.get(id))
  return new Set([finish, ...parts].flatMap((part) => part?.content.counted ?? []))
}

/** What the parts of a finish name: all but the last are `partial`, and the last names them by their ids. */
export function finishParts(counted: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < counted.length; at += PART) parts.push(counted.slice(at, at + PART))
  return parts
}

export function isCounted(fact: { readonly id: string }, counted: ReadonlySet<string>): boolean {
  return counted.has(uuidOf(fact.id))
}

/** Contributions and imports: what a finish counts. Decisions hold after a finish too. */
export function isFinishable(fact: KnownFact): boolean {
  return FINISHABLE.includes(fact.is)
}

const FINISHABLE: readonly string[] = [
  ...['writing', 'review', 'ballot', 'skip', 'amend', 'emoji', 'label', 'report'],
  ...['import_tree', 'import_message']
]

/**
 * What a finish would have to count: all that was judged here, spare and returned work too, so that it changes nothing
 * in what it finds, and the changes of rules that hold.
 */
export function finishable(
  facts: readonly KnownFact[],
  changes: readonly { readonly id: string }[],
  outcomes: Outcomes
): string[] {
  const judged = facts.filter((fact) => isFinishable(fact) && outcomes.of.has(fact.id))
  return [...judged, ...changes].map(({ id }) => uuidOf(id)).sort(compareText)
}
