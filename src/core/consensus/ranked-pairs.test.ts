import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen } from '../examples/frozen.ts'
import { rankedPairs } from './ranked-pairs.ts'

type Ballots = readonly (readonly string[])[]
type Case = { readonly ballots: Ballots; readonly result: readonly string[] | null }

const file = new URL('../../../test/conformance/ranked-pairs.jsonl', import.meta.url)
const cases = readFileSync(file, 'utf8').trim().split('\n')

/**
 * The same from its definition, with nothing in common but the words: of all orders of the ids, the one that agrees
 * with the pairs locked, where a pair is locked unless a walk along those locked before leads back.
 */
function naive(ballots: Ballots): string[] | undefined {
  const ids = [...new Set(ballots.flat())].filter((id) => ballots.every((ballot) => ballot.includes(id))).sort()
  if (ids.length < 2) return undefined
  const votes = (a: string, b: string) => ballots.filter((ballot) => ballot.indexOf(a) < ballot.indexOf(b)).length
  const pairs = ids.flatMap((a) => ids.filter((b) => b !== a).map((b) => ({ a, b, by: votes(a, b) - votes(b, a) })))
  pairs.sort((p, q) => (p.by !== q.by ? q.by - p.by : `${p.a} ${p.b}` < `${q.a} ${q.b}` ? -1 : 1))
  const locked: { a: string; b: string }[] = []
  const leads = (from: string, to: string): boolean =>
    from === to || locked.some(({ a, b }) => a === from && leads(b, to))
  for (const { a, b, by } of pairs) if (by >= 0 && !leads(b, a)) locked.push({ a, b })
  return ids.sort((x, y) => (leads(x, y) ? -1 : 1))
}

/** Up to 6 ids, up to 7 ballots, each over most of the ids. */
const anyBallots = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 2 })
  .chain((ids) => fc.array(fc.shuffledSubarray(ids, { minLength: Math.max(1, ids.length - 1) }), { maxLength: 7 }))

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
