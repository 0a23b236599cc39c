import type { Rules } from '../rules.ts'

export type Limits = Pick<Rules, 'num_required_rankings' | 'max_rankings' | 'certain_enough'>

/**
 * [CO3] Whether no more ballots are asked for: each sibling is in as many as are required, and either all ballots say
 * the same or each place is certain enough of the next. Where the order denies what some ballots say and none denies
 * (ratings may turn it), it is open all the same. In any case as many ballots settle it as may be asked for.
 *
 * @param order the siblings by number, place by place.
 * @param certainty of each place but the last.
 * @param votes the place of the siblings that a ballot names.
 */
export function isSettled(
  order: readonly (readonly number[])[],
  certainty: readonly number[],
  votes: readonly ReadonlyMap<number, number>[],
  { num_required_rankings, max_rankings, certain_enough }: Limits
): boolean {
  if (votes.length >= max_rankings) return true
  const siblings = order.flat()
  if (siblings.some((i) => votes.filter((places) => places.has(i)).length < num_required_rankings)) return false
  const rank = new Map(order.flatMap((place, k) => place.map((i) => [i, k] as const)))
  const pairs = siblings.flatMap((i, k) =>
    siblings
      .slice(k + 1)
      .map((j) => ({ order: says(rank, i, j), ballots: new Set(votes.map((each) => says(each, i, j))) }))
  )
  const denied = (sign: number) =>
    pairs.some(({ order, ballots }) => order !== sign && ballots.has(sign) && !ballots.has(-sign))
  if (denied(1) || denied(-1)) return false
  const allAgree = pairs.every(({ ballots }) => ballots.size === 1 && !ballots.has(undefined))
  return allAgree || (order.length === siblings.length && certainty.every((each) => each >= certain_enough))
}

/** 1: i stands above j. 0: they tie. undefined: they are not compared. */
function says(places: ReadonlyMap<number, number>, i: number, j: number): number | undefined {
  const [a, b] = [places.get(i), places.get(j)]
  return a === undefined || b === undefined ? undefined : Math.sign(b - a)
}
