/**
 * Tables whose rows follow from facts and segments: what names a row, what else it says, and which rows say nothing. In
 * `segments` and `facts` only these columns follow from others.
 */
export const FOLLOWING = {
  segments: { key: ['hash'], columns: ['anchored', 'tip'] },
  facts: { key: ['id'], columns: ['person'] },
  erased: { key: ['fact'], columns: [] },
  fact_trees: { key: ['tree', 'fact'], columns: [] },
  versions: { key: ['version', 'tree'], columns: ['fact'] },
  waits: { key: ['need', 'fact'], columns: [] },
  lendings: { key: ['id'], columns: ['device', 'until', 'nonce'] },
  loans: { key: ['lending', 'place'], columns: ['kind', 'target', 'lang', 'device', 'until', 'at', 'done', 'over'] },
  outcomes: { key: ['fact'], columns: ['word', 'rule'] },
  tree_outcomes: { key: ['fact', 'tree'], columns: ['word', 'rule'] },
  trees: {
    key: ['id'],
    columns: ['state', 'lang', 'messages', 'room', 'author', 'prompt', 'score', 'random', 'replying']
  },
  needs: {
    key: ['tree', 'place'],
    columns: ['kind', 'target', 'lang', 'wanted', 'reserved', 'lent_at', 'free', 'random', 'need']
  },
  tree_counts: { key: ['lang', 'state'], columns: ['count'], unless: 'count = 0' },
  author_counts: { key: ['lang', 'author'], columns: ['count'], unless: 'count = 0' },
  need_counts: { key: ['kind', 'lang'], columns: ['free', 'lent'], unless: 'free = 0 AND lent = 0' }
} as const satisfies Record<string, { key: readonly string[]; columns: readonly string[]; unless?: string }>

/** Tables that nothing else vouches for: the columns that their checksum covers, in its order. */
export const SUMMED = {
  meta: { key: ['key'], columns: ['key', 'value'] },
  invites: { key: ['secret'], columns: ['secret', 'role', 'uses', 'expires'] },
  document_updates: { key: ['n'], columns: ['document', 'bytes'] }
} as const

export type FollowingTable = keyof typeof FOLLOWING
export type SummedTable = keyof typeof SUMMED
