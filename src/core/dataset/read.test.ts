import { describe, expect, it } from 'vitest'
import { read } from './conformance.ts'
import { datasetReader } from './read.ts'

const node = (id: string, more: object = {}) => ({ message_id: id, text: `text of ${id}`, role: 'prompter', ...more })
const tree = (id: string, more: object = {}) => JSON.stringify({ message_tree_id: id, prompt: node(id, more) })

describe('reading trees', () => {
  it('[IM1] takes lines as they come, and only \\n for their end', () => {
    const reader = datasetReader()
    const text = `\ufeff${tree('a', { text: 'one\u2028two\u2029three\u0085' })}\r\n\n${tree('b')}`
    const found = [...text].flatMap((char) => reader.push(char))
    expect([...found, ...reader.end()]).toMatchObject([
      { tree: { tree: 'a', line: 1, messages: [{ text: 'one\u2028two\u2029three\u0085' }] } },
      { tree: { tree: 'b', line: 3 } }
    ])
  })

  it('[IM1] counts empty lines', () => {
    expect(read(`\n\n${tree('a')}\n\n\n\n${tree('b')}\n`).trees.map(({ line }) => line)).toEqual([3, 7])
  })

  it('[IM2] gives messages with their parents and places, and every other field as it is', () => {
    const replies = [node('b', { parent_id: 'a', rank: null, odd: { deep: ['BIG'] } }), node('c')]
    const json = tree('a', { replies }).replace('"BIG"', '9007199254740993')
    expect(read(json).trees[0]?.messages).toEqual([
      { message: 'a', place: 0, text: 'text of a', fields: { role: 'prompter' } },
      {
        message: 'b',
        parent: 'a',
        place: 0,
        text: 'text of b',
        fields: { role: 'prompter', rank: null, odd: { deep: [9007199254740993n] } }
      },
      { message: 'c', parent: 'a', place: 1, text: 'text of c', fields: { role: 'prompter', parent_id: null } }
    ])
  })

  it('[IM2] refuses a tree with its line and field, and takes the others', () => {
    const text = [tree('a'), tree('b', { replies: [node('c', { parent_id: 'x' })] }), tree('d')].join('\n')
    const { trees, refusals } = read(text)
    expect(trees.map(({ tree }) => tree)).toEqual(['a', 'd'])
    expect(refusals).toEqual([
      { line: 2, field: 'prompt.replies[0].parent_id', problem: 'is not the id of the message above it', tree: 'b' }
    ])
  })

  const bad: [field: string, line: string][] = [
    ['line', '{"message_tree_id": "a", "prompt": {"mess'],
    ['line', 'id,text,role'],
    ['line', '{"text": "hello"}'],
    ['line', '42'],
    ['prompt', '{"message_tree_id": "a"}'],
    ['prompt', '{"message_tree_id": "a", "prompt": "hello"}'],
    ['prompt.text', '{"message_tree_id": "a", "prompt": {"message_id": "a", "role": "prompter"}}'],
    ['prompt.text', tree('a', { text: null })],
    ['prompt.text', tree('a', { text: 7 })],
    ['prompt.text', tree('a', { text: '\ud800' })],
    ['prompt.text', tree('a', { text: 'RAW' }).replace('RAW', '\udc00')],
    ['prompt.text', tree('a', { text: 'é'.repeat(80_000) })],
    ['prompt.role', tree('a', { role: 'system' })],
    ['prompt.role', tree('a', { role: undefined })],
    ['prompt.review_count', tree('a', { review_count: -1 })],
    ['prompt.review_count', tree('a', { review_count: '3' })],
    ['prompt.review_result', tree('a', { review_result: 1 })],
    ['prompt.deleted', tree('a', { deleted: 'no' })],
    ['prompt.rank', tree('a', { rank: 0.5 })],
    ['prompt.synthetic', tree('a', { synthetic: {} })],
    ['prompt.emojis.+1', tree('a', { emojis: { '+1': 'many' } })],
    ['prompt.labels.spam', tree('a', { labels: { spam: 1 } })],
    ['prompt.labels.spam.value', tree('a', { labels: { spam: { value: '1', count: 1 } } })],
    ['prompt.events.ranking', tree('a', { events: { ranking: {} } })],
    ['prompt.odd[1].inner', tree('a', { odd: [0, { inner: '\udfff' }] })],
    ['prompt.odd', tree('a', { odd: { '\ud800': 1 } })],
    ['prompt.odd', tree('a', { odd: 'NUMBER' }).replace('"NUMBER"', '1e999')],
    ['prompt.odd', tree('a', { odd: 'NUMBER' }).replace('"NUMBER"', '18446744073709551616')],
    ['prompt', tree('a', { odd: 'x'.repeat(40_000) })],
    ['prompt.parent_id', tree('a', { parent_id: 'z' })],
    ['prompt.message_id', tree('a', { message_id: 'z' })],
    ['prompt.replies', tree('a', { replies: { 0: node('b') } })],
    ['prompt.replies[0].message_id', tree('a', { replies: [node('a')] })],
    ['tree_state', tree('a').replace('{', '{"tree_state": "finished", ')],
    ['message_tree_id', tree('')]
  ]
  it.each(bad)('[IM4] [IM5] refuses a bad %s', (field, line) => {
    expect(read(`${tree('before')}\n${line}\n${tree('after')}`)).toMatchObject({
      trees: [{ tree: 'before' }, { tree: 'after' }],
      refusals: [{ line: 2, field }]
    })
  })

  it('[IM2] says whether a line is cut off or no JSON at all', () => {
    const { refusals } = read(`{"message_tree_id": "a", "pro\n{"message_tree_id" "a"}\nmessage_tree_id`)
    expect(refusals.map(({ problem }) => problem)).toEqual([
      'ends too early, as if the file were cut off; expected a tree, a message or a prompt in JSON',
      'is not JSON from its character 20 on; expected a tree, a message or a prompt in JSON',
      'is not JSON; expected a tree, a message or a prompt in JSON'
    ])
  })

  it('[IM5] outlives a depth bomb', () => {
    const brackets = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const field = tree('a', { odd: 'BOMB' }).replace('"BOMB"', brackets)
    const withNumber = tree('b', { odd: ['BOMB', 1234567890123456] }).replace('"BOMB"', brackets)
    const thread = `{"message_tree_id": "m0", "prompt": ${Array.from({ length: 20_000 }, (_, i) => `{"message_id": "m${i}", "text": "", "role": "prompter", "replies": [`).join('')}${']}'.repeat(20_000)}}`
    const { trees, refusals } = read([field, withNumber, thread, tree('d')].join('\n'))
    expect(trees.map(({ tree }) => tree)).toEqual(['d'])
    expect(refusals.map(({ line, problem }) => [line, problem])).toEqual([
      [1, 'is nested more than 100 deep'],
      [2, 'is nested too deep to be read'],
      [3, 'is more than 200 replies deep']
    ])
  })

  it('[IM3] refuses a message id that an earlier tree has', () => {
    const { trees, refusals } = read(`${tree('a')}\n${tree('b', { replies: [node('a')] })}\n${tree('a')}`)
    expect(trees).toHaveLength(1)
    expect(refusals.map(({ line, tree }) => [line, tree])).toEqual([
      [2, 'b'],
      [3, 'a']
    ])
  })
})

describe('reading flat messages', () => {
  const flat = (id: string, parent?: string, more: object = {}) =>
    JSON.stringify(node(id, { ...(parent !== undefined && { parent_id: parent }), ...more }))

  it('[IM3] builds trees from any order, by parents alone or by the id of the tree', () => {
    const lines = [
      flat('c', 'b'),
      flat('y', 'x', { message_tree_id: 'x', tree_state: 'growing' }),
      flat('b', 'a'),
      flat('x', undefined, { message_tree_id: 'x', tree_state: 'growing' }),
      flat('a'),
      flat('b2', 'a')
    ]
    const { trees, refusals } = read(lines.join('\n'))
    expect(refusals).toEqual([])
    expect(trees.map(({ tree, fields, messages }) => [tree, fields, messages.map(({ message }) => message)])).toEqual([
      ['a', {}, ['a', 'b', 'b2', 'c']],
      ['x', { tree_state: 'growing' }, ['x', 'y']]
    ])
    expect(trees[0]?.messages.map(({ place }) => place)).toEqual([0, 0, 1, 0])
  })

  const astray: [title: string, line: number, field: string, lines: string[]][] = [
    ['an orphan', 2, 'parent_id', [flat('a'), flat('b', 'gone')]],
    ['a circle', 2, 'parent_id', [flat('a'), flat('b', 'c'), flat('c', 'b')]],
    ['its own parent', 2, 'parent_id', [flat('a'), flat('b', 'b')]],
    ['the same id twice', 3, 'message_id', [flat('a'), flat('z'), flat('z')]],
    ['another tree state', 3, 'tree_state', [flat('a'), flat('z'), flat('y', 'z', { tree_state: 'growing' })]],
    ['a second root', 3, 'message_id', [flat('a'), flat('z'), flat('y', undefined, { message_tree_id: 'z' })]],
    ['a bad field', 3, 'deleted', [flat('a'), flat('z'), flat('y', 'z', { deleted: 3 })]],
    ['no root', 2, 'parent_id', [flat('a'), flat('y', 'z', { message_tree_id: 'z' })]],
    [
      'too long a thread',
      203,
      'parent_id',
      [flat('a'), flat('m0'), ...Array.from({ length: 20_000 }, (_, i) => flat(`m${i + 1}`, `m${i}`))]
    ]
  ]
  it.each(astray)('[IM3] refuses the tree of %s, and takes the others', (_, line, field, lines) => {
    expect(read(lines.join('\n'))).toMatchObject({ trees: [{ tree: 'a' }], refusals: [{ line, field }] })
  })
})

describe('reading prompt lists and the seed format', () => {
  it('[IM6] makes a prompt a tree whose id follows from it and its language', () => {
    const { trees, refusals } = read('"What is moss?"\n"What is moss?"')
    expect([trees.length, refusals]).toEqual([1, []])
    expect(read('"What is moss?"').trees[0]?.tree).toBe(trees[0]?.tree)
    const german = read('"What is moss?"', { lang: 'de' }).trees
    expect(trees[0]?.tree).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(german[0]?.tree).not.toBe(trees[0]?.tree)
    expect(german[0]?.messages[0]?.fields).toEqual({ role: 'prompter', lang: 'de' })
  })

  it('[IM6] refuses blank prompts and halves of characters', () => {
    expect(read('"moss"\n" "\n"\\ud800"').refusals.map(({ line }) => line)).toEqual([2, 3])
  })

  it('[IM6] reads the seed format: one array, five reviews, accepted', () => {
    const seed = [
      { task_message_id: 't1', user_message_id: 'u1', parent_message_id: null, text: 'Hi [', role: 'prompter' },
      { task_message_id: 't2', user_message_id: 'u2', parent_message_id: 'u1', text: 'Yes"', role: 'assistant' },
      { task_message_id: 't3', user_message_id: 'u3', parent_message_id: 'gone', text: 'No', role: 'assistant' }
    ]
    const { trees, refusals } = read(JSON.stringify(seed, null, 2))
    expect(trees[0]).toMatchObject({ tree: 'u1', from: 'seed', messages: [{ message: 'u1' }, { parent: 'u1' }] })
    expect(trees[0]?.messages[1]?.fields).toEqual({
      role: 'assistant',
      lang: 'en',
      review_count: 5,
      review_result: true,
      task_message_id: 't2'
    })
    expect(refusals).toMatchObject([{ line: 16, field: '[2].parent_id' }])
  })
})
