import { compareText } from '../bytes.ts'
import { closeness } from '../dispatch/language.ts'
import type { Known } from '../fact/check.ts'
import { memberOf, type People } from '../people.ts'

/** What all together want to have done. */
export type ProjectGoal = {
  /** BCP 47; absent: whatever language. */
  readonly lang?: string
  readonly tasks: number
  /** Seconds since 1970. */
  readonly from: number
  readonly until?: number
}

/** [PG6] The goals in force: of each language, and of all together, the last that an organizer set, by time and then id. */
export function goalsInForce(facts: readonly Known<'goal'>[], people: People): ProjectGoal[] {
  const byOrganizers = facts.filter(({ device }) => people.has(device) && memberOf(people, device).role === 'organizer')
  const sorted = byOrganizers.sort((a, b) => a.content.at - b.content.at || compareText(a.id, b.id))
  const last = new Map(sorted.map(({ content }) => [content.lang ?? '', content]))
  return [...last.values()]
    .filter(({ tasks }) => tasks > 0)
    .sort((a, b) => compareText(a.lang ?? '', b.lang ?? ''))
    .map(({ lang, tasks, from, until }) => ({
      ...(lang !== undefined && { lang }),
      ...{ tasks, from },
      ...(until !== undefined && { until })
    }))
}

/** Whether a task of this language, done at this second, counts for a goal; `pt-BR` counts for `pt`. */
export function countsFor(
  { lang, from, until }: ProjectGoal,
  task: { readonly lang: string; readonly at: number }
): boolean {
  if (task.at < from || (until !== undefined && task.at > until)) return false
  return lang === undefined || closeness(task.lang, lang) >= 2
}
