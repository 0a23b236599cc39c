import type { Known, KnownFact } from '../fact/check.ts'
import { ofKind } from '../fact/check.ts'
import type { MessageId, VersionId } from '../fact/fact.ts'
import { memberOf, type People } from '../people.ts'
import { byTime, type Written } from './messages.ts'
import type { Outcomes } from './outcomes.ts'
import { type Lendings, type Task, taskAt } from './task.ts'
import type { BallotView, ReviewView, SkipView } from './view.ts'

export type Judgements = {
  readonly reviews: ReadonlyMap<MessageId, readonly ReviewView[]>
  /** By the parent whose replies were ranked. */
  readonly ballots: ReadonlyMap<MessageId, readonly BallotView[]>
  readonly skips: ReadonlyMap<MessageId, readonly SkipView[]>
}

type Judgement = Known<'review'> | Known<'ballot'> | Known<'skip'>

/**
 * [JU1] Reviews, ballots and skips by the message they speak of, each contributor once: of one contributor's several
 * the last by recorded time, then id, counts, and the others are spare.
 */
export function readJudgements(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>,
  lendings: Lendings,
  people: People,
  outcomes: Outcomes
): Judgements {
  const messageOf = new Map<VersionId, Written>()
  for (const message of messages.values()) for (const version of message.versions) messageOf.set(version, message)
  const contributorOf = (fact: Judgement) => memberOf(people, fact.device).contributor
  const taskOf = (fact: Judgement): Task | undefined => {
    const lending = lendings.get(fact.content.task[0])
    return lending && taskAt(lending, fact.content.task[1])
  }
  /** Facts by target and contributor, the last of each, by time. */
  const lastOfEach = <J extends Judgement>(given: readonly J[]) => {
    const last = new Map<string, { fact: J; task: Task; target: Written }>()
    for (const fact of [...given].sort(byTime)) {
      const task = taskOf(fact)
      const target = task?.target === undefined ? undefined : messageOf.get(task.target)
      if (!task || !target) continue
      const key = `${fact.content.kind} ${task.kind} ${target.id} ${contributorOf(fact)}`
      const before = last.get(key)
      if (before) outcomes.spare(before.fact, 'done-again')
      last.delete(key)
      last.set(key, { fact, task, target })
    }
    return [...last.values()]
  }

  const reviews = new Map<MessageId, ReviewView[]>()
  for (const { fact, task, target } of lastOfEach(ofKind(facts, 'review'))) {
    if (target.contributor === contributorOf(fact)) outcomes.returned(fact, 'own-work')
    else if (task.target !== target.version) outcomes.spare(fact, 'older-version')
    else {
      outcomes.merged(fact)
      const { saved, labels } = fact.content
      push(reviews, target.id, { fact: fact.id, contributor: contributorOf(fact), at: saved, labels })
    }
  }

  const ballots = new Map<MessageId, BallotView[]>()
  for (const { fact, task, target } of lastOfEach(ofKind(facts, 'ballot'))) {
    const shown = task.candidates.map((version) => messageOf.get(version))
    if (shown.includes(undefined)) continue // a candidate is still to come
    const order = fact.content.order.map((at) => shown[at])
    if (order.includes(undefined) || order.length !== shown.length) outcomes.returned(fact, 'not-an-order')
    else if (shown.some((reply) => reply?.contributor === contributorOf(fact))) outcomes.returned(fact, 'own-work')
    else if (shown.some((reply, at) => reply?.version !== task.candidates[at])) outcomes.spare(fact, 'older-version')
    else {
      outcomes.merged(fact)
      push(ballots, target.id, {
        fact: fact.id,
        contributor: contributorOf(fact),
        at: fact.content.saved,
        order: order.map((reply) => (reply as Written).id),
        not_rankable: fact.content.not_rankable === true
      })
    }
  }

  const skips = new Map<MessageId, SkipView[]>()
  for (const { fact, task, target } of lastOfEach(ofKind(facts, 'skip'))) {
    outcomes.merged(fact)
    const { reason } = fact.content
    push(skips, target.id, { fact: fact.id, contributor: contributorOf(fact), kind: task.kind, reason })
  }
  return { reviews, ballots, skips }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
