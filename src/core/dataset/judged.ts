import { isBallot, isReview } from '../fact/kinds.ts'
import type { FreeLabelView, MessageView, ReviewView, SkipView } from '../tree/view.ts'
import { LABELS } from './layout.ts'
import { type Fields, isMap } from './parsed.ts'

/**
 * [XP5] Reactions: those given, and those of people here, each emoji by how many gave it. What was turned down is no
 * reaction: Open-Assistant's hidden `_skip_…` codes are raised only where they are asked for; those of an import stay.
 */
export function emojisOf({ given, emojis, skips }: MessageView, withSkips: boolean): Fields | undefined {
  const codes = [...emojis.map(({ emoji }) => emoji), ...(withSkips ? skips.map(codeOf) : [])]
  if (codes.length === 0) return undefined
  const counts = new Map<string, unknown>(Object.entries(mapIn(given?.emojis)))
  for (const code of codes) counts.set(code, Number(counts.get(code) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function codeOf({ kind }: SkipView): string {
  return isReview(kind) ? '_skip_labeling' : isBallot(kind) ? '_skip_ranking' : '_skip_reply'
}

type Labelled = (ReviewView | FreeLabelView) & { readonly unsure?: readonly string[] }

/**
 * [XP5] Per label the mean of all values and their number, of reviews and free labels alike, those given counted as often
 * as they say; and how many could not tell (`unsure`), who are in no mean.
 */
export function labelsOf({ given, reviews, freeLabels }: MessageView): Fields | undefined {
  // In the order of their ids, since a sum of doubles depends on its order.
  const rows: Labelled[] = [...reviews, ...freeLabels].sort((a, b) => (a.fact < b.fact ? -1 : 1))
  if (rows.length === 0) return undefined
  const before = mapIn(given?.labels)
  const here = LABELS.filter((label) => rows.some((row) => Object.hasOwn(row.labels, label) || isUnsure(row, label)))
  return { ...before, ...Object.fromEntries(here.map((label) => [label, combined(before[label], label, rows)])) }
}

function isUnsure({ unsure = [] }: Labelled, label: string): boolean {
  return unsure.includes(label)
}

function combined(given: unknown, label: string, rows: readonly Labelled[]): Fields {
  const before = mapIn(given)
  const told = typeof before.value === 'number' && typeof before.count === 'number'
  const [value, count] = told ? [before.value as number, before.count as number] : [0, 0]
  const values = rows.flatMap(({ labels }) => labels[label] ?? [])
  const sum = values.reduce((total, each) => total + each, 0)
  const number = count + values.length
  const unsure = rows.filter((row) => isUnsure(row, label)).length + (Number(before.unsure) || 0)
  return {
    ...before,
    ...(number > 0 && { value: (value * count + sum) / number }),
    count: number,
    ...(unsure > 0 && { unsure })
  }
}

/** What a message's labels are on average, imported ones included. */
export function meansOf(message: MessageView): Readonly<Record<string, { value: number; count: number }>> {
  const labels = labelsOf(message) ?? mapIn(message.given?.labels)
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, label]) => {
      const { value, count } = mapIn(label)
      return typeof value === 'number' ? [[name, { value, count: Number(count ?? 0) }]] : []
    })
  )
}

export function mapIn(value: unknown): Fields {
  return isMap(value) ? value : {}
}
