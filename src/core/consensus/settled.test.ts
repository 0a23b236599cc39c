import { describe, expect, it } from 'vitest'
import type { Places } from '../fact/places.ts'
import { UNDERSTORY } from '../rules.ts'
import { agree } from './understory.ts'

/** Of replies a, b, c, unless others are given. */
function of(ballots: Places<string>[], ratings: Record<string, number>[] = [], ids = ['a', 'b', 'c']) {
  const rules = { ...UNDERSTORY, num_required_rankings: 2, max_rankings: 9, certain_enough: 0.7 }
  const rated = ratings.map((each) => new Map(Object.entries(each)))
  return agree(ids, ballots, rules, rated)
}

describe('whether ballots settle an order', () => {
  it('[CO3] two that agree are enough, two that do not are not', () => {
    const ids = Array.from({ length: 50 }, (_, i) => `r${i}`)
    expect(
      of([
        ['a', 'b', 'c'],
        ['a', 'b', 'c']
      ])?.settled
    ).toBe(true)
    expect(of([ids, ids], [], ids)?.settled).toBe(true)
    expect(
      of([
        ['a', 'b', 'c'],
        ['b', 'a', 'c']
      ])?.settled
    ).toBe(false)
    expect(of([['a', 'b', 'c']])?.settled).toBe(false)
  })

  it('[CO3] two that agree on a tie are enough', () => {
    expect(
      of([
        [['a', 'b'], 'c'],
        [['b', 'a'], 'c']
      ])
    ).toMatchObject({ order: [['a', 'b'], 'c'], settled: true })
  })

  it('[CO3] two that agree against all reviewers are not enough', () => {
    const ratings = [{ a: 0 }, { a: 0.25 }, { a: 0 }, { b: 1 }, { b: 1 }, { b: 0.75 }]
    expect(
      of(
        [
          ['a', 'b'],
          ['a', 'b']
        ],
        ratings,
        ['a', 'b']
      )
    ).toMatchObject({ order: ['b', 'a'], settled: false })
  })

  it('[CO3] ballots that do not agree are asked for one by one, up to the most', () => {
    const [one, other] = [
      ['a', 'b', 'c'],
      ['c', 'b', 'a']
    ]
    const settled = Array.from(
      { length: 10 },
      (_, n) => of(Array.from({ length: n }, (_, i) => (i % 2 ? one : other)))?.settled
    )
    expect(settled).toEqual([undefined, false, false, false, false, false, false, false, false, true])
  })

  it('[CO3] a reply that fewer ballots name than are required leaves it open', () => {
    const early = [
      ['a', 'c'],
      ['a', 'c']
    ]
    expect(of(early)?.settled).toBe(false)
    expect(of([...early, ['a', 'b', 'c']])?.settled).toBe(false)
    expect(of([...early, ['a', 'b', 'c'], ['a', 'b', 'c']])?.settled).toBe(true)
  })
})
