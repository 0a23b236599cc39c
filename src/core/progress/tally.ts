import { compareText } from '../bytes.ts'
import { EXPECTED_MINUTES } from '../dispatch/offer.ts'
import { isBallot, isReview, type TaskKind } from '../fact/kinds.ts'
import { countsFor, type ProjectGoal } from './goals.ts'

/** A finished task that the project keeps: merged, or spare. */
export type KeptTask = {
  readonly contributor: string
  readonly kind: TaskKind
  readonly lang: string
  /** When it was done, in seconds since 1970. */
  readonly at: number
}

/** How many tasks were written, judged and ranked. */
export type Counts = readonly [written: number, judged: number, ranked: number]

export type Tally = {
  readonly week: Counts
  readonly all: Counts
  /** How many people did something this week. */
  readonly workers: number
  /** Those with most done this week first, then most of all. */
  readonly langs: readonly { readonly lang: string; readonly week: Counts; readonly all: Counts }[]
  /** In the order given. */
  readonly goals: readonly (ProjectGoal & { readonly done: number })[]
  /** Points of this week, the most first; by the contributor where they are equal. */
  readonly people: readonly { readonly contributor: string; readonly points: number }[]
}

const DAY = 86_400
/** Today and the six days before it, by UTC: a hub has people of many places. */
const WEEK = 7

/**
 * [PG7] The points of a task: as many as the minutes that such a task is reckoned to take, whoever does it. What was kept
 * as an extra answer counts like any other; what came back, and a skip, count nothing. Neither ranks nor reactions
 * of others add to it.
 */
export const POINTS: Readonly<Record<TaskKind, number>> = EXPECTED_MINUTES

/**
 * [PG8] What all have done, by languages and goals, and who did most this week. Each task counts for the day on which it
 * was done, however late it came.
 *
 * @param now seconds since 1970.
 */
export function tallying(now: number, goals: readonly ProjectGoal[]) {
  const monday = (Math.floor(now / DAY) - WEEK + 1) * DAY
  const [week, all] = [counting(), counting()]
  const langs = new Map<string, { week: Counting; all: Counting }>()
  const done = goals.map(() => 0)
  const points = new Map<string, number>()
  return {
    add(task: KeptTask): void {
      const of = langs.get(task.lang) ?? { week: counting(), all: counting() }
      langs.set(task.lang, of)
      const group = groupOf(task.kind)
      all[group] += 1
      of.all[group] += 1
      for (const [i, goal] of goals.entries()) if (countsFor(goal, task)) done[i] = (done[i] ?? 0) + 1
      if (task.at < monday) return
      week[group] += 1
      of.week[group] += 1
      points.set(task.contributor, (points.get(task.contributor) ?? 0) + POINTS[task.kind])
    },
    result: (): Tally => ({
      ...{ week, all, workers: points.size },
      langs: [...langs]
        .map(([lang, counts]) => ({ lang, ...counts }))
        .sort((a, b) => sum(b.week) - sum(a.week) || sum(b.all) - sum(a.all) || compareText(a.lang, b.lang)),
      goals: goals.map((goal, i) => ({ ...goal, done: done[i] ?? 0 })),
      people: [...points]
        .map(([contributor, some]) => ({ contributor, points: some }))
        .sort((a, b) => b.points - a.points || compareText(a.contributor, b.contributor))
    })
  }
}

/** The place in `Counts`. */
export function groupOf(kind: TaskKind): 0 | 1 | 2 {
  if (isBallot(kind)) return 2
  return isReview(kind) || kind === 'review_translation' ? 1 : 0
}

type Counting = [number, number, number]

function counting(): Counting {
  return [0, 0, 0]
}

function sum([a, b, c]: Counts): number {
  return a + b + c
}
