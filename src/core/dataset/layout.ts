import { FLAG_LABELS, SCALE_LABELS } from '../fact/kinds.ts'
import { compareBytes } from '../json.ts'
import { type Fields, isMap } from './parsed.ts'

/** An object that is written in this order. */
export type Laid = ReadonlyMap<string, unknown>

/** Open-Assistant's order (open-assistant.md 5.2). */
export const MESSAGE_FIELDS: readonly string[] = [
  'message_id',
  'parent_id',
  'user_id',
  'created_date',
  'text',
  'role',
  'lang',
  'review_count',
  'review_result',
  'deleted',
  'rank',
  'synthetic',
  'model_name',
  'emojis',
  'replies',
  'labels',
  'events',
  'detoxify',
  'message_tree_id',
  'tree_state'
]
export const TREE_FIELDS: readonly string[] = ['message_tree_id', 'tree_state', 'prompt', 'origin', 'origin_tree_id']
export const EVENT_FIELDS: readonly string[] = [
  'type',
  'id',
  'user_id',
  'created_date',
  'emoji',
  'rating',
  'ranking',
  'ranked_message_ids',
  'ranking_parent_id',
  'message_tree_id',
  'not_rankable'
]
export const DETOXIFY_FIELDS: readonly string[] = [
  'toxicity',
  'severe_toxicity',
  'obscene',
  'identity_attack',
  'insult',
  'threat',
  'sexual_explicit'
]
export const LABELS: readonly string[] = [...FLAG_LABELS, ...SCALE_LABELS]

/** [XP2] A message's fields in order: Open-Assistant's, then others by the bytes of their names. */
export function layMessage(fields: Fields): Laid {
  return inOrder(fields, MESSAGE_FIELDS, (name, value) => {
    if (name === 'labels') return inside(value, LABELS, (_, label) => inside(label, ['value', 'count']))
    if (name === 'events')
      return inside(value, [], (_, events) => (Array.isArray(events) ? events.map(layEvent) : events))
    return name === 'detoxify' ? inside(value, DETOXIFY_FIELDS) : value
  })
}

export function layTree(fields: Fields): Laid {
  return inOrder(fields, TREE_FIELDS)
}

function layEvent(event: unknown): unknown {
  return inside(event, EVENT_FIELDS, (name, value) => (name === 'labels' ? inside(value, LABELS) : value))
}

type Inner = (name: string, value: unknown) => unknown

function inside(value: unknown, names: readonly string[], inner?: Inner): unknown {
  return isMap(value) && !(value instanceof Map) ? inOrder(value, names, inner) : value
}

function inOrder(fields: Fields, names: readonly string[], inner: Inner = (_, value) => value): Laid {
  const others = Object.keys(fields)
    .filter((name) => !names.includes(name))
    .sort(compareBytes)
  const known = names.filter((name) => Object.hasOwn(fields, name))
  return new Map([...known, ...others].map((name) => [name, inner(name, fields[name])]))
}
