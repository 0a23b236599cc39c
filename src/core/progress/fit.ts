import { type Basis, estimate, type Pace, type Timed } from './pace.ts'

/** As many tasks as fit into a time. */
export type Fit<T> = {
  /** In the order in which they come, without a gap. */
  readonly tasks: readonly T[]
  readonly seconds: number
  readonly basis: Basis
  /** What is left of the time. */
  readonly left: number
}

/**
 * [PG2] The first task that fits and those that follow it, as long as all fit together: the next task after one is the
 * one behind it, so nothing between is left out.
 *
 * @param tasks open ones, in the order in which they come.
 * @param seconds that somebody has.
 */
export function fitting<T extends Pick<Timed, 'kind' | 'lang'>>(
  tasks: readonly T[],
  pace: Pace,
  seconds: number
): Fit<T> {
  const first = tasks.findIndex((task) => pace(task).seconds <= seconds)
  const chosen: T[] = []
  let left = seconds
  for (const task of first < 0 ? [] : tasks.slice(first)) {
    const takes = pace(task).seconds
    if (takes > left) break
    chosen.push(task)
    left -= takes
  }
  return { tasks: chosen, ...estimate(pace, chosen), left }
}
