import { hexOf, utf8 } from '../bytes.ts'
import { sha256 } from '../hash.ts'
import { EVENT_FIELDS, MESSAGE_FIELDS, TREE_FIELDS } from './layout.ts'
import { type Fields, isMap } from './parsed.ts'

/** The names by which an export calls messages and people. */
export type Ids = {
  message(id: string): string
  user(id: string): string
  /** Whether ids are hidden; then only fields whose meaning is known may leave. */
  readonly hidden: boolean
}

export const PLAIN: Ids = { message: (id) => id, user: (id) => id, hidden: false }

/**
 * [XP11] Open-Assistant's way (`Anonymizer`): SHA-256 in hexadecimal of "collection:id" and the seed. Its exports leave
 * the id of the tree as it is, and hash the one in events in a collection of its own, so that ids no longer meet; here
 * every id of a message, a tree, a version or a judgement is of one collection, as they are of one kind.
 */
export function hiddenIds(seed: string): Ids {
  const hashed = (collection: string, id: string) => hexOf(sha256(utf8(`${collection}:${id}${seed}`)))
  return { message: (id) => hashed('message', id), user: (id) => hashed('user', id), hidden: true }
}

const MESSAGES: readonly string[] = [
  'message_id',
  'parent_id',
  'message_tree_id',
  'ranking_parent_id',
  'origin_tree_id',
  'version',
  'id'
]
const OURS = ['erased', 'flagged', 'version']
const OF_EVENTS = ['labels', 'unsure', 'evidence', 'task', 'reason', 'report_type', 'score', 'good', 'untouched']
const OF_UNPLACED = ['is', 'rule', 'kind', 'lang', 'text', 'message_id', 'created_date']

/** A message's fields under these names; imported ids within are hidden too, and unknown fields, which may hold some. */
export function namedMessage(fields: Fields, ids: Ids): Fields {
  if (!ids.hidden) return fields
  return Object.fromEntries(
    Object.entries(only(fields, [...MESSAGE_FIELDS, ...OURS])).map(([name, value]) =>
      name === 'events' && isMap(value)
        ? [name, Object.fromEntries(Object.entries(value).map(([kind, list]) => [kind, each(list, ids, OF_EVENTS)]))]
        : [name, named(name, value, ids)]
    )
  )
}

export function namedTree(fields: Fields, ids: Ids): Fields {
  if (!ids.hidden) return fields
  const known = only(fields, [...TREE_FIELDS, 'unplaced', 'goal_tree_size'])
  return Object.fromEntries(
    Object.entries(known).map(([name, value]) =>
      name === 'unplaced' ? [name, each(value, ids, [...OF_EVENTS, ...OF_UNPLACED])] : [name, named(name, value, ids)]
    )
  )
}

function each(list: unknown, ids: Ids, more: readonly string[]): unknown {
  if (!Array.isArray(list)) return undefined
  return list.filter(isMap).map((one) => {
    const known = only(one, [...EVENT_FIELDS, ...more])
    return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, named(name, value, ids)]))
  })
}

function named(name: string, value: unknown, ids: Ids): unknown {
  if (typeof value === 'string')
    return MESSAGES.includes(name) ? ids.message(value) : name === 'user_id' ? ids.user(value) : value
  if (name === 'ranked_message_ids' && Array.isArray(value))
    return value.map((id) => (typeof id === 'string' ? ids.message(id) : id))
  return value
}

function only(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
}
