import { skipCode } from '../../src/core/open-assistant/contributions.ts'
import type { TreeView } from '../../src/core/tree/view.ts'

/** What a line of `tree-scenarios.jsonl` holds; see the README of the conformance data. */
export type Scenario = {
  readonly id: string
  readonly title?: string
  readonly class?: 'contract' | 'defect' | 'chance'
  readonly config?: Readonly<Record<string, unknown>>
  readonly events: readonly Event[]
  readonly expect?: Changes
}

export type Event = {
  readonly do: string
  readonly result?: unknown
  readonly changes?: Changes
  readonly stale?: boolean
  readonly user?: string
  readonly message?: string
  readonly parent?: string
  readonly tree?: string
  readonly trees?: readonly ImportedNode[]
  readonly num_activate?: number
  readonly text?: string
  readonly lang?: string
  readonly labels?: Readonly<Record<string, number>>
  readonly report?: boolean
  readonly order?: readonly string[]
  readonly not_rankable?: boolean
  readonly emoji?: string
  readonly kind?: string
  readonly type?: string
  readonly p?: Readonly<Record<string, number>>
  readonly recursive?: boolean
  readonly seconds?: number
  readonly enabled?: boolean
  readonly reply_ranked_1?: number
  readonly broken?: boolean
  readonly [parameter: string]: unknown
}

export type ImportedNode = {
  readonly message: string
  readonly role: string
  readonly text?: string
  readonly lang?: string
  readonly replies?: readonly ImportedNode[]
  readonly [field: string]: unknown
}

/** By alias; null: gone. */
export type Changes = {
  readonly trees?: Readonly<Record<string, Fields | null>>
  readonly messages?: Readonly<Record<string, Fields | null>>
}
export type Fields = Readonly<Record<string, unknown>>

export function isScenario(line: unknown): line is Scenario {
  return typeof line === 'object' && line !== null && Array.isArray((line as Scenario).events)
}

/** What a tree is like, in the scenario's own fields. null: it has lost its state. */
export function treeFields(view: TreeView | undefined): Fields | null {
  const { row } = view ?? {}
  if (!view || !row || row.lost) return null
  return {
    state: view.state,
    active: row.active,
    lang: view.lang,
    goal_tree_size: view.goal,
    max_depth: row.maxDepth,
    max_children_count: row.maxChildren,
    won_lottery: row.won
  }
}

/** What a message is like. null: there is none. */
export function messageFields(view: TreeView | undefined, id: string, aliasOf: (id: string) => string): Fields | null {
  const message = view?.messages.find((each) => each.id === id)
  if (!view || !message) return null
  return {
    tree: aliasOf(view.id),
    parent: message.parent === undefined ? null : aliasOf(message.parent),
    role: message.role,
    lang: message.lang,
    depth: message.row?.depth,
    deleted: message.deleted,
    review_count: message.reviewCount,
    review_result: message.accepted ?? null,
    ranking_count: message.row?.rankings,
    rank: message.rank ?? null,
    synthetic: message.given !== undefined && message.given.synthetic !== false,
    emojis: emojisOf(message)
  }
}

/** Reactions by count, with the hidden ones that skips leave. */
function emojisOf({ emojis, skips }: TreeView['messages'][number]): Record<string, number> {
  const counts: Record<string, number> = {}
  const hidden = skips.map(({ kind }) => skipCode(kind))
  for (const code of [...emojis.map(({ emoji }) => emoji), ...hidden]) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
