import type { TaskKind } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import { inLanguage } from './choose.ts'
import { closeness } from './language.ts'
import { type Borrower, keyOfTask, type WaitingPrompt } from './offer.ts'
import { shuffled } from './shuffle.ts'

/** Trees of one language by state, and its first prompts that somebody has on loan. */
export type PromptCounts = {
  readonly growing: number
  readonly inReview: number
  readonly waiting: number
  readonly beingWritten: number
}

/**
 * [DI5] How many first prompts a language may be asked for: for growing trees that are missing and for room in review,
 * as far as the lottery has room, less those being written. None if the language is closed to prompts.
 * Source: open-assistant.md 1.4; there a closed language is only hidden (13.8), here it is refused.
 */
export function promptsWanted(lang: string, counts: PromptCounts, rules: Rules): number {
  if (isClosed(lang, rules)) return 0
  const missing = Math.max(0, rules.max_active_trees - counts.growing)
  const inReview = Math.max(0, rules.max_initial_prompt_review - counts.inReview)
  const inLottery = Math.max(0, rules.max_prompt_lottery_waiting - counts.waiting)
  return Math.max(0, Math.min(missing + inReview, inLottery) - counts.beingWritten)
}

/** Fewer leave people without work, more leave more trees unfinished: fitted (docs/guides/simulation.md). */
const WITH_WORK = 0.6

/**
 * [DI9] How many waiting prompts may grow besides, for want of work: a tree of which all work is on loan has nothing for
 * anybody else, so it takes no place from those that have some.
 *
 * @param withWork growing trees of a language with work to hand out.
 */
export function treesForWork(withWork: number, { max_active_trees }: Rules): number {
  return Math.max(0, Math.ceil(WITH_WORK * max_active_trees) - withWork)
}

/** A language closes its regions too. */
export function isClosed(lang: string, { init_prompt_disabled_langs }: Rules): boolean {
  const closed = init_prompt_disabled_langs.split(',').map((each) => each.trim())
  return closed.some((each) => each !== '' && closeness(lang, each) >= 2)
}

const RANK_PROMPTS: TaskKind = 'rank_initial_prompts'
/** More cannot be read and compared at once; fewer compare nothing. */
const MOST_IN_SET = 4
const FEWEST_IN_SET = 2

/** [DI6] Waiting prompts of one language to be ranked, up to four in a set, none of the person's own or held already. */
export function promptSets(
  waiting: readonly WaitingPrompt[],
  borrower: Borrower,
  wish: { readonly lang: string; readonly count: number },
  chance: () => number
): WaitingPrompt[][] {
  if (borrower.banned) return []
  const others = inLanguage(waiting, wish.lang).filter(
    ({ author, version }) =>
      author !== borrower.contributor && !borrower.holds.has(keyOfTask({ kind: RANK_PROMPTS, target: version }))
  )
  const mixed = shuffled(others, chance)
  const sets: WaitingPrompt[][] = []
  for (let at = 0; at + FEWEST_IN_SET <= mixed.length && sets.length < wish.count; at += MOST_IN_SET)
    sets.push(mixed.slice(at, at + MOST_IN_SET))
  return sets
}
