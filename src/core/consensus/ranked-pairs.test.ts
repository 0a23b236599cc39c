import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen } from '../examples/frozen.ts'
import type { Places } from '../fact/places.ts'
import { rankedPairs } from './ranked-pairs.ts'

type Ballots = readonly Places<string>[]
type Case = { readonly ballots: Ballots; readonly result: readonly string[] | null }

const file = new URL('../../../test/conformance/ranked-pairs.jsonl', import.meta.url)
const cases = readFileSync(file, 'utf8').trim().split('\n')

/**
 * The same from its definition, with nothing in common but the words: of all orders of the ids, the one that agrees
 * with the pairs locked, where a pair is locked unless a walk along those locked before leads back.
 */
function naive(ballots: Ballots): string[] | undefined {
  const ids = [...new Set(ballots.flat(2))].filter((id) => ballots.every((ballot) => ballot.flat().includes(id))).sort()
  if (ids.length < 2) return undefined
  const at = (ballot: Places<string>, id: string) => ballot.findIndex((place) => place === id || place.includes(id))
  const votes = (a: string, b: string) => ballots.filter((ballot) => at(ballot, a) < at(ballot, b)).length
  const pairs = ids.flatMap((a) => ids.filter((b) => b !== a).map((b) => ({ a, b, by: votes(a, b) - votes(b, a) })))
  pairs.sort((p, q) => (p.by !== q.by ? q.by - p.by : `${p.a} ${p.b}` < `${q.a} ${q.b}` ? -1 : 1))
  const locked: { a: string; b: string }[] = []
  const leads = (from: string, to: string): boolean =>
    from === to || locked.some(({ a, b }) => a === from && leads(b, to))
  for (const { a, b, by } of pairs) if (by >= 0 && !leads(b, a)) locked.push({ a, b })
  return ids.sort((x, y) => (leads(x, y) ? -1 : 1))
}

/** Up to 6 ids, up to 7 ballots, each over most of the ids; some tie. */
const anyBallots = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 2 })
  .chain((ids) => fc.array(anyBallot(ids), { maxLength: 7 }))

function anyBallot(ids: readonly string[]) {
  const order = fc.shuffledSubarray([...ids], { minLength: Math.max(1, ids.length - 1) })
  const cuts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: ids.length, maxLength: ids.length })
  return fc.tuple(order, cuts).map(([order, cuts]) => inPlaces(order, (i) => (cuts[i] ?? 0) > 0))
}

/** The same order, those after no cut in the place of the one before. */
function inPlaces(order: readonly string[], cutBefore: (i: number) => boolean): Places<string> {
  const places: string[][] = []
  for (const [i, id] of order.entries()) {
    const last = places.at(-1)
    if (last && !cutBefore(i)) last.push(id)
    else places.push([id])
  }
  return places.map((place) => (place.length > 1 ? place : (place[0] as string)))
}

describe('ranked pairs', () => {
  it(`[RK1] gives Open-Assistant's order for all ${cases.length} profiles of its code`, () => {
    const failed = cases.filter((line) => {
      const { ballots, result } = JSON.parse(line) as Case
      return JSON.stringify(rankedPairs(ballots) ?? null) !== JSON.stringify(result)
    })
    expect([cases.length, failed]).toEqual([313, []])
  })

  it('[RK1] agrees with a program written from the definition', () => {
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        expect(rankedPairs(ballots)).toEqual(naive(ballots))
      })
    )
  })

  it('[RK1] does not depend on the order of the ballots', () => {
    const shuffled = anyBallots.chain((ballots) =>
      fc.tuple(fc.constant(frozen(ballots)), fc.shuffledSubarray([...ballots], { minLength: ballots.length }))
    )
    fc.assert(
      fc.property(shuffled, ([given, mixed]) => {
        expect(rankedPairs(mixed)).toEqual(rankedPairs(given))
      })
    )
  })

  it('[RK1] a ballot that ties all changes nothing', () => {
    const some = anyBallots.filter((ballots) => ballots.length > 0)
    fc.assert(
      fc.property(some, (ballots) => {
        const ties: Places<string> = [[...new Set(ballots.flat(2))]]
        expect(rankedPairs([ties, ...ballots])).toEqual(rankedPairs(ballots))
        expect(rankedPairs([...ballots, ties, ties])).toEqual(rankedPairs(ballots))
      })
    )
  })

  it('[RK1] those that tie tie in whatever order they are named', () => {
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        const turned = ballots.map((ballot) =>
          ballot.map((place) => (typeof place === 'string' ? place : place.toReversed()))
        )
        expect(rankedPairs(turned)).toEqual(rankedPairs(ballots))
      })
    )
  })

  it('[RK1] a ballot counts for neither of two that it ties, and for and against all others', () => {
    expect(rankedPairs([['c', ['b', 'a']]])).toEqual(['c', 'a', 'b'])
    const tied = [
      [['a', 'b'], 'c'],
      ['b', 'a', 'c'],
      ['c', ['b', 'a']]
    ] as const
    expect(rankedPairs(tied)).toEqual(['b', 'a', 'c'])
    // Had the two that tie said a before b, as they are named or by their ids, a would be first.
    expect(
      rankedPairs([
        ['a', 'b', 'c'],
        ['b', 'a', 'c'],
        ['c', 'a', 'b']
      ])
    ).toEqual(['a', 'b', 'c'])
  })

  it('[RK1] says nothing of fewer than two ids that all ballots hold', () => {
    expect(
      [
        [],
        [[]],
        [['a']],
        [
          ['a', 'b'],
          ['b', 'c']
        ]
      ].map(rankedPairs)
    ).toEqual(new Array(4).fill(undefined))
  })
})
