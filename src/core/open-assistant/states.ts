import type { FactId } from '../fact/fact.ts'
import type { TreeState } from '../tree/view.ts'
import { updateRanks } from './ranks.ts'
import { childrenOf, isTerminal, type Post, type Row, type Stage } from './rows.ts'

/**
 * [OA4] The states of a tree (open-assistant.md 2.3) as Open-Assistant's tree manager keeps them: nothing is looked at but
 * when an event calls for it, so a state may lag behind its condition.
 *
 * @param by the event that made the tree look at itself.
 */

/** Into a state. What an active tree leaves free when it comes to rest is noted in `rolls`. */
export function enter(stage: Stage, row: Row, state: TreeState, by: FactId): void {
  const wasActive = row.active
  row.active = !isTerminal(state)
  row.state = state
  const root = stage.posts.get(stage.tree)
  if (isTerminal(state)) {
    if (wasActive && root) stage.rolls.push({ by, lang: root.lang })
  } else if (state === 'growing') row.won = true
}

/** `initial_prompt_review` → `prompt_lottery_waiting` once the prompt is accepted. */
export function checkLottery(stage: Stage, row: Row, by: FactId): void {
  if (!row.active || row.state !== 'initial_prompt_review') return
  if (stage.posts.get(stage.tree)?.accepted === true) enter(stage, row, 'prompt_lottery_waiting', by)
}

/**
 * `growing` → `ranking` once as many accepted messages are there as are wanted and none is still short of reviews;
 * → `halted_by_moderator` if none is.
 * @returns whether it is at `ranking` now.
 */
export function checkRanking(stage: Stage, row: Row, by: FactId): boolean {
  if (!row.active || row.state !== 'growing') return false
  const there = [...stage.posts.values()].filter(({ deleted }) => !deleted)
  const accepted = there.filter((post) => post.accepted === true).length
  if (accepted === 0) {
    enter(stage, row, 'halted_by_moderator', by)
    return false
  }
  const awaiting = there.some((post) => post.accepted !== true && post.reviewCount < stage.rules.num_reviews_reply)
  if (accepted < row.goal || awaiting) return false
  enter(stage, row, 'ranking', by)
  return true
}

/**
 * `ranking` or `scoring_failed` → `ready_for_export` once every parent that is to be ranked has its ballots, with the
 * ranks written; → `scoring_failed` if they could not be computed.
 * @returns whether the ballots were there.
 */
export function checkScoring(stage: Stage, row: Row, by: FactId): boolean {
  const failed = row.state === 'scoring_failed'
  if (!failed && !(row.active && (row.state === 'ranking' || row.state === 'ready_for_scoring'))) return false
  const parents = rankedParents(stage, stage.rules.rank_prompter_replies)
  if (parents.some(({ ballots }) => ballots.length < stage.rules.num_required_rankings)) return false
  if (failed) {
    row.active = true
    row.state = 'ready_for_scoring'
  } else if (row.state === 'ranking') enter(stage, row, 'ready_for_scoring', by)
  enter(stage, row, updateRanks(stage, parents) ? 'ready_for_export' : 'scoring_failed', by)
  return true
}

/** Parents with two or more accepted replies that are there; only those of the assistant, unless prompters' count too. */
export function rankedParents(stage: Pick<Stage, 'posts'>, promptersToo: boolean): Post[] {
  return [...stage.posts.values()].filter(
    (parent) =>
      childrenOf(stage, parent).filter(
        (child) => child.accepted === true && !child.deleted && (promptersToo || child.role === 'assistant')
      ).length > 1
  )
}
