import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Rules } from '../rules.ts'
import type { Growth, Judged } from './growth.ts'
import { type Imported, PARKED, startOf } from './start.ts'
import type { TreeState } from './view.ts'

type Input = {
  readonly facts: readonly KnownFact[]
  readonly imported: Imported | undefined
  readonly growth: Growth
  readonly finished: boolean
  readonly rules: Rules
}

/**
 * [ST1] The state of a tree: prompt review, lottery, growing, ranking, ready. A state is due as soon as its condition
 * holds. A finish keeps a tree ready (I7) unless a moderator halts it.
 */
export function stateOf({ facts, imported, growth, finished, rules }: Input): TreeState {
  const messages = [...growth.judged.values()]
  const start = startOf(imported)
  const parked = start !== undefined && PARKED.includes(start)
  if (ofKind(facts, 'halt').length > 0) return 'halted_by_moderator'
  if (messages.every(({ deleted }) => deleted) && !parked) return 'halted_by_moderator'
  if (finished) return 'ready_for_export'
  if (parked && start !== undefined) return start
  if (start === undefined || start === 'initial_prompt_review') {
    if (growth.root.accepted === undefined) return 'initial_prompt_review'
    if (growth.root.firstVerdict === false) return 'aborted_low_grade'
  }
  const won = ofKind(facts, 'lottery').length > 0
  if (start !== 'growing' && start !== 'ranking' && !won) return 'prompt_lottery_waiting'
  if (start !== 'ranking' && !growth.grown) return 'growing'
  return rankingSets(growth).every(({ ballots }) => ballots.length >= rules.num_required_rankings)
    ? 'ready_for_export'
    : 'ranking'
}

export type RankingSet = {
  readonly parent: Judged
  readonly replies: readonly Judged[]
  readonly ballots: Judged['ballots']
}

/** [RK2] The parents whose replies are to be ranked: two or more accepted, undeleted replies of the assistant. */
export function rankingSets(growth: Growth): RankingSet[] {
  return [...growth.judged.values()].flatMap((parent) => {
    const replies = parent.children
      .map((id: MessageId) => growth.judged.get(id))
      .filter((reply) => reply?.accepted === true && !reply.deleted && reply.role === 'assistant') as Judged[]
    return replies.length >= 2 && !parent.deleted ? [{ parent, replies, ballots: parent.ballots }] : []
  })
}
