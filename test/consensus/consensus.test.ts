import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { rankedPairs } from '../../src/core/consensus/ranked-pairs.ts'
import { agree } from '../../src/core/consensus/understory.ts'
import { UNDERSTORY } from '../../src/core/rules.ts'
import { cleanUp, succeeds, understory } from '../understory.ts'
import { type Ballot, naiveRankedPairs, naiveUnderstory, type Rating } from './naive.ts'

afterAll(cleanUp)

const FILE = new URL('../conformance/ranked-pairs.jsonl', import.meta.url)
const IDS = ['a', 'b', 'c', 'd', 'e']

/** Some of the ids, some of which tie. */
function anyBallot(ids: readonly string[], least: number): fc.Arbitrary<Ballot> {
  const cuts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: ids.length, maxLength: ids.length })
  return fc.tuple(fc.shuffledSubarray([...ids], { minLength: least }), cuts).map(([order, cuts]) => {
    const places: string[][] = []
    for (const [i, id] of order.entries()) {
      const last = places.at(-1)
      if (last && cuts[i] === 0) last.push(id)
      else places.push([id])
    }
    return places.map((place) => (place.length > 1 ? place : (place[0] as string)))
  })
}

const anyProfile = fc.integer({ min: 2, max: 5 }).chain((n) => {
  const ids = IDS.slice(0, n)
  const rating = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 4 }), { noNullPrototype: true })
  return fc.record({
    ids: fc.constant(ids),
    ballots: fc.array(anyBallot(ids, Math.min(n, 2)), { maxLength: 6 }),
    ratings: fc.array(
      rating.map((each): Rating => Object.fromEntries(Object.entries(each).map(([id, level]) => [id, level / 4]))),
      { maxLength: n < 5 ? 5 : 0 }
    )
  })
})

describe('the consensus and a program written from the definitions', () => {
  it('agree on ranked pairs', () => {
    fc.assert(
      fc.property(fc.array(anyBallot(IDS, 4), { maxLength: 7 }), (ballots) => {
        expect(rankedPairs(ballots) ?? null).toEqual(naiveRankedPairs(ballots))
      }),
      { numRuns: 300 }
    )
  })

  it('agree on the consensus of understory', () => {
    const limits = { required: 2, most: 5, enough: 0.7 }
    const rules = { ...UNDERSTORY, num_required_rankings: 2, max_rankings: 5, certain_enough: 0.7 }
    let settled = 0
    fc.assert(
      fc.property(anyProfile, ({ ids, ballots, ratings }) => {
        const naive = naiveUnderstory(ids, ballots, ratings, limits)
        const said = agree(
          ids,
          ballots,
          rules,
          ratings.map((each) => new Map(Object.entries(each)))
        )
        expect(said?.order.map((place) => [place].flat()) ?? null).toEqual(naive?.order ?? null)
        if (!said || !naive) return
        // In hundredths, rounded down, and never more than 0.99.
        expect(said.certainty).toEqual(naive.certainty.map((each) => Math.min(99, Math.floor(each * 100 + 1e-6)) / 100))
        expect(said.settled).toBe(naive.settled)
        settled += Number(said.settled)
      }),
      { numRuns: 400 }
    )
    expect(settled).toBeGreaterThan(20)
  })
})

describe('understory consensus', () => {
  it('gives what Open-Assistant gave, for all profiles of its code', async () => {
    const input = readFileSync(FILE, 'utf8')
    const { stdout } = await succeeds(['consensus', '--rules', 'open-assistant'], { input })
    const given = linesOf(input).map(({ result }) => ({ order: result?.map((id: string) => [id]) ?? null }))
    expect(given.length).toBe(313)
    expect(linesOf(stdout)).toEqual(given)
  })

  it('says under understory how certain an order is and whether it is settled', async () => {
    const input = [
      { ballots: [['a', ['b', 'c']], [['c', 'b']], ['a', 'b']] },
      {
        ballots: [
          ['a', 'b'],
          ['b', 'a']
        ],
        ratings: [{ a: 0.75 }, { b: 0.5 }]
      },
      { ballots: [['a']] }
    ]
    const { stdout } = await succeeds(['consensus', '-'], {
      input: input.map((each) => JSON.stringify(each)).join('\n')
    })
    expect(linesOf(stdout)).toEqual([
      { order: [['a'], ['c'], ['b']], certainty: [0.81, 0.54], settled: false },
      { order: [['a'], ['b']], certainty: [0.61], settled: false },
      { order: null }
    ])
  })

  it('names lines that it cannot read and does the others', async () => {
    const bad = ['{', '[]', '{}', '{"ballots":[["a","a"]]}', '{"ballots":[["a",[]]]}', '{"ballots":[[7]]}']
    const more = [
      '{"ballots":[["a"]],"ratings":[{"a":2}]}',
      `{"ballots":[${JSON.stringify(Array.from({ length: 101 }, (_, i) => `r${i}`))}]}`
    ]
    const input = [...bad, ...more, '{"ballots":[["a","b"]]}'].join('\r\n')
    const { code, stdout, stderr } = await understory(['consensus', '--rules', 'open-assistant'], { input })
    expect([code, stdout]).toEqual([1, '{"order":[["a"],["b"]]}\n'])
    expect(stderr.trim().split('\n')).toEqual([
      '-, line 1: is no JSON.',
      '-, line 2: has no list "ballots".',
      '-, line 3: has no list "ballots".',
      '-, line 4: has a ballot that names an id twice.',
      '-, line 5: has a place that is an empty list.',
      '-, line 6: has a place that is neither an id nor a list of ids.',
      '-, line 7: has a rating that is no number from 0 to 1.',
      '-, line 8: has more than 100 ids.',
      '8 lines were left out.'
    ])
  })

  it('refuses rules that are none', async () => {
    const { code, stderr } = await understory(['consensus', '--rules', 'best'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--rules takes one of open-assistant, understory')])
  })
})

function linesOf(text: string) {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
