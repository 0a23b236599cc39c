import { type ImportAs, importContents } from '../core/dataset/import.ts'
import type { ParsedTree } from '../core/dataset/parsed.ts'
import type { Content } from '../core/fact/fact.ts'
import { secondsNow } from '../sync/system.ts'
import type { Hub } from './hub.ts'

/**
 * Brings trees into the project, all of them or none. A tree of which any message is known already changes nothing.
 * @returns the trees that were added, and how many were known.
 */
export async function importTrees(
  hub: Hub,
  trees: readonly ParsedTree[],
  how: ImportAs
): Promise<{ added: readonly ParsedTree[]; known: number }> {
  return hub.ingest.decide(async (tx) => {
    const added: ParsedTree[] = []
    for (const tree of trees) {
      const ids = await Promise.all(tree.messages.map(({ message }) => tx.treeOf(message)))
      if (ids.every((id) => id === undefined)) added.push(tree)
    }
    const sealing = { device: hub.identity.hub.device, salt: () => hub.system.random(12) }
    const contents: Content[] = added.flatMap((tree) => importContents(tree, how, secondsNow(hub.system), sealing))
    return { contents, result: { added, known: trees.length - added.length } }
  })
}
