import { compareText } from '../bytes.ts'

/**
 * The consensus of several orders, as Open-Assistant computes it (open-assistant.md 4.2 and 4.3).
 *
 * @param ballots each a list of ids, best first, no id twice.
 * @returns the ids that all ballots hold, best first; undefined if those are fewer than two.
 * Source: Tideman 1987, ranked pairs by margins; every tie goes to the smaller id.
 */
export function rankedPairs(ballots: readonly (readonly string[])[]): string[] | undefined {
  const ids = [...(ballots[0] ?? [])].filter((id) => ballots.every((ballot) => ballot.includes(id))).sort(compareText)
  if (ids.length < 2) return undefined
  const placings = ballots.map((ballot) => new Map(ballot.map((id, place) => [id, place])))
  const margin = (a: string, b: string) =>
    placings.reduce((sum, placing) => sum + Math.sign((placing.get(b) ?? 0) - (placing.get(a) ?? 0)), 0)

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
