import type { Places } from '../../../core/fact/places.ts'
import type { Drop } from './drop.ts'

/**
 * Candidates by their position as shown, best place first; those of one place tie, in the order they are drawn. Those
 * that nobody can place are left out.
 */
export type Order = readonly (readonly number[])[]

/** The order shown: each candidate in a place of its own. */
export function startOrder(count: number): Order {
  return Array.from({ length: count }, (_, card) => [card])
}

/** An order as an answer spells it; a place of one is the bare number. */
export function spelled(order: Order): Places<number> {
  return order.map((place) => (place.length === 1 ? Number(place[0]) : [...place]))
}

/** The order that an answer or a draft spells; undefined if it is none of `count` candidates, each at most once. */
export function readOrder(spelling: unknown, count: number): Order | undefined {
  if (!Array.isArray(spelling)) return undefined
  const order: unknown[][] = spelling.map((place: unknown) => [place].flat())
  const named = order.flat()
  const cards = startOrder(count).flat()
  const fits = named.every((card) => cards.includes(card as number)) && new Set(named).size === named.length
  return fits && order.every(({ length }) => length > 0) ? (order as number[][]) : undefined
}

/** Those that the order leaves out, as they were shown. */
export function leftOut(order: Order, count: number): readonly number[] {
  const placed = order.flat()
  return startOrder(count)
    .flat()
    .filter((card) => !placed.includes(card))
}

/** Leaves a card out; one that is out comes back at the end. */
export function leaveOut(order: Order, card: number): Order {
  return order.some((place) => place.includes(card)) ? without(order, card) : [...order, [card]]
}

/** Where the good enough may end: after no card, after those of the first place, of the second… */
export function ends(order: Order): readonly number[] {
  return [0, ...order.map((_, at) => cardsBefore(order, at + 1))]
}

/** How many of the best are good enough after the order has changed. A tie is never cut: all of it is in. */
export function stillGood(order: Order, good: number): number {
  return ends(order).find((end) => end >= good) ?? order.flat().length
}

/** Good enough down to this card, with those that tie with it; undefined: nothing is said of that any more. */
export function goodDownTo(order: Order, card: number, good: number | undefined): number | undefined {
  const end = cardsBefore(order, indexOf(order, card) + 1)
  return end === good ? undefined : end
}

/** One step up: a card leaves its tie first, then passes the place above. The same order: it is on top. */
export function moveUp(order: Order, card: number): Order {
  const at = indexOf(order, card)
  if (isTied(order, card)) return put(order, card, at)
  return at === 0 ? order : put(order, card, at - 1)
}

/** One step down: a card leaves its tie first, then passes the place below. The same order: it is last. */
export function moveDown(order: Order, card: number): Order {
  const at = indexOf(order, card)
  // Without a card of its own place, the place below stands at the same index.
  return at === order.length - 1 && !isTied(order, card) ? order : put(order, card, at + 1)
}

/** The card alone in the place of that number. A tie is never split: a number inside one means the place after it. */
export function toPlace(order: Order, card: number, place: number): Order {
  const rest = without(order, card)
  const index = rest.findIndex((_, at) => cardsBefore(rest, at) >= place - 1)
  return put(order, card, index === -1 ? rest.length : index)
}

export function toTop(order: Order, card: number): Order {
  return toPlace(order, card, 1)
}

/**
 * Joins the card, with those that tie with it, to the place above; joined already, it leaves with those drawn after it.
 * So twice is the same as never. The same order: there is nothing above.
 */
export function tieWithAbove(order: Order, card: number): Order {
  const at = indexOf(order, card)
  const place = order[at] ?? []
  const within = place.indexOf(card)
  if (within > 0) return order.toSpliced(at, 1, place.slice(0, within), place.slice(within))
  const above = order[at - 1]
  return above ? order.toSpliced(at - 1, 2, [...above, ...place]) : order
}

/**
 * The card let go on another one: alone before or after it, or tied with it. Between two that tie it ties with both; on one
 * that has no place it comes last. The same order: nothing has changed.
 */
export function dropped(order: Order, card: number, { onto, how }: Drop): Order {
  if (onto === card) return order
  const rest = without(order, card)
  const at = indexOf(rest, onto)
  const place = rest[at] ?? []
  const spot = place.indexOf(onto) + (how === 'before' ? 0 : 1)
  const isInside = how === 'equal' || (spot > 0 && spot < place.length)
  const next =
    at === -1
      ? [...rest, [card]]
      : isInside
        ? rest.toSpliced(at, 1, place.toSpliced(spot, 0, card))
        : rest.toSpliced(how === 'before' ? at : at + 1, 0, [card])
  return JSON.stringify(next) === JSON.stringify(order) ? order : next
}

/** Whether the card ties with the one drawn above it. */
export function isEqualToAbove(order: Order, card: number): boolean {
  return order.some((place) => place.indexOf(card) > 0)
}

/** The number of the card's place, and those that tie with it. After two on place 2 comes place 4. */
export function standing(order: Order, card: number): { readonly place: number; readonly others: readonly number[] } {
  const at = indexOf(order, card)
  return { place: cardsBefore(order, at) + 1, others: (order[at] ?? []).filter((other) => other !== card) }
}

/** Where the card may stand alone: the number of each such place, and who would come right after it. */
export function openPlaces(
  order: Order,
  card: number
): { readonly place: number; readonly before: readonly number[] }[] {
  const rest = without(order, card)
  return [...rest, []].map((before, at) => ({ place: cardsBefore(rest, at) + 1, before }))
}

function put(order: Order, card: number, at: number): Order {
  return without(order, card).toSpliced(at, 0, [card])
}

function without(order: Order, card: number): Order {
  return order.map((place) => place.filter((other) => other !== card)).filter(({ length }) => length > 0)
}

function indexOf(order: Order, card: number): number {
  return order.findIndex((place) => place.includes(card))
}

function isTied(order: Order, card: number): boolean {
  return standing(order, card).others.length > 0
}

function cardsBefore(order: Order, at: number): number {
  return order.slice(0, at).flat().length
}
