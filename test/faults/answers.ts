import type { TaskRow } from '../../src/client/store/store.ts'
import type { Chance } from '../../src/core/examples/chance.ts'
import { isBallot, isReview } from '../../src/core/fact/kinds.ts'

/**
 * What somebody gives to a task. `took` tells each of all finished items from every other.
 * @param skips how often a task is skipped.
 */
export function answerTo({ batch, place, kind, candidates }: TaskRow, chance: Chance, mark: number, skips = 0.05) {
  const head = { task: `${batch}/${place}`, took: mark }
  if (chance.happens(skips)) return { ...head, skip: `no idea ${mark}` }
  if (isReview(kind)) return { ...head, labels: { spam: chance.happens(0.1) ? 1 : 0, quality: 0.75 } }
  if (isBallot(kind)) return { ...head, order: chance.shuffled(candidates.map((_, at) => at)) }
  const length = chance.one([1, 1, 1, 5, 40, 400]) ?? 1
  const words = Array.from({ length }, (_, at) => `${(at * 7919 + mark) % 1009} ñ`).join(' ')
  return { ...head, text: `Answer ${mark}: ${words}.` }
}
