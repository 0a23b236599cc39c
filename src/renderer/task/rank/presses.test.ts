import { expect, it } from 'vitest'
import { moveDown, moveUp, type Order, startOrder, tieWithAbove, toPlace, toTop } from './places.ts'

type State = { readonly order: Order; readonly held: number }

/** What each key leads to, as on the screen: arrows walk over the cards as they lie, the rest moves the one held. */
function after({ order, held }: State): State[] {
  const drawn = order.flat()
  const at = drawn.indexOf(held)
  const walked = [drawn[at - 1], drawn[at + 1]].filter((card) => card !== undefined)
  const moved = [
    ...drawn.map((_, place) => toPlace(order, held, place + 1)),
    ...[moveUp, moveDown, tieWithAbove, toTop].map((move) => move(order, held))
  ]
  return [...walked.map((card) => ({ order, held: card })), ...moved.map((next) => ({ order: next, held }))]
}

/** The fewest presses to each order, those that tie in any sequence. */
function fewest(count: number): Map<string, number> {
  const seen = new Set<string>()
  const presses = new Map<string, number>()
  let now: State[] = [{ order: startOrder(count), held: 0 }]
  for (let pressed = 0; now.length > 0; pressed++) {
    const fresh = now.filter((state) => !seen.has(JSON.stringify(state)) && seen.add(JSON.stringify(state)))
    for (const { order } of fresh) {
      const name = JSON.stringify(order.map((place) => place.toSorted((a, b) => a - b)))
      presses.set(name, presses.get(name) ?? pressed)
    }
    now = fresh.flatMap(after)
  }
  return presses
}

it('every order of four with one tie is reached with six presses or fewer', () => {
  const withOneTie = [...fewest(4)].filter(([name]) => JSON.parse(name).length === 3)
  expect(withOneTie).toHaveLength(36)
  expect(Math.max(...withOneTie.map(([, pressed]) => pressed))).toBe(6)
})
