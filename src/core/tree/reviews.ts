import type { ReviewView } from './view.ts'

/**
 * How far reviews speak for a message: 1 minus the share of spam marks minus the share of language marks.
 * Source: open-assistant.md 2.4; an unanswered `lang_mismatch` counts as 0.
 *
 * @param reviews at least one.
 */
export function score(reviews: readonly Pick<ReviewView, 'labels'>[]): number {
  const share = (label: string) => reviews.reduce((sum, { labels }) => sum + (labels[label] ?? 0), 0) / reviews.length
  return 1 - (share('spam') + share('lang_mismatch'))
}

export type Verdict = { readonly accepted?: boolean; readonly firstVerdict?: boolean }

/**
 * [RV1] A verdict exists from `required` reviews on, and is asked again with every later review. A positive one is
 * never undone; `firstVerdict` keeps what the first one said, since a rejected prompt ends its tree for good.
 *
 * @param reviews by recorded time, then id.
 * @param before reviews that an import counted without giving their labels.
 */
export function verdict(
  reviews: readonly Pick<ReviewView, 'labels'>[],
  required: number,
  threshold: number,
  before = 0
): Verdict {
  const from = Math.max(1, required - before)
  if (reviews.length < from) return {}
  const after = reviews.map((_, i) => score(reviews.slice(0, i + 1)) > threshold).slice(from - 1)
  return { accepted: after.includes(true), firstVerdict: after[0] === true }
}
