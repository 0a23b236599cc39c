import { faultIn } from './fault.ts'
import { type Fault, type Fields, type Found, isMap, type ParsedMessage, pathTo } from './parsed.ts'
import { messageFault, treeFault } from './shapes.ts'

/** How many replies a thread may have in a row. Real ones have 5; trees are walked by recursion. */
export const MAX_DEPTH = 200

type Node = {
  readonly value: unknown
  readonly path: string
  readonly depth: number
  readonly place: number
  readonly parent?: string
}

/** [IM2] A tree of one line: `{message_tree_id, prompt: {message_id, text, role, replies: [...]}}`. */
export function readTree(value: Fields, line: number, path: string): Found {
  const { prompt, ...described } = value
  const { message_tree_id: tree, ...fields } = described
  const refused = ({ field, problem }: Fault): Found => ({
    refused: { line, field, problem, ...(typeof tree === 'string' && tree.isWellFormed() && { tree }) }
  })
  const fault = faultIn(described, path) ?? treeFault(described, path)
  if (fault) return refused(fault)

  const messages: ParsedMessage[] = []
  const ids = new Set<string>()
  const open: Node[] = [{ value: prompt, path: pathTo(path, 'prompt'), depth: 0, place: 0 }]
  for (let node = open.pop(); node; node = open.pop()) {
    const message = readMessage(node)
    if ('problem' in message) return refused(message)
    if (node.depth === 0 && message.message !== tree)
      return refused({ field: pathTo(node.path, 'message_id'), problem: 'is not the message_tree_id' })
    if (ids.has(message.message))
      return refused({ field: pathTo(node.path, 'message_id'), problem: 'is the id of an earlier message too' })
    ids.add(message.message)
    messages.push(message)
    open.push(...repliesOf(node, message.message).reverse())
  }
  return { tree: { tree: tree as string, from: 'tree', line, fields, messages } }
}

function readMessage({ value, path, depth, place, parent }: Node): ParsedMessage | Fault {
  if (value === undefined) return { field: path, problem: 'is missing' }
  if (!isMap(value)) return { field: path, problem: 'is not an object' }
  if (depth > MAX_DEPTH) return { field: path, problem: `is more than ${MAX_DEPTH} replies deep` }
  const { replies, ...said } = value
  if (replies !== undefined && replies !== null && !Array.isArray(replies))
    return { field: pathTo(path, 'replies'), problem: 'is not a list' }
  return messageOf(said, path, place, parent)
}

/**
 * @param said a message's fields, without its replies.
 * @param parent the id that its `parent_id` must have if it has one; undefined: it is a root.
 */
export function messageOf(said: Fields, path: string, place: number, parent?: string): ParsedMessage | Fault {
  const fault = faultIn(said, path) ?? messageFault(said, path)
  if (fault) return fault
  const { message_id: message, parent_id: given, text, ...rest } = said
  if (given !== undefined && given !== null && given !== parent) {
    const problem = parent === undefined ? 'is given, but this is the root' : 'is not the id of the message above it'
    return { field: pathTo(path, 'parent_id'), problem }
  }
  const unsaid = parent === undefined ? given === null : given !== parent
  return {
    message: message as string,
    ...(parent !== undefined && { parent }),
    place,
    text: text as string,
    fields: unsaid ? { ...rest, parent_id: null } : rest
  }
}

function repliesOf({ value, path, depth }: Node, parent: string): Node[] {
  const replies = (value as Fields).replies
  if (!Array.isArray(replies)) return []
  const below = pathTo(path, 'replies')
  return replies.map((reply, place) => ({ value: reply, path: pathTo(below, place), depth: depth + 1, place, parent }))
}
