import * as v from 'valibot'
import type { Work } from '../../client/work.ts'
import { isBallot } from '../../core/fact/kinds.ts'
import type { Shown } from '../message/Message.tsx'
import { choiceOf, labelsIn, type Row, rowsOf } from '../task/judge/labels.ts'

/** What someone gave to a task, in parts to show. A draft may have some of them only. */
export type Given = {
  readonly text?: string
  readonly labels: readonly GivenLabel[]
  /** Best first; replies that tie share a place. */
  readonly places: readonly (readonly Placed[])[]
  /** Replies that the order leaves out. */
  readonly leftOut: readonly Placed[]
  /** How many of the best are good enough. */
  readonly good?: number
  readonly notRankable: boolean
  readonly skip?: string
  /** A reaction, by its name. */
  readonly emoji?: string
}
type Placed = { readonly letter: string; readonly reply: Shown }
/** `choice` of a flag: no or yes; of a scale: 1 (least) to 5; of both: unsure. */
export type GivenLabel = Pick<Row, 'is' | 'name'> & { readonly choice: string }

const GivenShape = v.object({
  order: v.fallback(v.array(v.union([v.number(), v.array(v.number())])), []),
  not_rankable: v.fallback(v.boolean(), false),
  good: v.fallback(v.optional(v.number()), undefined),
  emoji: v.fallback(v.optional(v.string()), undefined),
  reason: v.fallback(v.optional(v.string()), undefined)
})

/** Fields of a later version of the app are passed over. */
export function readGiven({ kind, given, text, task }: Work): Given {
  const { order, good, not_rankable: notRankable, emoji, reason } = v.parse(GivenShape, given)
  const rows = rowsOf(kind)
  const labels = labelsIn(given, rows)
  const reply = (position: number) => {
    const shown = task?.candidates[position]
    return shown ? [{ letter: letterOf(position), reply: shown }] : []
  }
  return {
    ...(text !== undefined && { text }),
    labels: rows.flatMap((row): GivenLabel[] => {
      const choice = choiceOf(row, labels[row.label])
      return choice === undefined ? [] : [{ is: row.is, name: row.name, choice }]
    }),
    places: order.map((place) => [place].flat().flatMap(reply)).filter((place) => place.length > 0),
    leftOut: isBallot(kind)
      ? (task?.candidates ?? []).flatMap((_, position) => (order.flat().includes(position) ? [] : reply(position)))
      : [],
    ...(good !== undefined && { good }),
    notRankable,
    ...(emoji !== undefined && { emoji }),
    ...(reason !== undefined && { skip: reason })
  }
}

/** A reply goes by the letter of its place as it was shown. */
export function letterOf(position: number): string {
  return position < 26 ? String.fromCharCode(65 + position) : String(position + 1)
}
