import * as v from 'valibot'
import type { Work } from '../../client/work.ts'
import { FLAG_LABELS, SCALE_LABELS } from '../../core/fact/kinds.ts'
import type { ShownMessage } from '../../sync/documents/batch.ts'
import type { LabelName } from './given-words.ts'

/** What someone gave to a task, in parts to show. A draft may have some of them only. */
export type Given = {
  readonly text?: string
  readonly labels: readonly GivenLabel[]
  /** Best first; replies that tie share a place. */
  readonly places: readonly (readonly { readonly letter: string; readonly reply: ShownMessage }[])[]
  readonly notRankable: boolean
  readonly skip?: string
}
export type GivenLabel =
  | { readonly name: LabelName; readonly is: 'flag'; readonly yes: boolean }
  /** `step` of 1 (least) to 5. */
  | { readonly name: LabelName; readonly is: 'scale'; readonly step: number }

const GivenShape = v.object({
  labels: v.fallback(v.record(v.string(), v.number()), {}),
  order: v.fallback(v.array(v.union([v.number(), v.array(v.number())])), []),
  not_rankable: v.fallback(v.boolean(), false),
  reason: v.fallback(v.optional(v.string()), undefined)
})

/** Fields of a later version of the app are passed over. */
export function readGiven({ given, text, task }: Work): Given {
  const { labels, order, not_rankable: notRankable, reason } = v.parse(GivenShape, given)
  const reply = (position: number) => {
    const shown = task?.candidates[position]
    return shown ? [{ letter: letterOf(position), reply: shown }] : []
  }
  return {
    ...(text !== undefined && { text }),
    labels: [...FLAG_LABELS, ...SCALE_LABELS].flatMap((name): GivenLabel[] => {
      const value = labels[name]
      if (value === undefined) return []
      const isScale = SCALE_LABELS.some((scale) => scale === name)
      return [
        isScale ? { name, is: 'scale', step: 1 + Math.round(value * 4) } : { name, is: 'flag', yes: value >= 0.5 }
      ]
    }),
    places: order.map((place) => [place].flat().flatMap(reply)).filter((place) => place.length > 0),
    notRankable,
    ...(reason !== undefined && { skip: reason })
  }
}

/** A reply goes by the letter of its place as it was shown. */
function letterOf(position: number): string {
  return position < 26 ? String.fromCharCode(65 + position) : String(position + 1)
}
