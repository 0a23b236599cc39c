/** One review of a reply; `labels` by name, 0 to 1. */
type Review = { readonly contributor: string; readonly labels: Readonly<Record<string, number>> }
type Reviewed = { readonly id: string; readonly reviews: readonly Review[] }

/** A review of so few labels can be all 0 and meant. */
const FEW_LABELS = 3

/**
 * [CO4] How each reviewer rated those of the replies that they reviewed: the label `quality`, or if they left it out
 * `helpfulness`. A review of more than three labels that are all 0 was not touched (Open-Assistant's website sends what
 * was not answered as 0, open-assistant.md 3), and rates nothing.
 *
 * @returns for `agree`, a reviewer each.
 */
export function ratingsOf(replies: readonly Reviewed[]): ReadonlyMap<string, number>[] {
  const byReviewer = new Map<string, Map<string, number>>()
  for (const { id, reviews } of replies) {
    for (const { contributor, labels } of reviews) {
      const rating = labels.quality ?? labels.helpfulness
      if (rating === undefined || isUntouched(labels)) continue
      const ratings = byReviewer.get(contributor) ?? new Map<string, number>()
      byReviewer.set(contributor, ratings.set(id, rating))
    }
  }
  return [...byReviewer.values()]
}

function isUntouched(labels: Readonly<Record<string, number>>): boolean {
  const values = Object.values(labels)
  return values.length > FEW_LABELS && values.every((value) => value === 0)
}
