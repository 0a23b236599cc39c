import { TREE_STATES } from '../tree/view.ts'
import { type Fault, type Fields, type Found, type ParsedMessage, type ParsedTree, pathTo } from './parsed.ts'
import { MAX_DEPTH, messageOf } from './read-tree.ts'

/** A message on a line of its own. */
export type FlatMessage = {
  readonly said: Fields
  readonly line: number
  readonly path: string
  readonly from: 'messages' | 'seed'
}

type Linked = FlatMessage & { readonly id: unknown; readonly parent: string | undefined; readonly tree: unknown }
type Refused = Fault & { readonly line: number }

/**
 * [IM3] Trees out of messages that came one by one, in any order, by `message_tree_id` and `parent_id`. The order of
 * replies is that of the file. One message that cannot be taken refuses its tree.
 */
export function treesOf(messages: readonly FlatMessage[]): Found[] {
  const linked = messages.map(link)
  const byId = new Map<unknown, Linked>()
  const twice = new Set<Linked>()
  for (const message of linked) {
    if (typeof message.id === 'string' && byId.has(message.id)) twice.add(message)
    else byId.set(message.id, message)
  }
  const groups = new Map<unknown, Linked[]>()
  const keys = new Map<Linked, unknown>()
  for (const message of linked) {
    const key = keyOf(message, byId, keys)
    const group = groups.get(key)
    if (group) group.push(message)
    else groups.set(key, [message])
  }
  return [...groups].flatMap(([key, group]) => readGroup(key, group, twice))
}

function link(message: FlatMessage): Linked {
  const { message_id: id, parent_id: parent, message_tree_id: tree } = message.said
  return { ...message, id, parent: typeof parent === 'string' ? parent : undefined, tree }
}

/** The id of the tree that a message says it is of, or else of the message that its parents lead up to. */
function keyOf(message: Linked, byId: ReadonlyMap<unknown, Linked>, known: Map<Linked, unknown>): unknown {
  const passed = new Set<Linked>()
  let at = message
  let key: unknown
  for (;;) {
    passed.add(at)
    key = known.get(at) ?? (typeof at.tree === 'string' ? at.tree : undefined)
    const above = key === undefined && at.parent !== undefined ? byId.get(at.parent) : undefined
    if (!above || passed.has(above)) break
    at = above
  }
  key ??= at.parent ?? at.id
  for (const each of passed) known.set(each, key)
  return key
}

function readGroup(key: unknown, group: readonly Linked[], twice: ReadonlySet<Linked>): Found[] {
  const read = grouped(key, group, twice)
  if (!Array.isArray(read)) return [{ tree: read }]
  const named = typeof key === 'string' && key.isWellFormed() ? { tree: key } : {}
  return read.map((refused) => ({ refused: { ...refused, ...named } }))
}

function grouped(key: unknown, group: readonly Linked[], twice: ReadonlySet<Linked>): ParsedTree | Refused[] {
  const places = new Map<string | undefined, number>()
  const state = group.find(({ id }) => id === key)?.said.tree_state
  const read = group.map((message) => {
    const place = places.get(message.parent) ?? 0
    places.set(message.parent, place + 1)
    return {
      at: message,
      message: twice.has(message) ? refusal(message, 'message_id', TWICE) : readOne(message, place, state)
    }
  })
  const faults = read.flatMap(({ at, message }) => ('problem' in message ? [{ line: at.line, ...message }] : []))
  if (faults.length > 0) return faults
  const messages = read.map(({ message }) => message as ParsedMessage)
  const ordered = fromTheRoot(messages, key)
  if (ordered.length === messages.length) {
    const [first] = group as [Linked]
    const fields = state === undefined ? {} : { tree_state: state }
    return { tree: key as string, from: first.from, line: first.line, fields, messages: ordered }
  }
  const reached = new Set(ordered)
  const astray = read.find(({ message }) => !reached.has(message as ParsedMessage)) as (typeof read)[number]
  const ids = new Set(messages.map(({ message }) => message))
  return [{ line: astray.at.line, ...refusal(astray.at, ...whyAstray(astray.message as ParsedMessage, ids, key)) }]
}

const TWICE = 'is the id of an earlier message too'

function refusal({ path }: Linked, field: string, problem: string): Fault {
  return { field: pathTo(path, field), problem }
}

function readOne(message: Linked, place: number, state: unknown): ParsedMessage | Fault {
  const { message_tree_id: tree, tree_state: own, ...said } = message.said
  if (tree !== undefined && tree !== null && typeof tree !== 'string')
    return refusal(message, 'message_tree_id', 'is not a text')
  if (own !== undefined && own !== null && !TREE_STATES.some((known) => known === own))
    return refusal(message, 'tree_state', `is none of ${TREE_STATES.join(', ')}`)
  if (own !== undefined && own !== null && own !== state)
    return refusal(message, 'tree_state', "is not that of the tree's first message")
  return messageOf(said, message.path, place, message.parent)
}

/** Parents before children, as far as they hang together from the root; no deeper than threads may be. */
function fromTheRoot(messages: readonly ParsedMessage[], root: unknown): ParsedMessage[] {
  const childrenOf = Map.groupBy(messages, ({ parent }) => parent)
  const ordered: ParsedMessage[] = []
  let level = (childrenOf.get(undefined) ?? []).filter(({ message }) => message === root)
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    ordered.push(...level)
    level = level.flatMap(({ message }) => childrenOf.get(message) ?? [])
  }
  return ordered
}

/** Why a message does not hang on its tree's root, as far as it can be told from it alone. */
function whyAstray(
  { parent }: ParsedMessage,
  ids: ReadonlySet<string>,
  tree: unknown
): [field: string, problem: string] {
  if (parent === undefined) return ['message_id', 'is not the message_tree_id, and it has no parent']
  if (!ids.has(parent)) return ['parent_id', 'is the id of no message of its tree in this file']
  if (!ids.has(tree as string)) return ['message_tree_id', 'is the id of no message in this file']
  return ['parent_id', `leads to no root within ${MAX_DEPTH} replies`]
}
