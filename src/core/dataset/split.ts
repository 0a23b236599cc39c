import { hashOf } from '../hash.ts'
import type { TreeView } from '../tree/view.ts'

export type Part = 'train' | 'validation'
export type Split = {
  /** Of trees that are for validation, 0 to 1; default 0.05, as Open-Assistant's published data has it. */
  readonly share?: number
  /** Only this part. */
  readonly only?: Part
}

export const VALIDATION_SHARE = 0.05

/**
 * [XP12] Where a tree belongs, by a hash of its origin alone: what is validation stays so, whatever is added, whoever
 * exports and however they sort. A translation goes where its source goes, or a model would be tested on what it read.
 */
export function partOf(view: TreeView, { share = VALIDATION_SHARE }: Split = {}): Part {
  // 32 bits are as even as any share asks for, and are whole numbers to every engine.
  const place = Number.parseInt(hashOf('split', originOf(view)).slice(0, 8), 16)
  return place < share * 2 ** 32 ? 'validation' : 'train'
}

export function isInSplit(view: TreeView, split: Split | undefined): boolean {
  return split?.only === undefined || partOf(view, split) === split.only
}

/** The tree of which it is a translation, or itself. */
function originOf({ id, imported }: TreeView): string {
  const source = imported?.fields.origin_tree_id
  return typeof source === 'string' ? source : id
}
