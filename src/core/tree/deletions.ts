import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Written } from './messages.ts'

/**
 * [DE1] A message is deleted while a deletion of it, or of a message above it, stands that no undeletion names. Of
 * concurrent deletion and undeletion the deletion holds, since an undeletion undoes only those it saw.
 *
 * @param messages parents before children.
 */
export function readDeletions(
  facts: readonly KnownFact[],
  messages: ReadonlyMap<MessageId, Written>
): ReadonlySet<MessageId> {
  const undone = new Set(ofKind(facts, 'undelete').flatMap(({ content }) => content.undoes))
  const roots = new Set(ofKind(facts, 'delete').flatMap(({ id, content }) => (undone.has(id) ? [] : [content.message])))
  // A deletion that an import gave is of that message alone: its file says so of each message.
  const given = [...messages.values()].filter(
    (message) => message.given?.deleted === true && !undone.has(message.fact.id)
  )
  const decided = new Set<MessageId>()
  for (const { id, parent } of messages.values())
    if (roots.has(id) || (parent !== undefined && decided.has(parent))) decided.add(id)
  return new Set([...decided, ...given.map(({ id }) => id)])
}
