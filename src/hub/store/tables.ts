/**
 * Tables whose rows follow from facts and segments: what names a row, what else it says, which of these are numbers that
 * stand for names, and which rows say nothing. In `segments` and `facts` only these columns follow from others.
 */
export const FOLLOWING = {
  segments: { key: ['hash'], columns: ['anchored', 'tip'], named: ['hash'] },
  facts: { key: ['id'], columns: ['person'], named: ['id'] },
  erased: { key: ['fact'], columns: [], named: ['fact'] },
  fact_trees: { key: ['tree', 'fact'], columns: [], named: ['tree', 'fact'] },
  versions: { key: ['version', 'tree'], columns: ['fact'], named: ['version', 'tree', 'fact'] },
  waits: { key: ['need', 'fact'], columns: [], named: ['fact'] },
  lendings: { key: ['id'], columns: ['device', 'until', 'nonce'], named: ['id', 'device'] },
  loans: {
    key: ['lending', 'place'],
    columns: ['kind', 'target', 'lang', 'device', 'until', 'at', 'done', 'over'],
    named: ['lending', 'target', 'device']
  },
  outcomes: { key: ['fact'], columns: ['word', 'rule'], named: ['fact'] },
  tree_outcomes: { key: ['fact', 'tree'], columns: ['word', 'rule'], named: ['fact', 'tree'] },
  trees: {
    key: ['n'],
    columns: ['id', 'state', 'lang', 'messages', 'room', 'author', 'prompt', 'score', 'random', 'replying'],
    named: ['n']
  },
  needs: {
    key: ['tree', 'place'],
    columns: ['kind', 'target', 'lang', 'wanted', 'reserved', 'lent_at', 'free', 'random', 'rest'],
    named: ['tree', 'target']
  },
  firsts: { key: ['tree', 'place'], columns: ['author', 'at'], named: ['tree'] },
  tree_counts: { key: ['lang', 'state'], columns: ['count'], named: [], unless: 'count = 0' },
  author_counts: { key: ['lang', 'author'], columns: ['count'], named: [], unless: 'count = 0' },
  need_counts: { key: ['kind', 'lang'], columns: ['free', 'lent'], named: [], unless: 'free = 0 AND lent = 0' }
} as const satisfies Record<string, Following>

type Following = {
  readonly key: readonly string[]
  readonly columns: readonly string[]
  readonly named: readonly string[]
  readonly unless?: string
}

/** Tables that nothing else vouches for: the columns that their checksum covers, in its order. */
export const SUMMED = {
  meta: { key: ['key'], columns: ['key', 'value'] },
  invites: { key: ['secret'], columns: ['secret', 'role', 'uses', 'expires'] },
  document_updates: { key: ['n'], columns: ['document', 'bytes'] }
} as const

export type FollowingTable = keyof typeof FOLLOWING
export type SummedTable = keyof typeof SUMMED

/** Reads the rows that say something, in the order of their keys, with names for their numbers. */
export function rowsInOrder(table: FollowingTable): string {
  const following: Following = FOLLOWING[table]
  const { key, columns, named, unless } = following
  const read = [...key, ...columns].map((name) =>
    named.includes(name) ? `spelled(of_${name}.name) AS ${name}` : `${table}.${name} AS ${name}`
  )
  const joins = named.map((name) => `JOIN names AS of_${name} ON of_${name}.n = ${table}.${name}`)
  const where = unless === undefined ? '' : `WHERE NOT (${unless})`
  const places = key.map((_, at) => at + 1)
  return `SELECT ${read.join(', ')} FROM ${table} ${joins.join(' ')} ${where} ORDER BY ${places.join(', ')}`
}
