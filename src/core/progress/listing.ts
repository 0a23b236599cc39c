import { compareText } from '../bytes.ts'
import { type KnownFact, ofKind } from '../fact/check.ts'

/**
 * [PG5] What a list of those who did most may call a contributor: the name that they were let in with, the last by
 * time and then id. Whoever gave none, or last said that they do not want to be listed, has none; at the same second
 * the wish not to be listed holds.
 *
 * @param facts about the devices of this contributor, in any order; others must not be among them.
 */
export function listedName(facts: readonly KnownFact[]): string | undefined {
  const wishes = ofKind(facts, 'listing').map(({ content }) => content)
  const [last] = wishes.sort((a, b) => b.saved - a.saved || Number(a.shown) - Number(b.shown))
  if (last?.shown === false) return undefined
  const grants = ofKind(facts, 'grant').sort((a, b) => a.content.at - b.content.at || compareText(a.id, b.id))
  return grants.map(({ content }) => content.name?.trim()).findLast((name) => name !== undefined && name !== '')
}
