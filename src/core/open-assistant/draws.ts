import { shuffled } from '../dispatch/shuffle.ts'

/** Random choices, which the caller makes: core draws nothing itself (I6). Whoever wants odds instead tries all choices. */
export type Draws = {
  /** One of them by its index, with odds in proportion to the weights; not all are 0. */
  choose(weights: readonly number[]): number
  shuffled<T>(list: readonly T[]): T[]
  /** What a decision keeps, so that its draw can be told from others. */
  seed(): number
}

/** @param chance from 0 up to, but not, 1; even. */
export function drawsFrom(chance: () => number): Draws {
  return {
    choose(weights) {
      let left = chance() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [i, weight] of weights.entries()) {
        if (left < weight) return i
        left -= weight
      }
      // What was left is lost to rounding.
      return weights.findLastIndex((weight) => weight > 0)
    },
    shuffled: (list) => shuffled(list, chance),
    seed: () => Math.floor(chance() * 2 ** 31)
  }
}

export function oneOf<T>(list: readonly T[], draws: Draws): T | undefined {
  return list.length === 0 ? undefined : list[draws.choose(list.map(() => 1))]
}

export function happens(probability: number, draws: Draws): boolean {
  return draws.choose([probability, 1 - probability]) === 0
}
