import type { Draws } from '../../src/core/open-assistant/draws.ts'

export type Odds<T> = { readonly value: T; readonly chance: number }

/**
 * Every way in which a call can end, with its exact chance: the call is made again for each of its choices. Lists that it
 * shuffles stay as they are.
 */
export function* everyEnd<T>(call: (draws: Draws) => T): Generator<Odds<T>> {
  // Choices made so far on the way to the next end; the last of them is the next one to try.
  for (let path: number[] | undefined = []; path; ) {
    const made: { weights: readonly number[]; taken: number }[] = []
    const given = path
    const value = call({
      choose(weights) {
        const taken = given[made.length] ?? nextPossible(weights, -1) ?? 0
        made.push({ weights, taken })
        return taken
      },
      shuffled: (list) => [...list],
      seed: () => 0
    })
    const chance = made.reduce(
      (p, { weights, taken }) => (p * (weights[taken] ?? 0)) / weights.reduce((a, b) => a + b, 0),
      1
    )
    yield { value, chance }
    path = undefined
    for (let last = made.length - 1; last >= 0 && !path; last--) {
      const { weights, taken } = made[last] as (typeof made)[number]
      const next = nextPossible(weights, taken)
      if (next !== undefined) path = [...made.slice(0, last).map((choice) => choice.taken), next]
    }
  }
}

function nextPossible(weights: readonly number[], after: number): number | undefined {
  const next = weights.findIndex((weight, i) => i > after && weight > 0)
  return next < 0 ? undefined : next
}

/** The chances of ends that are called alike. */
export function chancesOf<T>(ends: Iterable<Odds<T>>, nameOf: (value: T) => string): Map<string, number> {
  const chances = new Map<string, number>()
  for (const { value, chance } of ends) chances.set(nameOf(value), (chances.get(nameOf(value)) ?? 0) + chance)
  return chances
}
