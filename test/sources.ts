import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linesOf, textOf } from './device-folder.ts'
import { messagesOf, type Tree } from './exported.ts'
import { PRACTICE } from './understory.ts'

/** Trees for a project: some that grow further, some whose replies are to be ranked. */
export type Source = {
  readonly name: string
  readonly file: string
  readonly growing: (tree: Tree, place: number) => boolean
  readonly ranking: (tree: Tree, place: number) => boolean
}

const REAL = join(import.meta.dirname, '..', '..', 'shared', 'data', 'oasst_en_50.trees.jsonl')

export const PRACTICE_TREES: Source = {
  name: 'practice trees',
  file: PRACTICE,
  growing: ({ tree_state }) => tree_state === 'growing' || tree_state === 'initial_prompt_review',
  ranking: ({ tree_state }) => tree_state === 'ranking'
}

/** Trees of Open-Assistant, as its volunteers left them. */
export const REAL_TREES: Source = {
  name: 'real trees',
  file: REAL,
  growing: (_, place) => place < 20,
  ranking: (_, place) => place >= 20 && place < 40
}

export function isHere({ file }: Source): boolean {
  return existsSync(file)
}

/** Writes the two parts of a source into a folder. */
export function unpack(source: Source, folder: string) {
  const trees = linesOf<Tree>(readFileSync(source.file, 'utf8'))
  const write = (name: string, some: Tree[]) => {
    const file = join(folder, `${name}.jsonl`)
    const text = textOf(some)
    writeFileSync(file, text)
    return { file, text, trees: some.length }
  }
  return {
    growing: write('growing', trees.filter(source.growing)),
    ranking: write('ranking', trees.filter(source.ranking)),
    languages: [...new Set(trees.map(({ prompt }) => messagesOf({ message_tree_id: '', prompt })[0]?.lang as string))]
  }
}
