import { type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import { memberOf, type People } from '../people.ts'
import { byTime, type Written } from './messages.ts'
import type { Outcomes } from './outcomes.ts'
import { contributorOf, push } from './placing.ts'
import type { Texts } from './texts.ts'
import type { EmojiView, FreeLabelView } from './view.ts'

/** What people say of messages unasked. */
export type Reactions = {
  readonly emojis: ReadonlyMap<MessageId, readonly EmojiView[]>
  readonly freeLabels: ReadonlyMap<MessageId, readonly FreeLabelView[]>
}

type Reaction = Known<'emoji'> | Known<'label'> | Known<'report'>

/**
 * [RE1] Emojis, free labels and reports by message, whichever version of it they name, of members alone. Of a
 * contributor's several words on one emoji, or several free labellings of one message, the last counts; every report
 * does. Nobody praises or labels their own work.
 */
export function readReactions(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>,
  texts: Texts,
  people: People,
  outcomes: Outcomes
): Reactions {
  // A device knows of a message the version that it was shown.
  const ids = new Map([...messages.values()].flatMap(({ id, versions }) => versions.map((version) => [version, id])))
  const idOf = ({ content }: Reaction): MessageId => ids.get(content.message) ?? content.message
  /** By time. Those on a message that is still to come wait. */
  const thatCount = <R extends Reaction>(given: readonly R[]): R[] =>
    given.toSorted(byTime).filter((fact) => {
      const message = messages.get(idOf(fact))
      if (!message) return false
      const own = contributorOf(fact, { people }) === message.contributor && ownIsBarred(fact)
      if (!people.has(fact.device)) outcomes.returned(fact, 'not-allowed')
      else if (own) outcomes.returned(fact, 'own-work')
      return people.has(fact.device) && !own
    })
  const lastOfEach = <R extends Reaction>(given: readonly R[], keyOf: (fact: R) => string): R[] => {
    const last = new Map<string, R>()
    for (const fact of given) {
      const key = JSON.stringify([idOf(fact), memberOf(people, fact.device).contributor, keyOf(fact)])
      const before = last.get(key)
      if (before) outcomes.spare(before, 'done-again')
      last.delete(key)
      last.set(key, fact)
    }
    return [...last.values()]
  }
  const saidOf = (fact: Reaction) => ({
    fact: fact.id,
    contributor: memberOf(people, fact.device).contributor,
    at: fact.content.saved
  })

  const emojis = new Map<MessageId, EmojiView[]>()
  const words = lastOfEach(thatCount(ofKind(facts, 'emoji')), ({ content }) => content.emoji)
  const given = words.filter(({ content }) => content.removed !== true)
  const standing = lastOfEach(given, ({ content }) => THUMBS[content.emoji] ?? content.emoji)
  // Taking a reaction back has done its work too.
  for (const fact of words) outcomes.merged(fact)
  for (const fact of standing) push(emojis, idOf(fact), { ...saidOf(fact), emoji: fact.content.emoji })

  const freeLabels = new Map<MessageId, FreeLabelView[]>()
  for (const fact of lastOfEach(thatCount(ofKind(facts, 'label')), () => '')) {
    outcomes.merged(fact)
    push(freeLabels, idOf(fact), { ...saidOf(fact), labels: fact.content.labels })
  }
  for (const fact of thatCount(ofKind(facts, 'report'))) {
    if (texts.of(fact) === undefined && fact.content.pieces?.length) continue // a piece is still to come
    outcomes.merged(fact)
    const report = { text: textOf(fact, texts) }
    push(freeLabels, idOf(fact), { ...saidOf(fact), labels: fact.content.labels ?? {}, report })
  }
  return { emojis, freeLabels }
}

/** Up and down exclude each other (open-assistant.md 6.4). */
const THUMBS: Readonly<Record<string, string>> = { '+1': 'thumb', '-1': 'thumb' }

function ownIsBarred(fact: Reaction): boolean {
  return 'emoji' in fact.content ? String(fact.content.emoji) in THUMBS : fact.content.kind === 'label'
}

/** null: erased. A report may come without words. */
function textOf(fact: Known<'report'>, texts: Texts): string | null {
  const { text, sealed, pieces = [] } = fact.content
  const said = text !== undefined || sealed !== undefined || pieces.length > 0
  return said ? (texts.of(fact) ?? null) : ''
}
