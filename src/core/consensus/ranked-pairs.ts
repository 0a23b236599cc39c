import { compareText } from '../bytes.ts'
import type { Places } from '../fact/places.ts'

/**
 * The consensus of several orders, as Open-Assistant computes it (open-assistant.md 4.2 and 4.3).
 *
 * Its ballots have no ties; of two ids that one of ours ties it counts for neither (0 to their margin). Whoever finds
 * them alike has no say in which of them is better, only in how both stand to the others.
 *
 * @param ballots each with no id twice.
 * @returns the ids that all ballots hold, best first; undefined if those are fewer than two.
 * Source: Tideman 1987, ranked pairs by margins; of equal margins the smaller id comes first.
 */
export function rankedPairs(ballots: readonly Places<string>[]): string[] | undefined {
  const placings = ballots.map(placing)
  const ids = [...(placings[0]?.keys() ?? [])].filter((id) => placings.every((each) => each.has(id))).sort(compareText)
  if (ids.length < 2) return undefined
  const margin = (a: string, b: string) =>
    placings.reduce((sum, at) => sum + Math.sign((at.get(b) ?? 0) - (at.get(a) ?? 0)), 0)

  const n = ids.length
  const pairs = ids
    .flatMap((a, i) => ids.map((b, j) => ({ i, j, margin: i === j ? -1 : margin(a, b) })))
    .filter((pair) => pair.margin >= 0)
    .sort((p, q) => q.margin - p.margin || p.i - q.i || p.j - q.j)

  const above = ids.map(() => new Array<boolean>(n).fill(false)) // above[i][j]: kept pairs put i over j
  for (const { i, j } of pairs) {
    if (above[j]?.[i]) continue // would close a cycle
    for (let a = 0; a < n; a++) {
      if (a !== i && !above[a]?.[i]) continue
      for (let b = 0; b < n; b++) if (b === j || above[j]?.[b]) (above[a] as boolean[])[b] = true
    }
  }
  const below = above.map((row) => row.filter(Boolean).length)
  return ids
    .map((_, i) => i)
    .sort((i, j) => (below[j] ?? 0) - (below[i] ?? 0))
    .map((i) => ids[i] as string)
}

/** The place of each id, the same for those that tie. */
function placing(ballot: Places<string>): ReadonlyMap<string, number> {
  return new Map(ballot.flatMap((place, i) => [place].flat().map((id) => [id, i] as const)))
}
