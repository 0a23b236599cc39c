import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import { isWriting } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { Judgements } from './judgements.ts'
import type { Written } from './messages.ts'
import type { Reactions } from './reactions.ts'

/** What the crowd asks moderators about, and what they have answered. */
export type Moderation = {
  /** Messages that a moderator found nothing wrong with, whatever flags they have. */
  readonly cleared: ReadonlySet<MessageId>
  /** Messages with so many red flags that they count as deleted, or as a root abort the tree. */
  readonly redFlagged: ReadonlySet<MessageId>
  /** So many turned down to answer one of its messages that the tree halts. */
  readonly unanswerable: boolean
}

/**
 * [MO1] Auto-moderation, undone by whoever clears a message: red flags (reports are flags too) and skipped replies, each
 * counted by different contributors. What an import brought was judged elsewhere, and its counts count for nothing here.
 * Source: open-assistant.md 2.5; there it happens when somebody asks for work, here at once.
 */
export function moderate(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>,
  { emojis, freeLabels }: Reactions,
  { skips }: Judgements,
  rules: Rules
): Moderation {
  const cleared = new Set(ofKind(facts, 'clear').map(({ content }) => content.message))
  const redFlagged = new Set<MessageId>()
  let unanswerable = false
  for (const { id, contributor } of rules.auto_mod_enabled ? messages.values() : []) {
    if (cleared.has(id)) continue
    const flags = [
      ...(emojis.get(id) ?? []).filter(({ emoji }) => emoji === 'red_flag'),
      ...(freeLabels.get(id) ?? []).filter(({ report }) => report !== undefined)
    ].filter((flag) => flag.contributor !== contributor)
    if (countOf(flags) >= rules.auto_mod_red_flags) redFlagged.add(id)
    const turnedDown = (skips.get(id) ?? []).filter(({ kind }) => isWriting(kind))
    unanswerable ||= countOf(turnedDown) >= rules.auto_mod_max_skip_reply
  }
  return { cleared, redFlagged, unanswerable }
}

function countOf(said: readonly { readonly contributor: string }[]): number {
  return new Set(said.map(({ contributor }) => contributor)).size
}
