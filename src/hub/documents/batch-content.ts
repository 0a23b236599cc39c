import { checkFact } from '../../core/fact/check.ts'
import type { FactId, TreeId, VersionId } from '../../core/fact/fact.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { Texts } from '../../core/tree/texts.ts'
import type { MessageView } from '../../core/tree/view.ts'
import type { BatchContent, ShownMessage } from '../../sync/documents/batch.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import { viewOf } from '../ingest/settle.ts'
import type { ReadTx } from '../store/store.ts'

/**
 * The texts of a lending as they were lent, less what was erased since.
 *
 * @returns undefined if the lending, or a tree that it shows, is not here: another hub lent it, or this one lost it. Whoever
 * has the batch whole must not be given one without its texts.
 */
export async function batchContent(
  tx: ReadTx,
  lendingId: FactId,
  people: People,
  rules: Rules
): Promise<BatchContent | undefined> {
  const lending = await tx.lending(lendingId)
  const hash = await tx.segmentOf(lendingId)
  const segment = hash === undefined ? undefined : await tx.segment(hash)
  if (!lending || !segment) return undefined
  const versions = new Map<VersionId, { message: MessageView; text: string | null }>()
  const trees = new Set<TreeId>()
  for (const version of lending.shown) {
    const tree = await tx.treeOf(version)
    if (tree === undefined) return undefined
    trees.add(tree)
  }
  for (const tree of trees) {
    const view = await viewOf(tx, tree, people, rules)
    if (!view) return undefined
    for (const message of view.messages) versions.set(message.version, { message, text: message.text })
    await addOlderVersions(tx, lending.shown, tree, view.messages, versions, people)
  }
  const place = new Map(lending.shown.map((version, at) => [versions.get(version)?.message.id, at]))
  const shown = lending.shown.map((version): ShownMessage => {
    const known = versions.get(version)
    const parent = known?.message.parent === undefined ? undefined : place.get(known.message.parent)
    return {
      role: known?.message.role ?? 'prompter',
      lang: known?.message.lang ?? lending.lang,
      ...(parent !== undefined && { parent }),
      text: known?.text ?? null
    }
  })
  return { segment: writeSegment(segment), shown }
}

/** Versions that were lent and amended since: their own texts. */
async function addOlderVersions(
  tx: ReadTx,
  shown: readonly VersionId[],
  tree: TreeId,
  messages: readonly MessageView[],
  versions: Map<VersionId, { message: MessageView; text: string | null }>,
  people: People
): Promise<void> {
  const older = shown.filter((version) => !versions.has(version))
  if (older.length === 0) return
  const facts = (await tx.factsOf(tree)).map(checkFact).flatMap((checked) => ('id' in checked ? [checked] : []))
  const texts = new Texts(facts, people)
  for (const version of older) {
    const id = await tx.factOfVersion(version)
    const fact = facts.find((candidate) => candidate.id === id)
    if (!fact || (fact.is !== 'writing' && fact.is !== 'amend' && fact.is !== 'import_message')) continue
    const messageId = fact.is === 'amend' ? fact.content.message : version
    const message = messages.find((candidate) => candidate.id === messageId)
    if (message) versions.set(version, { message, text: texts.of(fact) ?? null })
  }
}
