import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen } from '../examples/frozen.ts'
import type { Places } from '../fact/places.ts'
import { UNDERSTORY } from '../rules.ts'
import type { Consensus } from './consensus.ts'
import { agree, type Ratings } from './understory.ts'

type Set = { ids: string[]; ballots: Places<string>[]; ratings: Ratings[] }
const RULES = { ...UNDERSTORY, num_required_rankings: 2, max_rankings: 9, certain_enough: 0.7 }

function said({ ids, ballots, ratings }: Set, rules = RULES): Consensus | undefined {
  return agree(frozen(ids), frozen(ballots), rules, ratings)
}

/** Of replies a, b, c. */
function of(ballots: Places<string>[], ratings: Record<string, number>[] = [], ids = ['a', 'b', 'c']) {
  return said({ ids, ballots, ratings: ratings.map((each) => new Map(Object.entries(each))) })
}

/** The same order, those after no cut in the place of the one before. */
function inPlaces(order: readonly string[], cuts: readonly boolean[]): Places<string> {
  const places: string[][] = []
  for (const [i, id] of order.entries()) {
    const last = places.at(-1)
    if (last && !cuts[i]) last.push(id)
    else places.push([id])
  }
  return places.map((place) => (place.length > 1 ? place : (place[0] as string)))
}

/** @param least how many of the ids a ballot names at least. */
function anySet(least = 0, mostRatings = 6): fc.Arbitrary<Set> {
  return fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 }).chain((ids) => {
    const order = fc.shuffledSubarray(ids, { minLength: Math.min(least, ids.length) })
    const cuts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 })
    const ballot = fc.tuple(order, cuts).map(([order, cuts]) => inPlaces(order, cuts.map(Boolean)))
    const levels = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 4 }), { noNullPrototype: true })
    const rating = levels.map((each) => new Map(Object.entries(each).map(([id, level]) => [id, level / 4])))
    return fc.record({
      ids: fc.constant(ids),
      ballots: fc.array(ballot, { maxLength: 7 }),
      ratings: fc.array(rating, { maxLength: mostRatings })
    })
  })
}

/** For comparing: which of those in a place comes first says nothing. */
function sorted(consensus: Consensus | undefined, idOf = (id: string) => id) {
  return consensus && { ...consensus, order: consensus.order.map((place) => [place].flat().map(idOf).sort()) }
}

describe('the consensus of understory', () => {
  it('[CO1] does not depend on the order of siblings, ballots or reviewers', () => {
    const mixed = <V>(list: readonly V[]) => fc.shuffledSubarray([...list], { minLength: list.length })
    const both = anySet().chain((set) =>
      fc.tuple(
        fc.constant(set),
        fc.record({ ids: mixed(set.ids), ballots: mixed(set.ballots), ratings: mixed(set.ratings) })
      )
    )
    fc.assert(
      fc.property(both, ([one, other]) => {
        expect(said(other)).toEqual(said(one))
      })
    )
  })

  it('[CO1] other ids give the same with other ids', () => {
    const turned = (id: string) => String.fromCharCode('z'.charCodeAt(0) - (id.charCodeAt(0) - 'a'.charCodeAt(0)))
    fc.assert(
      fc.property(anySet(), (set) => {
        const other = {
          ids: set.ids.map(turned),
          ballots: set.ballots.map((ballot) =>
            ballot.map((place) => (typeof place === 'string' ? turned(place) : place.map(turned)))
          ),
          ratings: set.ratings.map((each) => new Map([...each].map(([id, value]) => [turned(id), value])))
        }
        expect(sorted(said(other))).toEqual(sorted(said(set), turned))
      })
    )
  })

  it('[CO1] all turned round gives the order turned round', () => {
    fc.assert(
      fc.property(anySet(), (set) => {
        const other = {
          ids: set.ids,
          ballots: set.ballots.map((ballot) => ballot.toReversed()),
          ratings: set.ratings.map((each) => new Map([...each].map(([id, value]) => [id, 1 - value])))
        }
        const [one, turned] = [sorted(said(set)), sorted(said(other))]
        expect(turned?.order).toEqual(one?.order.toReversed())
        expect(turned?.certainty).toEqual(one?.certainty.toReversed())
        expect(turned?.settled).toEqual(one?.settled)
      })
    )
  })

  it('[CO1] what no ballot doubts and one says stands', () => {
    fc.assert(
      fc.property(anySet(5, 0), (set) => {
        const placeIn = (ballot: Places<string>, id: string) => ballot.findIndex((place) => [place].flat().includes(id))
        const order = said(set)?.order ?? []
        for (const a of set.ids) {
          for (const b of set.ids) {
            const gaps = set.ballots.map((ballot) => placeIn(ballot, b) - placeIn(ballot, a))
            if (gaps.every((gap) => gap >= 0) && gaps.some((gap) => gap > 0))
              expect(placeIn(order, a)).toBeLessThan(placeIn(order, b))
          }
        }
      })
    )
  })

  it('[CO1] a reply that a ballot or a rating puts higher does not fall', () => {
    const above = (order: Places<string>, id: string) => {
      const at = order.findIndex((place) => [place].flat().includes(id))
      return { better: order.slice(at + 1).flat(), noWorse: order.slice(at).flat() }
    }
    fc.assert(
      fc.property(anySet(), fc.nat(), fc.nat(), (set, whichBallot, whichPlace) => {
        const before = said(set)
        const ballot = set.ballots[whichBallot % Math.max(1, set.ballots.length)]
        const at = 1 + (whichPlace % Math.max(1, (ballot?.length ?? 0) - 1))
        const id = [ballot?.[at] ?? []].flat()[0]
        if (!before || !ballot || id === undefined) return
        const rest = [ballot[at] ?? []].flat().filter((each) => each !== id)
        const places = [...ballot.slice(0, at - 1), id, ...ballot.slice(at - 1, at), rest, ...ballot.slice(at + 1)]
        const raised = places.filter((place) => place.length > 0)
        const after = said({ ...set, ballots: set.ballots.map((each) => (each === ballot ? raised : each)) })
        const best = (each: Ratings) => (each.has(id) ? new Map([...each, [id, 1]]) : each)
        const praised = said({ ...set, ratings: set.ratings.map(best) })
        for (const order of [after?.order ?? [], praised?.order ?? []]) {
          expect(above(order, id).better).toEqual(expect.arrayContaining(above(before.order, id).better))
          expect(above(order, id).noWorse).toEqual(expect.arrayContaining(above(before.order, id).noWorse))
        }
      })
    )
  })

  it('[CO1] a tie stays a tie, and falls to no id; ratings break it', () => {
    const opposed = [
      ['a', 'b', 'c'],
      ['b', 'a', 'c']
    ]
    expect(of(opposed)?.order).toEqual([['a', 'b'], 'c'])
    expect(of(opposed, [{ b: 0.75 }, { a: 0.5 }, { c: 0.5 }])?.order).toEqual(['b', 'a', 'c'])
    expect(of([[['a', 'b', 'c']]])).toEqual({ order: [['a', 'b', 'c']], certainty: [], settled: false })
  })

  it('[CO1] a ballot that leaves a reply out excludes it not, and says nothing of it', () => {
    const late = of([
      ['a', 'c'],
      ['a', 'c'],
      ['b', 'a', 'c']
    ])
    expect(late?.order).toEqual(['b', 'a', 'c'])
    expect(of([['c', 'a']])?.order).toEqual(['c', 'b', 'a'])
  })

  it('[CO1] ids that are no siblings are ignored', () => {
    expect(of([['x', 'a', 'b', 'c']], [{ x: 1 }])).toEqual(of([['a', 'b', 'c']]))
  })

  it('[CO1] how strict reviewers are in the mean does not matter', () => {
    const strict = [{ a: 0.25 }, { a: 0.5 }, { b: 0 }, { c: 0.5 }]
    const kind = [{ a: 0.75 }, { a: 1 }, { b: 0.5 }, { c: 1 }]
    expect(of([['a', 'b', 'c']], strict)).toEqual(of([['a', 'b', 'c']], kind))
  })

  it('[CO1] says nothing of fewer than two siblings, or if no ballot compares any', () => {
    expect([of([]), of([['a']]), of([['x', 'y']]), of([['a']], [], ['a']), of([], [{ a: 1 }])]).toEqual(
      new Array(5).fill(undefined)
    )
  })

  it('[CO2] more ballots that say the same make it more certain, up to 0.99', () => {
    const certainties = [1, 2, 3, 9, 30].map((n) => of(new Array(n).fill(['a', 'b', 'c']))?.certainty)
    expect(certainties).toEqual([
      [0.68, 0.68],
      [0.79, 0.79],
      [0.86, 0.86],
      [0.98, 0.98],
      [0.99, 0.99]
    ])
  })

  it('[CO2] a ballot against makes it less certain, ratings for it more', () => {
    const three = [
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['b', 'a', 'c']
    ]
    expect(of(three)?.certainty).toEqual([0.64, 0.92])
    expect(of(three, [{ a: 1 }, { a: 0.75 }, { b: 0.5 }, { b: 0.5 }, { c: 0.25 }, { c: 0.5 }])?.certainty[0]).toBe(0.84)
  })
})
