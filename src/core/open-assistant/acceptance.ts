import type { ReviewView } from '../tree/view.ts'

/**
 * How far reviews speak for a message: 1 minus the mean of `spam` and the mean of `lang_mismatch`, where an unanswered
 * one is 0 (open-assistant.md 2.4). undefined without reviews.
 *
 * @param reviews in the order in which they came.
 */
export function acceptance(reviews: readonly Pick<ReviewView, 'labels'>[]): number | undefined {
  if (reviews.length === 0) return undefined
  const spam = mean(reviews.map(({ labels }) => labels.spam ?? 0))
  const foreign = mean(reviews.map(({ labels }) => labels.lang_mismatch ?? 0))
  return 1 - (spam + foreign)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

/** Sums of numpy keep eight accumulators, and at a threshold the last digit decides. Up to 128 values. */
function sum(values: readonly number[]): number {
  const at = (i: number) => values[i] ?? 0
  const whole = values.length - (values.length % 8)
  const parts = [0, 1, 2, 3, 4, 5, 6, 7].map((lane) => {
    let part = whole > 0 ? at(lane) : 0
    for (let i = 8 + lane; i < whole; i += 8) part += at(i)
    return part
  })
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parts
  let total = a + b + (c + d) + (e + f + (g + h))
  for (let i = whole; i < values.length; i++) total += at(i)
  return total
}
