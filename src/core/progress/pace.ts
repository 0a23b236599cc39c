import { EXPECTED_MINUTES } from '../dispatch/offer.ts'
import type { TaskKind } from '../fact/kinds.ts'

/** A finished task, as far as it tells how long somebody needs. */
export type Timed = {
  readonly kind: TaskKind
  /** BCP 47, of the task. */
  readonly lang: string
  /** Active seconds; 0: nobody counted them. */
  readonly took: number
}

/** By which an estimate was made: my own tasks, what is common (`EXPECTED_MINUTES`), or some by each. */
export type Basis = 'own' | 'common' | 'both'
export type Estimate = { readonly seconds: number; readonly basis: Basis }
export type Pace = (task: Pick<Timed, 'kind' | 'lang'>) => { readonly seconds: number; readonly own: boolean }

/** Fewer say more of these tasks than of the person. */
export const ENOUGH = 5
/** People get faster: what was long ago says little of today. */
const LATEST = 30

/**
 * [PG1] How long somebody needs for a task: the median of their latest of its kind and language; of too few of these, of
 * its kind in every language; of too few of these too, what is common. A median, so that one task left open over
 * lunch changes nothing.
 *
 * @param done in the order of finishing.
 */
export function paceOf(done: readonly Timed[]): Pace {
  const counted = done.filter(({ took }) => took > 0)
  const ofKind = medians(counted, ({ kind }) => kind)
  const ofBoth = medians(counted, ({ kind, lang }) => `${kind} ${lang}`)
  return ({ kind, lang }) => {
    const own = ofBoth.get(`${kind} ${lang}`) ?? ofKind.get(kind)
    return own === undefined ? { seconds: EXPECTED_MINUTES[kind] * 60, own: false } : { seconds: own, own: true }
  }
}

/** For all of these tasks together; none take no time. */
export function estimate(pace: Pace, tasks: readonly Pick<Timed, 'kind' | 'lang'>[]): Estimate {
  const each = tasks.map(pace)
  const own = each.filter((task) => task.own).length
  return {
    seconds: each.reduce((sum, { seconds }) => sum + seconds, 0),
    basis: own === each.length ? 'own' : own === 0 ? 'common' : 'both'
  }
}

/** Whole minutes to say aloud, rounded up: to one below ten, to five below an hour, to a quarter of an hour beyond. */
export function roundMinutes(seconds: number): number {
  const minutes = Math.ceil(seconds / 60)
  const step = minutes < 10 ? 1 : minutes < 60 ? 5 : 15
  return Math.ceil(minutes / step) * step
}

function medians(done: readonly Timed[], keyOf: (task: Timed) => string): ReadonlyMap<string, number> {
  const medianOf = new Map<string, number>()
  for (const [key, tasks] of Map.groupBy(done, keyOf)) {
    const times = tasks
      .slice(-LATEST)
      .map(({ took }) => took)
      .sort((a, b) => a - b)
    const [low = 0, high = 0] = [times[(times.length - 1) >> 1], times[times.length >> 1]]
    if (times.length >= ENOUGH) medianOf.set(key, (low + high) / 2)
  }
  return medianOf
}
