import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Written } from './messages.ts'

/**
 * [DE1] A message is deleted while a deletion of it, or of a message above it, stands that no undeletion names. Of
 * concurrent deletion and undeletion the deletion holds, since an undeletion undoes only those it saw.
 */
export function readDeletions(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>
): ReadonlySet<MessageId> {
  const undone = new Set(ofKind(facts, 'undelete').flatMap(({ content }) => content.undoes))
  const roots = new Set(ofKind(facts, 'delete').flatMap(({ id, content }) => (undone.has(id) ? [] : [content.message])))
  const deleted = new Set<MessageId>()
  for (const message of messages.values()) {
    const above = message.parent !== undefined && deletedByDecision(message.parent, messages, roots)
    const givenDeleted = message.given?.deleted === true && !undone.has(message.fact.id)
    if (roots.has(message.id) || above || givenDeleted) deleted.add(message.id)
  }
  return deleted
}

function deletedByDecision(
  id: MessageId,
  messages: ReadonlyMap<MessageId, Written>,
  roots: ReadonlySet<MessageId>
): boolean {
  for (let at = messages.get(id); at; at = at.parent === undefined ? undefined : messages.get(at.parent))
    if (roots.has(at.id)) return true
  return false
}
