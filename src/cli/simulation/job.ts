import { PROFILES } from '../../core/rules.ts'
import { storyOf, type Tally, tallyOf } from '../../simulation/figures.ts'
import { live } from '../../simulation/life.ts'
import { linesOf } from '../../simulation/log.ts'
import type { PeopleModel } from '../../simulation/people-model.ts'
import { type Progress, progressOf } from '../../simulation/progress.ts'

/** One life, as it is handed to a worker. */
export type Job = {
  readonly profile: string
  readonly seed: number
  readonly model: PeopleModel
  readonly volunteers: number
  readonly days: number
  /** Whether its lines are wanted. */
  readonly log: boolean
}

export type Lived = { readonly tally: Tally; readonly progress: Progress; readonly lines: readonly string[] }

export function lived({ profile, log, ...plan }: Job): Lived {
  const rules = PROFILES[profile]
  if (!rules) throw new TypeError(`there are no rules ${profile}`)
  const life = live({ ...plan, rules })
  const story = storyOf(life)
  return { tally: tallyOf(story), progress: progressOf(life), lines: log ? [...linesOf(life, story)] : [] }
}
