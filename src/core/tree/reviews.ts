import type { ReviewView } from './view.ts'

type Said = Pick<ReviewView, 'labels'>

/**
 * The mean of a label over those who answered it: who left it open, or could not tell, said neither 0 nor 1. One answer
 * where others gave none is no more than one voice, and decides nothing.
 */
function share(label: string, reviews: readonly Said[]): number | undefined {
  const values = reviews.flatMap(({ labels }) => labels[label] ?? [])
  if (values.length < Math.min(2, reviews.length)) return undefined
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * How far reviews speak for a message: 1 minus the share of spam marks minus the share of language marks.
 * Source: open-assistant.md 2.4; there an unanswered label counts as 0 (13.3).
 */
function score(reviews: readonly Said[]): number {
  // Without anyone who could tell whether it is spam nothing speaks for it.
  const told = reviews.filter(tells)
  return told.length === 0 ? 0 : 1 - ((share('spam', told) ?? 0) + (share('lang_mismatch', reviews) ?? 0))
}

/** Whether the reviewer could tell what decides. */
function tells({ labels }: Said): boolean {
  return labels.spam !== undefined
}

/**
 * Whether a reviewer found nothing wrong with the message: no junk, nothing that could keep it out, and not the lowest
 * quality, which whoever leaves everything at 0 gives too.
 */
function isClean(review: Said): boolean {
  const { labels } = review
  return tells(review) && labels.quality !== 0 && MARKS.every((label) => (labels[label] ?? 0) === 0)
}

/** Of a scale: what tells of little quality. */
const LOW = 0.35

/** What a verdict needs. */
export type Required = {
  readonly reviews: number
  /** Enough if each of them finds nothing wrong. */
  readonly clean: number
  /** Asked for where those that there are would take in what somebody marked, and rate it low. */
  readonly disputed: number
  /** A message is accepted if its score is above this. */
  readonly threshold: number
}

/**
 * How many more reviews a message wants: until as many as required could tell whether it is spam, and of twice as many
 * none more. Where the first ones find nothing wrong the next would hardly turn the verdict, and its minutes are wanted
 * where people do not agree: on what would be taken in against somebody's mark.
 *
 * @param before reviews that an import counted without giving their labels.
 */
export function reviewsWanted(reviews: readonly Said[], required: Required, before = 0): number {
  const told = before + reviews.filter(tells).length
  return Math.max(0, Math.min(enough() - told, 2 * required.reviews - before - reviews.length))

  function enough(): number {
    if (before > 0) return required.reviews
    if (reviews.every(isClean)) return Math.min(required.clean, required.reviews)
    const now = score(reviews)
    const isDisputed = now < 1 && now > required.threshold && (share('quality', reviews) ?? 0) < LOW
    return isDisputed ? Math.max(required.disputed, required.reviews) : required.reviews
  }
}

export type Verdict = { readonly accepted?: boolean; readonly firstVerdict?: boolean }

/**
 * [RV1] A verdict exists once no more reviews are wanted, and is asked again with every later review. A positive one is
 * never undone; `firstVerdict` keeps what the first one said, since a rejected prompt ends its tree for good.
 *
 * @param reviews by recorded time, then id.
 * @param before reviews that an import counted without giving their labels.
 */
export function verdict(reviews: readonly Said[], required: Required, before = 0): Verdict {
  const after = reviews
    .map((_, i) => reviews.slice(0, i + 1))
    .filter((some) => reviewsWanted(some, required, before) === 0)
    .map((some) => score(some) > required.threshold)
  return after.length === 0 ? {} : { accepted: after.includes(true), firstVerdict: after[0] === true }
}

/** Flags that keep a message out though it is no junk. */
const BARRING = ['pii', 'hate_speech', 'sexual_content'] as const
const MARKS = ['spam', 'lang_mismatch', ...BARRING] as const

/**
 * [RV2] The flags of personal data, hate and sexual content that at least a share of the reviewers set; whoever was not
 * asked of one, or could not tell, is not counted. Source: open-assistant.md 13.14.
 */
export function barringFlags(reviews: readonly Said[], threshold: number): string[] {
  return BARRING.filter((label) => {
    const set = share(label, reviews)
    return set !== undefined && set > 0 && set >= threshold
  })
}
