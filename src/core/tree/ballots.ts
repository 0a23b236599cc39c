import type { Known, KnownFact } from '../fact/check.ts'
import { ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import { idsInPlaces, type Places } from '../fact/places.ts'
import type { Written } from './messages.ts'
import { contributorOf, lastOfEach, type Placed, placed, push, type Setting } from './placing.ts'
import type { BallotView } from './view.ts'

/**
 * [BA1] Ballots by the parent whose replies they rank. A ballot may leave replies out, but names at least one pair, or
 * says that they are not to be ranked.
 */
export function readBallots(facts: readonly KnownFact[], setting: Setting): Map<MessageId, BallotView[]> {
  const { messageOf, outcomes } = setting
  const thatCount = placed(ofKind(facts, 'ballot'), setting).flatMap((judgement) => {
    const { fact, task, target } = judgement
    const shown = task.candidates.map((version) => messageOf.get(version))
    if (!areThere(shown)) return [] // a candidate is still to come
    if (shown.length < 2 || shown.some((reply) => reply.parent !== target.id || !isOf(fact.content.kind, reply)))
      outcomes.returned(fact, 'no-such-task')
    else if (!isOrder(fact.content, shown.length)) outcomes.returned(fact, 'not-an-order')
    else if (shown.some(({ contributor }) => contributor === contributorOf(fact, setting)))
      outcomes.returned(fact, 'own-work')
    else if (shown.some(({ version }, at) => version !== task.candidates[at])) outcomes.spare(fact, 'older-version')
    else return [{ ...judgement, shown: shown.map(({ id }) => id) }]
    return []
  })
  const ballots = new Map<MessageId, BallotView[]>()
  for (const ballot of lastOfEach(thatCount, setting)) {
    outcomes.merged(ballot.fact)
    push(ballots, ballot.target.id, viewOf(ballot, setting))
  }
  return ballots
}

function areThere(messages: (Written | undefined)[]): messages is Written[] {
  return !messages.includes(undefined)
}

function isOf(kind: string, { role }: Written): boolean {
  return kind === (role === 'assistant' ? 'rank_assistant_replies' : 'rank_prompter_replies')
}

/** Whether it compares some of so many shown, and nothing else. */
export function isOrder({ order, not_rankable, good = 0 }: Known<'ballot'>['content'], shown: number): boolean {
  const positions = order.flat()
  if (positions.some((at) => at >= shown) || good > positions.length) return false
  return positions.length > 1 || not_rankable === true
}

type Counted = Placed<Known<'ballot'>> & { readonly shown: readonly MessageId[] }

function viewOf({ fact, shown }: Counted, setting: Setting): BallotView {
  const { saved, order, not_rankable, good } = fact.content
  return {
    fact: fact.id,
    contributor: contributorOf(fact, setting),
    at: saved,
    order: idsInPlaces(order, (at) => shown[at]),
    shown,
    not_rankable: not_rankable === true,
    untouched: isUntouched(order, shown.length),
    ...(good !== undefined && { good })
  }
}

/** All of them, in the order in which they were shown. */
function isUntouched(order: Places<number>, shown: number): boolean {
  return order.length === shown && order.every((place, at) => place === at)
}
