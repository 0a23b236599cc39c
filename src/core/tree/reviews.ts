import type { ReviewView } from './view.ts'

/**
 * How far reviews speak for a message, after each of them: 1 minus the share of spam marks minus the share of language
 * marks. Source: open-assistant.md 2.4; an unanswered `lang_mismatch` counts as 0.
 */
function scores(reviews: readonly Pick<ReviewView, 'labels'>[]): number[] {
  let spam = 0
  let foreign = 0
  return reviews.map(({ labels }, i) => {
    spam += labels.spam ?? 0
    foreign += labels.lang_mismatch ?? 0
    return 1 - (spam / (i + 1) + foreign / (i + 1))
  })
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
  const after = scores(reviews)
    .slice(from - 1)
    .map((score) => score > threshold)
  return { accepted: after.includes(true), firstVerdict: after[0] === true }
}
