import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dropped,
  ends,
  goodDownTo,
  isEqualToAbove,
  leaveOut,
  leftOut,
  moveDown,
  moveUp,
  type Order,
  openPlaces,
  readOrder,
  spelled,
  standing,
  startOrder,
  stillGood,
  tieWithAbove,
  toPlace,
  toTop
} from './places.ts'

/** Any order of 1 to 7 candidates with any ties, and one of the candidates. */
const anyCard: fc.Arbitrary<[Order, number]> = fc
  .integer({ min: 1, max: 7 })
  .chain((count) =>
    fc.tuple(
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
      fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      fc.nat(count - 1)
    )
  )
  .map(([cards, joined, card]) => {
    const order: number[][] = []
    cards.forEach((one, at) => {
      if (joined[at] && order.length > 0) order.at(-1)!.push(one)
      else order.push([one])
    })
    return [order, card]
  })

const moves: readonly ((order: Order, card: number) => Order)[] = [
  moveUp,
  moveDown,
  toTop,
  tieWithAbove,
  ...[1, 2, 3, 9].map((place) => (order: Order, card: number) => toPlace(order, card, place)),
  ...(['before', 'equal', 'after'] as const).flatMap((how) =>
    [0, 1, 9].map((onto) => (order: Order, card: number) => dropped(order, card, { onto, how }))
  )
]
function always(rule: (order: Order, card: number) => void): void {
  fc.assert(
    fc.property(anyCard, ([order, card]) => {
      rule(order, card)
    })
  )
}

describe('an order with ties', () => {
  it('keeps each candidate exactly once, and no empty place, whatever is moved', () => {
    always((order, card) => {
      for (const move of moves) {
        const moved = move(order, card)
        expect(moved.flat().toSorted()).toEqual(order.flat().toSorted())
        expect(moved.every((place) => place.length > 0)).toBe(true)
      }
    })
  })

  it('keeps the order of all others, whatever is moved', () => {
    always((order, card) => {
      const others = (of: Order) => of.flat().filter((other) => other !== card)
      for (const move of moves) expect(others(move(order, card))).toEqual(others(order))
    })
  })

  it('tie then untie gives back the order, and so does untie then tie', () => {
    always((order, card) => expect(tieWithAbove(tieWithAbove(order, card), card)).toEqual(order))
  })

  it('a tie with the one above is one, except on top', () => {
    always((order, card) => {
      const isFirst = order[0]![0] === card
      expect(isEqualToAbove(tieWithAbove(order, card), card)).toBe(!isFirst && !isEqualToAbove(order, card))
    })
  })

  it('up then down, and down then up, give back the order of a card that ties with none and has room to move', () => {
    always((order, card) => {
      if (standing(order, card).others.length > 0) return
      if (order[0]![0] !== card) expect(moveDown(moveUp(order, card), card)).toEqual(order)
      if (order.at(-1)![0] !== card) expect(moveUp(moveDown(order, card), card)).toEqual(order)
    })
  })

  it('a step out of a tie leaves it first: the others stay where they are', () => {
    expect(moveUp([[2], [0, 3], [1]], 3)).toEqual([[2], [3], [0], [1]])
    expect(moveDown([[2], [0, 3, 1]], 3)).toEqual([[2], [0, 1], [3]])
  })

  it('the next step passes a whole tie', () => {
    expect(moveUp([[2], [0, 3], [1]], 1)).toEqual([[2], [1], [0, 3]])
    expect(moveDown([[2], [0, 3], [1]], 2)).toEqual([[0, 3], [2], [1]])
  })

  it('a step beyond the end is the same order', () => {
    const order: Order = [[0], [1]]
    expect(moveUp(order, 0)).toBe(order)
    expect(moveDown(order, 1)).toBe(order)
    expect(tieWithAbove(order, 0)).toBe(order)
  })

  it('a card goes alone to each place that is open to it', () => {
    always((order, card) => {
      for (const { place, before } of openPlaces(order, card)) {
        const moved = toPlace(order, card, place)
        expect(standing(moved, card)).toEqual({ place, others: [] })
        expect(moved[moved.findIndex(([first]) => first === card) + 1] ?? []).toEqual(before)
      }
      expect(standing(toTop(order, card), card)).toEqual({ place: 1, others: [] })
    })
  })

  it('a number inside a tie means the place after it, and one too high the last', () => {
    expect(toPlace([[0], [1, 2], [3]], 0, 2)).toEqual([[1, 2], [0], [3]])
    expect(toPlace([[0], [1, 2], [3]], 0, 9)).toEqual([[1, 2], [3], [0]])
  })

  it('those that tie share a number, and the next place counts them all', () => {
    const order: Order = [[2], [0, 3], [1]]
    expect([2, 0, 3, 1].map((card) => standing(order, card).place)).toEqual([1, 2, 2, 4])
    expect(standing(order, 3).others).toEqual([0])
  })

  it('is read back as it was spelled, a place of one as the bare number', () => {
    always((order) => expect(readOrder(spelled(order), order.flat().length)).toEqual(order))
    expect(spelled([[2], [0, 3], [1]])).toEqual([2, [0, 3], 1])
    expect(spelled(startOrder(3))).toEqual([0, 1, 2])
  })

  it('a card that is left out leaves the others as they are, and comes back last or where it is put', () => {
    always((order, card) => {
      const rest = leaveOut(order, card)
      const others = order.flat().filter((other) => other !== card)
      expect(rest.flat()).toEqual(others)
      expect(leftOut(rest, order.flat().length)).toEqual([card])
      expect(readOrder(spelled(rest), order.flat().length)).toEqual(rest)
      expect(leaveOut(rest, card)).toEqual([...rest, [card]])
      expect(toPlace(rest, card, 1)).toEqual([[card], ...rest])
      expect(leftOut(order, order.flat().length)).toEqual([])
    })
  })

  it('the good enough end after a place, never within a tie, also when the order changes', () => {
    const order: Order = [[2], [0, 3], [1]]
    expect(ends(order)).toEqual([0, 1, 3, 4])
    expect([2, 0, 3, 1].map((card) => goodDownTo(order, card, undefined))).toEqual([1, 3, 3, 4])
    expect(goodDownTo(order, 0, 3)).toBeUndefined()
    expect([0, 1, 2, 3, 4, 9].map((good) => stillGood(order, good))).toEqual([0, 1, 3, 3, 4, 4])
    always((some, card) => {
      for (const move of [...moves, leaveOut])
        for (const good of ends(some)) expect(ends(move(some, card))).toContain(stillGood(move(some, card), good))
    })
  })

  it.each([[undefined], ['0,1'], [[0, 0]], [[0, 1, 2]], [[0, 2]], [[0, []]], [[0, [1], []]], [[0, '1']]])(
    'does not read %j as an order of two',
    (spelling) => expect(readOrder(spelling, 2)).toBeUndefined()
  )
})

describe('a card that is let go on another', () => {
  const order: Order = [[0], [1, 2], [3]]
  const drop = (card: number, onto: number, how: 'before' | 'equal' | 'after') => dropped(order, card, { onto, how })

  it('stands alone before or after it, and leaves the tie that it was in', () => {
    expect(drop(3, 0, 'before')).toEqual([[3], [0], [1, 2]])
    expect(drop(0, 3, 'after')).toEqual([[1, 2], [3], [0]])
    expect(drop(1, 0, 'before')).toEqual([[1], [0], [2], [3]])
  })

  it('ties with it, or with both between which it is let go', () => {
    expect(drop(0, 3, 'equal')).toEqual([
      [1, 2],
      [3, 0]
    ])
    expect(drop(0, 1, 'after')).toEqual([[1, 0, 2], [3]])
    expect(drop(3, 2, 'before')).toEqual([[0], [1, 3, 2]])
    expect(drop(3, 2, 'after')).toBe(order)
  })

  it('changes nothing where it lay already, and is last on what has no place', () => {
    expect(drop(0, 0, 'equal')).toBe(order)
    expect(drop(0, 1, 'before')).toBe(order)
    expect(drop(0, 9, 'before')).toEqual([[1, 2], [3], [0]])
    expect(dropped([[0]], 1, { onto: 0, how: 'equal' })).toEqual([[0, 1]])
  })
})
