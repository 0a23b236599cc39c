import type { TaskKind } from '../fact/kinds.ts'
import { isBallot, isReview } from '../fact/kinds.ts'

const HOUR = 3600

/**
 * [DI7] Until when work on loan counts as taken, in seconds since 1970. A judgement is waited for a day, since a tree
 * stands still meanwhile and one too many is no waste; a text for three, since one too many may find no place. Whoever
 * is away for longer has their work taken all the same.
 *
 * @param until the date of the lending.
 */
export function takenUntil(kind: TaskKind, lentAt: number, until: number): number {
  return Math.min(until, lentAt + (isReview(kind) || isBallot(kind) ? 24 : 72) * HOUR)
}
