import { compareText } from '../bytes.ts'
import type { Places } from '../fact/places.ts'
import { certaintyOf } from './certainty.ts'
import type { Consensus } from './consensus.ts'
import { estimate } from './estimate.ts'
import { isSettled, type Limits } from './settled.ts'

/** How one reviewer rated some of the siblings: their `quality`, 0 to 1. */
export type Ratings = ReadonlyMap<string, number>

/**
 * [CO1] What ballots, and the reviewers' ratings beside them, say together of the order of siblings.
 *
 * Every sibling gets a score. A ballot says of each two that it names which is better by one step, or that they are
 * alike; a rating says how far a reply is above or below what its siblings were given. The scores are those that fit
 * all that is said best, with some doubt added so that few voices move a score less than many (`estimate`). The order is
 * that of the scores; equal scores share a place. All count alike, whoever they are.
 *
 * @param siblings each once, in any order.
 * @param rules fitted together: 2 required, 9 at most, certain enough from 0.64 on.
 * @param ballots those that count, in any order. Siblings that one leaves out it does not compare; others it names are
 *   ignored.
 * @param ratings a reviewer each, in any order; ids that are no siblings are ignored.
 * @returns undefined of fewer than two siblings, or if no ballot compares any.
 */
export function agree(
  siblings: readonly string[],
  ballots: readonly Places<string>[],
  rules: Limits,
  ratings: readonly Ratings[] = []
): Consensus | undefined {
  const ids = [...siblings].sort(compareText)
  const at = new Map(ids.map((id, i) => [id, i]))
  const votes = ballots.map((ballot) => placesIn(ballot, at)).filter((places) => places.size > 1)
  if (ids.length < 2 || votes.length === 0) return undefined

  const rated = ids.map((id) => ratings.flatMap((one) => one.get(id) ?? []).map((value) => Math.round(value * 1000)))
  const scores = estimate({ siblings: ids.length, votes, ratings: rated })
  const order = inPlaces(ids.map((_, i) => i).sort(scores.compare), scores.compare)
  const certainty = order.slice(1).map((place, k) => {
    const pairs = (order[k] as number[]).flatMap((above) => place.map((below) => scores.squaredGap(above, below)))
    return Math.min(...pairs.map(certaintyOf))
  })
  return {
    order: order.map((place) =>
      place.length > 1 ? place.map((i) => ids[i] as string) : (ids[place[0] as number] as string)
    ),
    certainty,
    settled: isSettled(order, certainty, votes, rules)
  }
}

/** The place of each sibling that a ballot names. */
function placesIn(ballot: Places<string>, at: ReadonlyMap<string, number>): ReadonlyMap<number, number> {
  return new Map(
    ballot.flatMap((place, k) =>
      [place].flat().flatMap((id) => {
        const i = at.get(id)
        return i === undefined ? [] : [[i, k] as const]
      })
    )
  )
}

/** Neighbours that compare as equal share a place. */
function inPlaces(sorted: readonly number[], compare: (i: number, j: number) => number): number[][] {
  const places: number[][] = []
  for (const i of sorted) {
    const last = places.at(-1)
    if (last && compare(last[0] as number, i) === 0) last.push(i)
    else places.push([i])
  }
  return places
}
