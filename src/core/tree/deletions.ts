import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Written } from './messages.ts'

/**
 * [DE1] A message is deleted while a deletion of it, or of a message above it, stands that no undeletion names. Of
 * concurrent deletion and undeletion the deletion holds, since an undeletion undoes only those it saw. A deletion of a
 * message alone leaves what is below.
 *
 * @param messages parents before children.
 * @param redFlagged replies that count as deleted, with what is below, though nobody decided so.
 */
export function readDeletions(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>,
  redFlagged: ReadonlySet<MessageId>
): ReadonlySet<MessageId> {
  const undone = new Set(ofKind(facts, 'undelete').flatMap(({ content }) => content.undoes))
  const standing = ofKind(facts, 'delete').filter(({ id }) => !undone.has(id))
  const whole = new Set(standing.filter(({ content }) => !content.alone).map(({ content }) => content.message))
  const alone = standing.filter(({ content }) => content.alone).map(({ content }) => content.message)
  // A deletion that an import gave is of that message alone: its file says so of each message.
  const given = [...messages.values()].filter(
    (message) => message.given?.deleted === true && !undone.has(message.fact.id)
  )
  const decided = new Set<MessageId>()
  for (const { id, parent } of messages.values()) {
    const flagged = parent !== undefined && redFlagged.has(id)
    if (whole.has(id) || flagged || (parent !== undefined && decided.has(parent))) decided.add(id)
  }
  return new Set([...decided, ...alone, ...given.map(({ id }) => id)])
}
