import { readFileSync } from 'node:fs'
import { readDataset } from '../../core/dataset/read.ts'
import type { Hub } from '../hub.ts'
import { importTrees } from '../import.ts'

export const PRACTICE_NAME = 'Understory practice'

/**
 * Brings the practice trees into a hub. What is there already changes nothing, so this costs a second start only its
 * reading.
 * @param file `practice.trees.jsonl`; the caller knows where its program keeps it.
 */
export async function fillPractice(hub: Hub, file: string): Promise<void> {
  const found = [...readDataset([readFileSync(file, 'utf8')])]
  const trees = found.flatMap((each) => ('tree' in each ? [each.tree] : []))
  await importTrees(hub, trees, 'as-is')
}
