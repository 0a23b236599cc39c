import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { RandomStory } from '../examples/random-story.ts'
import type { TreeView } from '../tree/view.ts'
import { exported, fourReplies, viewsOf } from './conformance.ts'
import { cutOf } from './cut.ts'
import type { ExportOptions } from './export.ts'
import { hiddenIds } from './ids.ts'
import { rowsOf } from './rows.ts'

/**
 * The shapes of Open-Assistant's data package (`oasst_data/schemas.py`), told anew: what pydantic 1 takes for them, and
 * stricter where it would turn one type into another. Its own Python reader reads the same lines (docs/guides/dataset.md).
 */
const optional = <S extends v.GenericSchema>(shape: S) => v.optional(v.nullable(shape))
const int = v.pipe(v.number(), v.integer())
const LabelAvgValue = v.looseObject({ value: optional(v.number()), count: int })
const Event = v.looseObject({ type: v.string(), user_id: optional(v.string()) })
const Ranking = v.looseObject({
  type: v.literal('ranking'),
  user_id: optional(v.string()),
  ranking: v.array(int),
  ranked_message_ids: v.array(v.string()),
  ranking_parent_id: optional(v.string()),
  message_tree_id: optional(v.string()),
  not_rankable: optional(v.boolean())
})
const Emoji = v.looseObject({ type: v.literal('emoji'), user_id: optional(v.string()), emoji: v.string() })
const Report = v.looseObject({
  type: v.literal('report'),
  user_id: optional(v.string()),
  report_type: v.string(),
  reason: v.string()
})

type Node = {
  message_id: string
  role: 'prompter' | 'assistant'
  replies?: Node[] | null | undefined
}
const Node: v.GenericSchema<unknown, Node> = v.looseObject({
  message_id: v.string(),
  parent_id: optional(v.string()),
  user_id: optional(v.string()),
  created_date: optional(v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/))),
  text: v.string(),
  role: v.picklist(['prompter', 'assistant']),
  lang: optional(v.string()),
  review_count: optional(int),
  review_result: optional(v.boolean()),
  deleted: optional(v.boolean()),
  rank: optional(int),
  synthetic: optional(v.boolean()),
  model_name: optional(v.string()),
  emojis: optional(v.record(v.string(), int)),
  replies: optional(v.array(v.lazy(() => Node))),
  labels: optional(v.record(v.string(), LabelAvgValue)),
  events: optional(
    v.objectWithRest(
      { ranking: v.optional(v.array(Ranking)), emoji: v.optional(v.array(Emoji)), report: v.optional(v.array(Report)) },
      v.array(Event)
    )
  ),
  detoxify: optional(v.record(v.string(), v.number())),
  message_tree_id: optional(v.string()),
  tree_state: optional(v.string())
})
const Tree = v.looseObject({
  message_tree_id: v.string(),
  tree_state: optional(v.string()),
  prompt: optional(Node),
  origin: optional(v.string())
})

/** `read_oasst_obj`. */
function readObject(line: string) {
  const value = JSON.parse(line)
  return 'message_id' in value ? { node: v.parse(Node, value) } : { tree: v.parse(Tree, value) }
}

/** `read_dataset_message_trees`: trees from rows, which it takes to come depth first. */
function treesOfRows(rows: readonly { message_id: string; parent_id: string | null }[]): Map<string, string[]> {
  const below = new Map<string, string[]>()
  let parents: string[] = []
  for (const { message_id, parent_id } of rows) {
    if (parent_id === null) parents = []
    else {
      while (parents.at(-1) !== parent_id)
        if (parents.pop() === undefined) throw new Error(`no parent of ${message_id}`)
      below.set(parent_id, [...(below.get(parent_id) ?? []), message_id])
    }
    parents.push(message_id)
  }
  return below
}

const practice = readFileSync(join(import.meta.dirname, '../../hub/practice/practice.trees.jsonl'), 'utf8')
const worked: TreeView[] = [
  fourReplies({ order: [3, [1, 0], 2], good: 1 }).view(),
  ...Array.from({ length: 12 }, (_, seed) => new RandomStory(seed).live(60).story.view())
]
const ways: Readonly<Record<string, ExportOptions>> = {
  default: {},
  all: { all: true },
  labels: { state: 'all', includeSpam: true, labels: true, events: true, skips: true, origin: 'understory:p' },
  hidden: { state: 'all', labels: true, events: true, ids: hiddenIds('3') },
  'rejected ones': { state: 'all', spamOnly: true, labels: true },
  messages: { state: 'all', format: 'messages', events: true }
}

describe("Open-Assistant's reader", () => {
  it.each(Object.entries(ways))('[XP2] reads practice trees and worked-on trees: %s', (_, options) => {
    for (const line of [...exported(viewsOf(practice), options), ...exported(worked, options)]) readObject(line)
  })

  it('[XP2] finds in them what its loader for supervised training asserts: roles that take turns', () => {
    const walk = (node: Node, depth: number) => {
      expect(node.role).toBe(depth % 2 === 0 ? 'prompter' : 'assistant')
      for (const reply of node.replies ?? []) walk(reply, depth + 1)
    }
    for (const line of exported(viewsOf(practice), { state: 'all' })) walk(readObject(line).tree?.prompt as Node, 0)
  })

  it('[XP15] builds the same trees from rows', () => {
    for (const view of worked) {
      const options = { state: 'all', includeSpam: true, includeDeleted: true } as const
      const rows = rowsOf(cutOf(view, options, () => true))
      const [line] = exported([view], options)
      const found = treesOfRows(rows)
      const walk = ({ message_id, replies }: Node) => {
        expect(found.get(message_id) ?? []).toEqual((replies ?? []).map((reply) => reply.message_id))
        for (const reply of replies ?? []) walk(reply)
      }
      if (line !== undefined) walk(JSON.parse(line).prompt)
      else expect(rows).toEqual([])
    }
  })
})
