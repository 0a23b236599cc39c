import { choiceOf, labelsIn, type Row, rowsOf } from '../task/judge/labels.ts'
import { type Order, readOrder } from '../task/rank/places.ts'
import type { Given } from '../task/task-work.ts'
import type { Round, Theirs } from './rounds.ts'

/** What somebody gave beside what experienced people say. */
export type Compared =
  | { readonly is: 'text'; readonly mine: string; readonly theirs: string }
  | { readonly is: 'labels'; readonly labels: readonly ComparedLabel[] }
  /** Of all pairs, how many stand in the same order, or tie in both. */
  | {
      readonly is: 'order'
      readonly mine: Order
      readonly theirs: Order
      readonly same: number
      readonly pairs: number
    }
export type ComparedLabel = {
  readonly row: Row
  /** undefined: not answered. */
  readonly mine: string | undefined
  readonly theirs: readonly string[]
  readonly isSame: boolean
}

/** @param given undefined: nothing was given. */
export function compare({ task, theirs }: Round, given: Given = {}): Compared {
  if (theirs.is === 'text')
    return { is: 'text', mine: typeof given.text === 'string' ? given.text : '', theirs: theirs.text }
  return theirs.is === 'labels'
    ? compareLabels(task.kind, theirs, given)
    : compareOrders(task.candidates.length, theirs, given)
}

function compareLabels(kind: string, { labels }: Theirs & { is: 'labels' }, given: Given): Compared {
  const rows = rowsOf(kind)
  const mine = labelsIn(given, rows)
  const compared = rows.flatMap((row): ComparedLabel[] => {
    const theirs = labels[row.label]
    const choice = choiceOf(row, mine[row.label])
    return theirs ? [{ row, mine: choice, theirs, isSame: choice !== undefined && theirs.includes(choice) }] : []
  })
  return { is: 'labels', labels: compared }
}

function compareOrders(count: number, theirs: Theirs & { is: 'order' }, given: Given): Compared {
  const [mine, right] = [readOrder(given.order, count) ?? [], readOrder(theirs.order, count) ?? []]
  const cards = Array.from({ length: count }, (_, card) => card)
  const pairs = cards.flatMap((a) => cards.filter((b) => b > a).map((b) => [a, b] as const))
  const same = pairs.filter(([a, b]) => {
    const own = sideOf(mine, a, b)
    return own !== undefined && own === sideOf(right, a, b)
  })
  return { is: 'order', mine, theirs: right, same: same.length, pairs: pairs.length }
}

/** -1: a stands above b, 0: they tie, 1: below; undefined: one of them has no place. */
function sideOf(order: Order, a: number, b: number): number | undefined {
  const [first, second] = [a, b].map((card) => order.findIndex((place) => place.includes(card)))
  return first === undefined || second === undefined || first < 0 || second < 0 ? undefined : Math.sign(first - second)
}
