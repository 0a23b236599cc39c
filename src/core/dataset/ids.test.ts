import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exported, fourReplies, json, tiedTree, viewsOf } from './conformance.ts'
import { cutOf } from './cut.ts'
import { LINE_FORMATS } from './export.ts'
import { hiddenIds } from './ids.ts'
import { rowsOf } from './rows.ts'

const theirs = (key: string) => createHash('sha256').update(`${key}7`, 'utf8').digest('hex')
const ids = hiddenIds('7')

describe('hidden ids', () => {
  it('[XP11] are hashes of the collection, the id and the seed, as Open-Assistant makes them', () => {
    expect(ids.message('a')).toBe(theirs('message:a'))
    expect(ids.user('a')).toBe(theirs('user:a'))
  })

  it('[XP11] are the same in every format and every place; no id of the project is left anywhere', () => {
    const { view, prompt, replies } = fourReplies({ order: [3, [1, 0], 2], good: 1 }, { order: [1, 3] })
    const made = view()
    const known = new Set([prompt, ...replies])
    const secret = [
      ...made.messages.map(({ id }) => id),
      ...made.messages.flatMap(({ ballots, reviews }) => [...ballots, ...reviews].map(({ fact }) => fact.slice(0, 8)))
    ]
    for (const format of LINE_FORMATS) {
      const lines = exported([made], { format, ids, labels: true, events: true, skips: true })
      expect(lines.length).toBeGreaterThan(0)
      for (const id of secret) expect(lines.join()).not.toContain(id)
      for (const name of ['ann', 'ben', 'eve', 'hal']) expect(lines.join()).not.toContain(`"${name}"`)
      expect(lines.join()).toContain(theirs(`message:${prompt}`))
      for (const id of known) expect(lines.join()).toContain(theirs(`message:${id}`))
    }
    const rows = rowsOf(
      cutOf(made, {}, () => true),
      { ids }
    )
    expect(new Set(rows.map(({ message_id }) => message_id))).toEqual(
      new Set([...known].map((id) => theirs(`message:${id}`)))
    )
    expect(rows.every(({ message_tree_id }) => message_tree_id === theirs(`message:${prompt}`))).toBe(true)
    expect(rows[0]?.user_id).toBe(theirs('user:ann'))
  })

  it('[XP11] the tree goes by the id of its root, and events by those of messages and people', () => {
    const { view, replies } = tiedTree()
    const [tree] = json<{
      message_tree_id: string
      prompt: { message_id: string; events: { ranking: Record<string, unknown>[] } }
    }>(exported([view()], { ids, events: true }))
    expect(tree?.message_tree_id).toBe(tree?.prompt.message_id)
    const [ranking] = tree?.prompt.events.ranking ?? []
    expect(ranking).toMatchObject({
      user_id: theirs('user:eve'),
      ranking_parent_id: tree?.message_tree_id,
      message_tree_id: tree?.message_tree_id
    })
    expect(ranking?.ranked_message_ids).toEqual(expect.arrayContaining(replies.map((id) => theirs(`message:${id}`))))
  })

  it('[XP11] imported ids are hidden too, and unknown fields, which may hold some, are left out', () => {
    const line = JSON.stringify({
      message_tree_id: 'root-1',
      source: 'root-1',
      origin_tree_id: 'tree-9',
      prompt: {
        ...{ message_id: 'root-1', text: 't', role: 'prompter', user_id: 'user-1', review_result: true },
        ...{ parent_id: null, frontend_id: 'root-1', labels: { quality: { value: 1, count: 1 } } },
        events: { emoji: [{ type: 'emoji', user_id: 'user-1', emoji: '+1', by: 'user-1' }], other: [{ by: 'root-1' }] }
      }
    })
    for (const options of [{ all: true }, { events: true, labels: true }]) {
      const [out = ''] = exported(viewsOf(line), { ids, ...options })
      expect(out).not.toMatch(/root-1|user-1|tree-9|frontend/)
      expect(JSON.parse(out)).toMatchObject({
        message_tree_id: theirs('message:root-1'),
        origin_tree_id: theirs('message:tree-9'),
        prompt: {
          ...{
            message_id: theirs('message:root-1'),
            user_id: theirs('user:user-1'),
            labels: { quality: { value: 1 } }
          },
          events: { emoji: [{ type: 'emoji', user_id: theirs('user:user-1'), emoji: '+1' }] }
        }
      })
    }
  })

  it('[XP11] of work that a tree has no use for are hidden too', () => {
    const { view, replies } = tiedTree()
    const [tree] = json<{ unplaced: Record<string, unknown>[] }>(exported([view()], { ids, all: true }))
    expect(tree?.unplaced).toMatchObject([{ user_id: theirs('user:hal'), rule: 'after-finish' }])
    expect(tree?.unplaced[0]?.ranked_message_ids).toEqual(
      expect.arrayContaining(replies.map((id) => theirs(`message:${id}`)))
    )
  })
})
