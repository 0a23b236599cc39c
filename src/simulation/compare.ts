import type { Tally } from './figures.ts'

export type Figures = {
  /** Trees ready for export, over all seeds. */
  readonly finished_trees: number
  /** All minutes of all people by finished trees; null if none is. */
  readonly minutes_per_tree: number | null
  readonly tau: number | null
  readonly best_found: number | null
  readonly label_error: number | null
  /** Share of junk in the messages of finished trees. */
  readonly junk_in: number | null
  readonly wasted_minutes: number
  readonly lost: number
}

/** Figures of several lives: sums over all of them by counts over all of them. */
export function figuresOf(tallies: readonly Tally[]): Figures {
  const sum = (key: keyof Tally) => tallies.reduce((all, tally) => all + tally[key], 0)
  const ratio = (key: keyof Tally, by: keyof Tally) => (sum(by) === 0 ? null : sum(key) / sum(by))
  return {
    finished_trees: sum('trees'),
    minutes_per_tree: ratio('minutes', 'trees'),
    tau: ratio('concordance', 'pairs'),
    best_found: ratio('best', 'sets'),
    label_error: ratio('error', 'labels'),
    junk_in: ratio('junk', 'messages'),
    wasted_minutes: sum('wasted'),
    lost: sum('lost')
  }
}

/**
 * Standard error of each figure, from the figures of the lives without one each (the jackknife); of sums, from how they
 * differ between lives. undefined for fewer than two lives.
 */
export function spreadOf(tallies: readonly Tally[]): Readonly<Record<keyof Figures, number>> | undefined {
  const n = tallies.length
  if (n < 2) return undefined
  const without = tallies.map((_, i) => figuresOf(tallies.filter((__, j) => j !== i)))
  const names = Object.keys(figuresOf(tallies)) as (keyof Figures)[]
  return Object.fromEntries(
    names.map((name) => {
      const values = without.map((figures) => figures[name] ?? 0)
      const mean = values.reduce((sum, value) => sum + value, 0) / n
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      const sums = name === 'finished_trees' || name === 'wasted_minutes' || name === 'lost'
      // Of n lives each sum without one has n - 1 of them: their variance is that of one life, n times in the total.
      return [name, Math.sqrt(sums ? (squares / (n - 1)) * n : (squares * (n - 1)) / n)]
    })
  ) as Record<keyof Figures, number>
}
