import type { MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import { type Ids, namedMessage, PLAIN } from './ids.ts'
import { mapIn, meansOf } from './judged.ts'
import { DETOXIFY_FIELDS, LABELS } from './layout.ts'
import { fieldsOf } from './message-fields.ts'
import type { Fields } from './parsed.ts'
import { stateOf } from './select.ts'
import { isTrainable } from './turns.ts'

/** A message as the published data sets have it in Parquet: 18 columns; null where nothing is known. */
export type Row = {
  readonly message_id: string
  readonly parent_id: string | null
  readonly user_id: string | null
  readonly created_date: string | null
  readonly text: string
  readonly role: string
  readonly lang: string | null
  readonly review_count: number | null
  readonly review_result: boolean | null
  readonly deleted: boolean | null
  readonly rank: number | null
  readonly synthetic: boolean | null
  readonly model_name: string | null
  readonly detoxify: Readonly<Record<string, number | null>> | null
  readonly message_tree_id: string
  readonly tree_state: string
  readonly emojis: { readonly name: readonly string[]; readonly count: readonly number[] } | null
  readonly labels: {
    readonly name: readonly string[]
    readonly value: readonly number[]
    readonly count: readonly number[]
  } | null
}

/**
 * [XP15] The messages of a tree depth first, as readers need them to build trees again. Held and erased texts have no
 * mark among these columns, so such messages are no rows, and neither is what hangs on them.
 */
export function rowsOf(cut: Cut, { ids = PLAIN, skips = false }: { ids?: Ids; skips?: boolean } = {}): Row[] {
  const kept = new Set<string>()
  return cut.messages
    .filter((message) => {
      const keep =
        isTrainable(message) &&
        (cut.list || message.parent === undefined || message.depth === 0 || kept.has(message.parent))
      if (keep) kept.add(message.id)
      return keep
    })
    .map((message) => rowOf(message, cut, ids, skips))
}

function rowOf(message: MessageView, { view }: Cut, ids: Ids, skips: boolean): Row {
  const plain = fieldsOf(message, view, { labels: false, events: false, skips, reports: false })
  const fields: Fields = namedMessage(plain, ids)
  return {
    message_id: ids.message(message.id),
    parent_id: message.parent === undefined ? null : ids.message(message.parent),
    user_id: text(fields.user_id),
    created_date: text(fields.created_date),
    text: message.text ?? '',
    role: message.role,
    lang: text(fields.lang),
    review_count: int32(fields.review_count),
    review_result: yesOrNo(fields.review_result),
    deleted: yesOrNo(fields.deleted),
    rank: int32(fields.rank),
    synthetic: yesOrNo(fields.synthetic),
    model_name: text(fields.model_name),
    detoxify: detoxify(fields.detoxify),
    message_tree_id: ids.message(view.id),
    tree_state: stateOf(view),
    emojis: emojis(fields.emojis),
    labels: labels(message)
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function yesOrNo(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** A count that 32 bits cannot hold is as good as none. */
function int32(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null
}

function detoxify(value: unknown): Row['detoxify'] {
  const given = mapIn(value)
  const known = DETOXIFY_FIELDS.map((name) => [name, typeof given[name] === 'number' ? given[name] : null] as const)
  return known.some(([, each]) => each !== null) ? Object.fromEntries(known) : null
}

function emojis(value: unknown): Row['emojis'] {
  const counts = Object.entries(mapIn(value)).flatMap(([name, count]) => {
    const number = int32(count)
    return number === null ? [] : [[name, number] as const]
  })
  if (counts.length === 0) return null
  counts.sort(([a], [b]) => (a < b ? -1 : 1))
  return { name: counts.map(([name]) => name), count: counts.map(([, count]) => count) }
}

function labels(message: MessageView): Row['labels'] {
  const means = meansOf(message)
  const names = [
    ...LABELS.filter((name) => Object.hasOwn(means, name)),
    ...Object.keys(means)
      .filter((name) => !LABELS.includes(name))
      .sort()
  ]
  if (names.length === 0) return null
  return {
    name: names,
    value: names.map((name) => means[name]?.value ?? 0),
    count: names.map((name) => int32(means[name]?.count) ?? 0)
  }
}
