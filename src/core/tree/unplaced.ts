import { compareText } from '../bytes.ts'
import type { KnownFact } from '../fact/check.ts'
import { bare } from '../fact/evidence.ts'
import type { Fact, FactId } from '../fact/fact.ts'
import { idsInPlaces } from '../fact/places.ts'
import { memberOf, type People } from '../people.ts'
import { isAnswer, type Lendings, taskAt } from './task.ts'
import type { Texts } from './texts.ts'
import type { MessageView, Outcome, Unplaced } from './view.ts'

/**
 * [UN1] Work that a tree has no use for, with all that it says, so that nothing is lost from sight: spare and returned
 * facts that no message of the view shows. The same import by two hubs is one import.
 */
export function readUnplaced(
  facts: readonly Fact[],
  known: readonly KnownFact[],
  views: Iterable<MessageView>,
  outcomes: ReadonlyMap<FactId, Outcome>,
  lendings: Lendings,
  texts: Texts,
  people: People
): Unplaced[] {
  const shown = new Set<FactId>()
  for (const { fact, reviews, ballots, skips, emojis, freeLabels } of views) {
    shown.add(fact)
    for (const said of [...reviews, ...ballots, ...skips, ...emojis, ...freeLabels]) shown.add(said.fact)
  }
  const readable = new Map(known.map((fact) => [fact.id, fact]))
  return facts
    .flatMap((fact): Unplaced[] => {
      const outcome = outcomes.get(fact.id)
      if (!outcome || outcome.is === 'merged' || outcome.rule === 'known-already' || shown.has(fact.id)) return []
      const { contributor } = memberOf(people, fact.device)
      const checked = readable.get(fact.id)
      const said = checked ? saidBy(checked, lendings, texts) : {}
      return [{ fact: fact.id, contributor, kind: fact.content.kind, ...said, outcome }]
    })
    .sort((a, b) => compareText(a.fact, b.fact))
}

function saidBy(fact: KnownFact, lendings: Lendings, texts: Texts): Partial<Unplaced> {
  if (fact.is === 'amend') return { at: fact.content.saved, target: fact.content.message, text: texts.of(fact) ?? null }
  if (fact.is === 'emoji') return { at: fact.content.saved, target: fact.content.message, reason: fact.content.emoji }
  if (fact.is === 'label' || fact.is === 'report') {
    const { saved: at, message: target, labels } = fact.content
    return { at, target, ...(labels && { labels }), ...(fact.is === 'report' && { text: texts.of(fact) ?? null }) }
  }
  if (!isAnswer(fact)) return {}
  const { content } = fact
  const lending = lendings.get(content.task[0])
  const task = lending && taskAt(lending, content.task[1])
  const about = { at: content.saved, ...(task?.target !== undefined && { target: task.target }) }
  switch (fact.is) {
    case 'writing':
      return { ...about, lang: fact.content.lang, text: texts.of(fact) ?? null }
    case 'review':
      return {
        ...about,
        labels: fact.content.labels,
        ...(fact.content.evidence && { evidence: bare(fact.content.evidence) })
      }
    case 'ballot':
      return { ...about, order: idsInPlaces(fact.content.order, (at) => task?.candidates[at]) }
    case 'skip':
      return { ...about, reason: fact.content.reason }
  }
}
