import type { Done } from '../../client/progress.ts'
import { daysOf, todayOf } from '../../core/progress/days.ts'
import { type Days, daysWorked } from '../../core/progress/goal.ts'

/** What was done on the last days, by the calendar of this computer now. */
export function daysHere(done: readonly Done[]): Days {
  const now = { at: Date.now(), zone: (at: number) => -new Date(at).getTimezoneOffset() }
  const days = daysOf(done, now)
  return daysWorked(
    done.map(({ took }, at) => ({ took, day: days[at] ?? 0 })),
    todayOf(done, now)
  )
}
