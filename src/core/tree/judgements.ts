import type { KnownFact } from '../fact/check.ts'
import { ofKind } from '../fact/check.ts'
import { passagesIn } from '../fact/evidence.ts'
import type { MessageId } from '../fact/fact.ts'
import type { People } from '../people.ts'
import { readBallots } from './ballots.ts'
import type { Written } from './messages.ts'
import type { Outcomes } from './outcomes.ts'
import { contributorOf, lastOfEach, placed, push, type Setting, settingOf, taskOf } from './placing.ts'
import type { Lendings } from './task.ts'
import type { BallotView, ReviewView, SkipView } from './view.ts'

export type Judgements = {
  readonly reviews: ReadonlyMap<MessageId, readonly ReviewView[]>
  /** By the parent whose replies were ranked. */
  readonly ballots: ReadonlyMap<MessageId, readonly BallotView[]>
  readonly skips: ReadonlyMap<MessageId, readonly SkipView[]>
}

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
  const setting = settingOf(messages, lendings, people, outcomes)
  return {
    reviews: readReviews(facts, setting),
    ballots: readBallots(facts, setting),
    skips: readSkips(facts, setting)
  }
}

function readReviews(facts: readonly KnownFact[], setting: Setting): Map<MessageId, ReviewView[]> {
  const { outcomes } = setting
  const thatCount = placed(ofKind(facts, 'review'), setting).filter(({ fact, task, target }) => {
    if (fact.content.kind !== reviewKindOf(target)) outcomes.returned(fact, 'no-such-task')
    else if (target.contributor === contributorOf(fact, setting)) outcomes.returned(fact, 'own-work')
    else if (task.target !== target.version) outcomes.spare(fact, 'older-version')
    else return true
    return false
  })
  const reviews = new Map<MessageId, ReviewView[]>()
  for (const { fact, target } of lastOfEach(thatCount, setting)) {
    outcomes.merged(fact)
    const { saved, labels, unsure = [] } = fact.content
    const evidence = passagesIn(target.text, fact.content.evidence)
    const said = { at: saved, labels, unsure, ...(evidence.length > 0 && { evidence }) }
    push(reviews, target.id, { fact: fact.id, contributor: contributorOf(fact, setting), ...said })
  }
  return reviews
}

/** The only kind of review that a message can have: others ask for labels that are not its own. */
export function reviewKindOf({ parent, role }: Pick<Written, 'parent' | 'role'>) {
  if (parent === undefined) return 'label_initial_prompt'
  return role === 'assistant' ? 'label_assistant_reply' : 'label_prompter_reply'
}

function readSkips(facts: readonly KnownFact[], setting: Setting): Map<MessageId, SkipView[]> {
  const skips = new Map<MessageId, SkipView[]>()
  const given = ofKind(facts, 'skip')
  for (const { fact, task, target } of lastOfEach(placed(given, setting), setting)) {
    setting.outcomes.merged(fact)
    const { reason } = fact.content
    push(skips, target.id, { fact: fact.id, contributor: contributorOf(fact, setting), kind: task.kind, reason })
  }
  // Who ranks no prompts says nothing of any of them.
  for (const fact of given) if (taskOf(fact, setting)?.target === undefined) setting.outcomes.merged(fact)
  return skips
}
