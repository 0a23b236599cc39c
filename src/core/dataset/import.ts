import type { Content } from '../fact/fact.ts'
import { hashOf, uuidOf } from '../hash.ts'
import type { ParsedMessage, ParsedTree } from './parsed.ts'
import { inPieces, type Sealing } from './pieces.ts'

export type ImportAs = 'as-is' | 'growing' | 'ranking' | 'backlog' | 'prompts'

/**
 * [IM7] The facts that bring a tree in: one of the tree, then one for each message, each after its pieces.
 *
 * As `prompts` only the root comes, accepted by whoever imports it; a line of a prompt list is one even as `as-is`.
 * Unless a tree comes `as-is`, its given state and goal are left behind: the importer decides them anew.
 *
 * @param at seconds since 1970.
 * @param sealing whose facts they will be, since a fact names its pieces by ids that depend on the device; and where
 *   salts come from.
 */
export function importContents(tree: ParsedTree, as: ImportAs, at: number, sealing: Sealing): Content[] {
  const how = tree.from === 'prompt' && as === 'as-is' ? 'prompts' : as
  const { tree_state: _, goal_tree_size: __, ...undecided } = tree.fields
  const fields = how === 'as-is' ? tree.fields : undecided
  const messages = how === 'prompts' ? tree.messages.slice(0, 1).map(accepted) : tree.messages
  return [
    ...inPieces({ kind: 'import_tree', v: 1, tree: tree.tree, as: how, at }, fields, sealing),
    ...messages.flatMap((message) => messageContents(tree, message, sealing))
  ]
}

function accepted(root: ParsedMessage): ParsedMessage {
  return { ...root, fields: { ...root.fields, review_result: true } }
}

function messageContents({ tree }: ParsedTree, message: ParsedMessage, sealing: Sealing): Content[] {
  const { message: id, parent, place, text, fields } = message
  const named = { kind: 'import_message', v: 1, tree, message: id, ...(parent !== undefined && { parent }), place }
  return inPieces({ ...named, text, salt: sealing.salt() }, fields, sealing)
}

/** [IM6] A prompt of a list as a tree of one message. Its id follows from it, so the same list twice is one import. */
export function promptTree(text: string, lang: string, line: number): ParsedTree {
  const tree = uuidOf(hashOf('prompt', [lang, text]))
  const root = { message: tree, place: 0, text, fields: { role: 'prompter', lang } }
  return { tree, from: 'prompt', line, fields: {}, messages: [root] }
}
