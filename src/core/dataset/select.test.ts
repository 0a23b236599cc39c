import { describe, expect, it } from 'vitest'
import type { TreeView } from '../tree/view.ts'
import { exported, fourReplies, json, viewsOf } from './conformance.ts'
import { type ExportOptions, exportTree } from './export.ts'

type Said = { id: string; parent?: string; role?: string; [field: string]: unknown }

/** A tree of flat messages, as they are. */
function tree(...messages: readonly Said[]): TreeView[] {
  const lines = messages.map(({ id, parent, role = 'prompter', ...more }) =>
    JSON.stringify({
      message_id: id,
      parent_id: parent ?? null,
      text: `text of ${id}`,
      role,
      review_result: true,
      ...more
    })
  )
  return viewsOf(lines.join('\n'))
}

function ids(views: readonly TreeView[], options: ExportOptions): unknown[] {
  return json(exported(views, { format: 'messages', ...options })).map(({ message_id }) => message_id)
}

describe('what is selected', () => {
  const views = tree(
    { id: 'a', user_id: 'ann' },
    { id: 'b', parent: 'a', role: 'assistant', user_id: 'ben', review_result: false, review_count: 3 },
    { id: 'c', parent: 'b', user_id: 'ann', lang: 'de' },
    { id: 'd', parent: 'a', role: 'assistant', user_id: 'cat', deleted: true },
    { id: 'e', parent: 'a', role: 'assistant', user_id: 'cat', synthetic: true, model_name: 'm' },
    { id: 'f', parent: 'a', role: 'assistant', user_id: 'ben', review_result: null }
  )
  const state = 'all'

  it.each<[string, ExportOptions, string[]]>([
    ['nothing, since it holds synthetic text', {}, []],
    ['what is fine', { includeSynthetic: true }, ['a', 'e']],
    ['what is deleted too', { includeSynthetic: true, includeDeleted: true }, ['a', 'd', 'e']],
    [
      'what is rejected or has no verdict too',
      { includeSynthetic: true, includeSpam: true },
      ['a', 'b', 'c', 'e', 'f']
    ],
    ['roots alone', { includeSynthetic: true, promptsOnly: true }, ['a']],
    ['deleted ones alone', { includeSynthetic: true, deletedOnly: true }, ['d']],
    ['rejected ones alone', { includeSynthetic: true, spamOnly: true }, ['b']],
    ['all that is fine of trees with synthetic text', { syntheticOnly: true }, ['a', 'c', 'e']],
    ['one person, in any state, without synthetic text', { user: 'cat' }, []],
    ['one person, deleted ones too', { user: 'cat', includeDeleted: true }, ['d']],
    ['one person, synthetic ones alone', { user: 'cat', syntheticOnly: true }, ['e']],
    ['one person in one language', { user: 'ann', lang: 'de' }, ['c']],
    ['one person whose messages hang on what is left out', { user: 'ann' }, ['a', 'c']],
    ['everything', { all: true }, ['a', 'b', 'c', 'd', 'e', 'f']]
  ])('[XP8] %s', (_, options, expected) => {
    expect(ids(views, { state, ...options }).toSorted()).toEqual(expected)
  })

  it('[XP8] a selection that makes no trees is a flat list, of messages that name their tree and parent', () => {
    const lines = exported(views, { state, includeSynthetic: true, spamOnly: true })
    expect(json(lines)).toMatchObject([
      { message_id: 'b', parent_id: 'a', message_tree_id: 'a', tree_state: 'ready_for_export' }
    ])
    expect(lines[0]).not.toContain('replies')
  })

  it('[XP8] of trees with synthetic text none is in a default export, and theirs alone in one of them', () => {
    const human = tree({ id: 'h' })
    expect(ids(human, { syntheticOnly: true })).toEqual([])
    expect(ids(human, {})).toEqual(['h'])
  })

  it('[XP4] counts what hangs on a message that is left out, and gives it in no tree', () => {
    const [view] = views
    const { lines, leftOut } = exportTree(view as TreeView, { includeSynthetic: true })
    expect(lines.join()).not.toContain('text of c')
    expect(leftOut.orphans).toBe(1)
    expect(exportTree(view as TreeView, { includeSynthetic: true, user: 'ann' }).leftOut.orphans).toBe(0)
  })

  it('[XP8] finds the messages that a contributor wrote here', () => {
    const { view, replies } = fourReplies({ order: [0, 1, 2, 3] })
    expect(ids([view()], { user: 'cat' })).toEqual([replies[1]])
    expect(ids([view()], { user: 'nobody' })).toEqual([])
  })

  it('[XP3] fills the origin of trees that no import brought', () => {
    const { view } = fourReplies({ order: [0, 1, 2, 3] })
    expect(json(exported([view()], { origin: 'understory:p' }))[0]).toMatchObject({ origin: 'understory:p' })
    expect(exported(tree({ id: 'h' }), { origin: 'understory:p' })[0]).not.toContain('understory')
  })
})
