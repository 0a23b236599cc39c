import type { Known, KnownFact } from '../fact/check.ts'
import { ofKind } from '../fact/check.ts'
import type { MessageId, VersionId } from '../fact/fact.ts'
import { idsInPlaces } from '../fact/places.ts'
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

type Placed<J extends Judgement> = { readonly fact: J; readonly task: Task; readonly target: Written }

/**
 * [JU1] Reviews, ballots and skips by the message they speak of, each contributor once: of one contributor's several
 * that could count, the last by recorded time, then id, counts, and the others are spare.
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
  /** By time; those on a message that is still to come wait. */
  const placed = <J extends Judgement>(given: readonly J[]): Placed<J>[] =>
    given.toSorted(byTime).flatMap((fact) => {
      const lending = lendings.get(fact.content.task[0])
      const task = lending && taskAt(lending, fact.content.task[1])
      const target = task?.target === undefined ? undefined : messageOf.get(task.target)
      return task && target ? [{ fact, task, target }] : []
    })
  const lastOfEach = <P extends Placed<Judgement>>(given: readonly P[]): P[] => {
    const last = new Map<string, P>()
    for (const judgement of given) {
      const { fact, task, target } = judgement
      const key = JSON.stringify([task.kind, target.id, contributorOf(fact)])
      const before = last.get(key)
      if (before) outcomes.spare(before.fact, 'done-again')
      last.delete(key) // so that the order is that of the last ones
      last.set(key, judgement)
    }
    return [...last.values()]
  }

  const reviews = new Map<MessageId, ReviewView[]>()
  const reviewsThatCount = placed(ofKind(facts, 'review')).filter(({ fact, task, target }) => {
    if (target.contributor === contributorOf(fact)) outcomes.returned(fact, 'own-work')
    else if (task.target !== target.version) outcomes.spare(fact, 'older-version')
    else return true
    return false
  })
  for (const { fact, target } of lastOfEach(reviewsThatCount)) {
    outcomes.merged(fact)
    const { saved, labels, unsure = [] } = fact.content
    push(reviews, target.id, { fact: fact.id, contributor: contributorOf(fact), at: saved, labels, unsure })
  }

  const ballots = new Map<MessageId, BallotView[]>()
  const ballotsThatCount = placed(ofKind(facts, 'ballot')).flatMap((judgement) => {
    const { fact, task, target } = judgement
    const shown = task.candidates.map((version) => messageOf.get(version))
    if (!areThere(shown)) return [] // a candidate is still to come
    const positions = fact.content.order.flat()
    if (shown.some(({ parent }) => parent !== target.id)) outcomes.returned(fact, 'no-such-task')
    else if (!areThere(positions.map((at) => shown[at])) || positions.length !== shown.length)
      outcomes.returned(fact, 'not-an-order')
    else if (shown.some(({ contributor }) => contributor === contributorOf(fact))) outcomes.returned(fact, 'own-work')
    else if (shown.some(({ version }, at) => version !== task.candidates[at])) outcomes.spare(fact, 'older-version')
    else {
      const order = idsInPlaces(fact.content.order, (at) => shown[at]?.id)
      const untouched = fact.content.order.every((place, at) => place === at)
      return [{ ...judgement, order, shown: shown.map(({ id }) => id), untouched }]
    }
    return []
  })
  for (const { fact, target, order, shown, untouched } of lastOfEach(ballotsThatCount)) {
    outcomes.merged(fact)
    const { saved, not_rankable, good } = fact.content
    const ballot = { fact: fact.id, contributor: contributorOf(fact), at: saved, order, shown, untouched }
    push(ballots, target.id, { ...ballot, not_rankable: not_rankable === true, ...(good !== undefined && { good }) })
  }

  const skips = new Map<MessageId, SkipView[]>()
  for (const { fact, task, target } of lastOfEach(placed(ofKind(facts, 'skip')))) {
    outcomes.merged(fact)
    const { reason } = fact.content
    push(skips, target.id, { fact: fact.id, contributor: contributorOf(fact), kind: task.kind, reason })
  }
  return { reviews, ballots, skips }
}

function areThere(messages: (Written | undefined)[]): messages is Written[] {
  return !messages.includes(undefined)
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
