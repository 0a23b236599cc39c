import { type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { FactId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { mayDecide, memberOf, type People } from '../people.ts'
import type { Outcomes } from './outcomes.ts'
import { Texts } from './texts.ts'

/**
 * [AP1] Why facts are declined: a decline holds until the hearing of an appeal lifts it by its name.
 *
 * @param facts of one tree, decisions only of those who may decide, in the order of their ids; of several declines of one
 *   fact the last gives the rule.
 */
export function declinesThatHold(facts: readonly KnownFact[]): Map<FactId, string> {
  const lifted = new Set(ofKind(facts, 'hearing').flatMap(({ content }) => content.declines ?? []))
  const holding = ofKind(facts, 'decline').filter(({ id }) => !lifted.has(id))
  return new Map(holding.map(({ content }) => [content.fact, content.rule]))
}

/**
 * [AP2] Without what was declined. A message that its author has changed since stands with the new words: only the version
 * that was declined is returned.
 *
 * @param isLate what a finish does not count: it mends nothing.
 */
export function withoutDeclined(
  facts: readonly KnownFact[],
  people: People,
  isLate: (fact: KnownFact) => boolean,
  outcomes: Outcomes
): KnownFact[] {
  const declined = declinesThatHold(facts)
  if (declined.size === 0) return [...facts]
  const texts = new Texts(facts, people)
  const amendments = ofKind(facts, 'amend').filter(
    (amend) => !declined.has(amend.id) && !isLate(amend) && texts.of(amend) !== undefined
  )
  const isMended = (fact: KnownFact) =>
    fact.is === 'writing' &&
    amendments.some(
      ({ device, content }) =>
        content.message === uuidOf(fact.id) &&
        (mayDecide(people, device) ||
          memberOf(people, device).contributor === memberOf(people, fact.device).contributor)
    )
  return facts.filter((fact) => {
    const rule = declined.get(fact.id)
    if (rule !== undefined) outcomes.returned(fact, rule)
    return rule === undefined || isMended(fact)
  })
}

/** [AP1] Authors appeal, in their own name alone; what they say is kept for the moderators, and counts for nothing else. */
export function settleAppeals(facts: readonly KnownFact[], people: People, outcomes: Outcomes): void {
  const devices = new Map(facts.map(({ id, device }) => [id, device]))
  const isOwn = (appeal: Known<'appeal'>) => {
    const author = devices.get(appeal.content.fact)
    return author !== undefined && memberOf(people, author).contributor === memberOf(people, appeal.device).contributor
  }
  for (const appeal of ofKind(facts, 'appeal')) {
    if (isOwn(appeal)) outcomes.merged(appeal)
    else outcomes.returned(appeal, 'not-yours')
  }
  for (const hearing of ofKind(facts, 'hearing')) outcomes.merged(hearing)
}
