import { BEGIN, type Life } from './life.ts'

/** What an organizer plans by. */
export type Progress = {
  /** Trees ready for export by the end of each day. */
  readonly byDay: readonly number[]
  /** People who did anything, by day. */
  readonly people: number
}

export function progressOf({ plan, acts, hub }: Life): Progress {
  const byDay = new Array<number>(plan.days).fill(0)
  for (const at of hub.finishedAt.values()) {
    const day = Math.min(plan.days - 1, Math.floor((at - BEGIN) / 86_400))
    for (let later = day; later < plan.days; later++) byDay[later] = (byDay[later] ?? 0) + 1
  }
  return { byDay, people: new Set(acts.map(({ person }) => person)).size }
}

/** When a project has so many trees; `expected` when it is told by the pace of the last half of its days. */
export type Reached = { readonly day: number; readonly expected: boolean }

/** undefined: it would never be. */
export function daysUntil(trees: number, byDay: readonly number[]): Reached | undefined {
  const day = byDay.findIndex((count) => count >= trees)
  if (day >= 0) return { day: day + 1, expected: false }
  const last = byDay.at(-1) ?? 0
  const half = Math.floor(byDay.length / 2)
  const pace = (last - (byDay[half - 1] ?? 0)) / Math.max(1, byDay.length - half)
  return pace > 0 ? { day: Math.ceil(byDay.length + (trees - last) / pace), expected: true } : undefined
}
