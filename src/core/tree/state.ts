import type { Rules } from '../rules.ts'
import type { Decided } from './decisions.ts'
import type { Growth } from './growth.ts'
import type { RankingSet } from './ranking.ts'
import { PARKED } from './start.ts'
import type { TreeState } from './view.ts'

type Input = {
  readonly growth: Growth
  readonly sets: readonly RankingSet[]
  /** Where an imported tree starts. */
  readonly start: TreeState | undefined
  readonly decided: Decided
  readonly finished: boolean
  /** Nobody wants to answer one of its messages. */
  readonly unanswerable: boolean
  readonly rules: Rules
}

/**
 * [ST1] The state of a tree: prompt review, lottery, growing, ranking, ready. A state is due as soon as its condition
 * holds. A finish keeps a tree ready (I7) unless a moderator stops it.
 */
export function stateOf({ growth, sets, start, decided, finished, unanswerable, rules }: Input): TreeState {
  const { root } = growth
  const fromBacklog = start === 'backlog_ranking' && decided.activated
  const parked = start !== undefined && PARKED.includes(start) && !fromBacklog
  if (decided.halted) return 'halted_by_moderator'
  if (decided.aborted) return 'aborted_low_grade'
  if (!parked && [...growth.judged.values()].every(({ deleted }) => deleted)) return 'halted_by_moderator'
  if (finished) return 'ready_for_export'
  if (parked) return start
  if (fromBacklog && sets.length === 0) return 'aborted_low_grade'

  const ranking = start === 'ranking' || fromBacklog
  const grown = ranking || growth.grown
  if (unanswerable && !grown) return 'halted_by_moderator'
  if (root.flagged) return 'aborted_low_grade'
  if (start === undefined || start === 'initial_prompt_review') {
    if (root.accepted === undefined) return 'initial_prompt_review'
    if (root.firstVerdict === false) return 'aborted_low_grade'
  }
  if (start !== 'growing' && !ranking && !decided.won) return 'prompt_lottery_waiting'
  if (!grown) return 'growing'
  if (sets.some(({ wanted }) => wanted > 0)) return 'ranking'
  return rules.consensus === 'none' && sets.length > 0 ? 'scoring_failed' : 'ready_for_export'
}
