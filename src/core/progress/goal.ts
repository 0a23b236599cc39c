import type { Day } from './days.ts'

/** What somebody wants to do on a day. */
export type Goal = { readonly unit: 'tasks' | 'minutes'; readonly count: number }

/** A finished task, as far as it counts for a day. */
export type Worked = {
  readonly day: Day
  /** Active seconds. */
  readonly took: number
}

/** A day and what was done on it. */
export type DaysWork = { readonly day: Day; readonly tasks: number; readonly seconds: number }

export type Days = {
  readonly today: DaysWork
  /** The last seven, today last. */
  readonly week: readonly DaysWork[]
  /** Days in a row on which something was done, up to today, or to yesterday while today may still become one. */
  readonly inARow: number
}

/** [PG4] What was done on each day, and for how many in a row. A day off ends a row and takes nothing else away. */
export function daysWorked(work: readonly Worked[], today: Day): Days {
  const days = Map.groupBy(work, ({ day }) => day)
  const on = (day: Day): DaysWork => {
    const done = days.get(day) ?? []
    return { day, tasks: done.length, seconds: done.reduce((sum, { took }) => sum + took, 0) }
  }
  const end = days.has(today) ? today : today - 1
  let inARow = 0
  while (days.has(end - inARow)) inARow += 1
  return { today: on(today), week: [6, 5, 4, 3, 2, 1, 0].map((ago) => on(today - ago)), inARow }
}

/** How much of a goal a day has, in its unit: whole minutes, tasks. */
export function towards({ unit }: Goal, { tasks, seconds }: DaysWork): number {
  return unit === 'tasks' ? tasks : Math.floor(seconds / 60)
}
