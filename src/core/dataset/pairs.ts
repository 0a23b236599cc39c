import type { MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import type { Ids } from './ids.ts'
import type { Fields } from './parsed.ts'
import { type Comparison, comparisonsIn, goodOf, type RankedSet, rankedSets } from './ranked.ts'
import { partOf, type Split } from './split.ts'
import { alternates, placeOf, turnOf } from './turns.ts'

/**
 * [XP14] Preference pairs: `prompt`, `chosen` and `rejected` as lists of turns. Replies that tie are no pair. What the
 * ballots say of the two stands beside: who trains may leave out what is not certain enough.
 */
export function pairsOf(cut: Cut, ids: Ids, split?: Split): Fields[] {
  return rankedSets(cut)
    .filter(({ thread }) => alternates(thread))
    .flatMap((set) =>
      comparisonsIn(set)
        .filter(({ tie }) => !tie)
        .map((pair) => lineOf(cut, set, pair, ids, split))
    )
}

function lineOf(
  cut: Cut,
  { parent, thread, settled }: RankedSet,
  { above, below, certainty, ballots }: Comparison,
  ids: Ids,
  split: Split | undefined
): Fields {
  const good = (reply: MessageView) => goodOf(parent, reply.id)
  const [chosenGood, rejectedGood] = [good(above), good(below)]
  return {
    ...placeOf(cut, above, ids),
    split: partOf(cut.view, split),
    parent_id: ids.message(parent.id),
    chosen_id: ids.message(above.id),
    rejected_id: ids.message(below.id),
    prompt: thread.map((message) => new Map(Object.entries(turnOf(message)))),
    chosen: [new Map(Object.entries(turnOf(above)))],
    rejected: [new Map(Object.entries(turnOf(below)))],
    ...(certainty !== undefined && { certainty }),
    settled,
    ballots: new Map(Object.entries(ballots)),
    ...(chosenGood && { chosen_good: new Map(Object.entries(chosenGood)) }),
    ...(rejectedGood && { rejected_good: new Map(Object.entries(rejectedGood)) })
  }
}
