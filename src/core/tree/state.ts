import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Rules } from '../rules.ts'
import type { Growth, Judged } from './growth.ts'
import { TREE_STATES, type TreeState } from './view.ts'

type Input = {
  readonly facts: readonly KnownFact[]
  readonly imported: { readonly as: string; readonly fields: Readonly<Record<string, unknown>> } | undefined
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

/** States in which an imported tree stays; a parked prompt leaves its state by the lottery. */
const PARKED: readonly TreeState[] = [
  'ready_for_export',
  'aborted_low_grade',
  'halted_by_moderator',
  'backlog_ranking',
  'scoring_failed'
]

/** Where an imported tree starts; undefined: a prompt of our own. */
function startOf(imported: Input['imported']): TreeState | undefined {
  if (!imported) return undefined
  switch (imported.as) {
    case 'growing':
    case 'ranking':
      return imported.as
    case 'backlog':
      return 'backlog_ranking'
    case 'prompts':
      return 'prompt_lottery_waiting'
    default: {
      const given = TREE_STATES.find((state) => state === imported.fields.tree_state) ?? 'ready_for_export'
      return given === 'ready_for_scoring' ? 'ranking' : given
    }
  }
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
