import type { TaskKind } from '../fact/kinds.ts'
import { isBallot, isReview } from '../fact/kinds.ts'

const DAY = 24 * 3600

/**
 * [DI8] Until when work on loan counts as taken, in seconds since 1970. A judgement is waited for a day, since a tree
 * stands still meanwhile and one too many is little waste; a text for five, since one too many may find no place. Whoever
 * is away for longer has their work taken all the same. The days are fitted (docs/guides/simulation.md).
 *
 * @param until the date of the lending.
 */
export function takenUntil(kind: TaskKind, lentAt: number, until: number): number {
  return Math.min(until, lentAt + (isReview(kind) || isBallot(kind) ? 1 : 5) * DAY)
}
