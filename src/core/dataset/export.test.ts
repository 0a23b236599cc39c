import { describe, expect, it } from 'vitest'
import { exported, factsOf, GOOD, Project, rankedTree, read, tiedTree, viewsOf, workedTree } from './conformance.ts'
import { exportTrees } from './export.ts'

describe('exporting work done here', () => {
  it('[XP3] gives a ready tree by default as Open-Assistant does', () => {
    const { project, prompt, first, second } = rankedTree()
    const lines = exported([project.view()])
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        message_tree_id: prompt,
        tree_state: 'ready_for_export',
        prompt: {
          message_id: prompt,
          user_id: 'ann',
          created_date: '2023-11-14T22:14:20+00:00',
          text: 'What is moss?',
          role: 'prompter',
          lang: 'en',
          review_count: 1,
          review_result: true,
          deleted: false,
          synthetic: false,
          replies: [
            expect.objectContaining({ message_id: second, parent_id: prompt, rank: 0, review_count: 2, replies: [] }),
            expect.objectContaining({ message_id: first, rank: 1, role: 'assistant' })
          ]
        }
      }
    ])
    expect(lines[0]).not.toMatch(/labels|events/)
  })

  it('[XP2] writes fields in the order of Open-Assistant', () => {
    const { project } = rankedTree()
    const [line] = exported([project.view()], { all: true })
    expect(Object.keys(JSON.parse(line ?? ''))).toEqual(['message_tree_id', 'tree_state', 'prompt'])
    expect(Object.keys(JSON.parse(line ?? '').prompt.replies[0])).toEqual([
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
      'replies',
      'labels',
      'events'
    ])
  })

  it('[XP5] gives means of labels, and each judgement with the UUID of its fact', () => {
    const { project, prompt, first, second, ballot, review } = rankedTree()
    const root = JSON.parse(exported([project.view()], { labels: true, events: true })[0] ?? '').prompt
    expect(root.replies[0].labels).toEqual({ spam: { value: 0, count: 2 }, quality: { value: 0.5, count: 2 } })
    expect(root.replies[1].events.review).toEqual([
      { type: 'review', id: review, user_id: 'ann', created_date: '2023-11-14T22:19:20+00:00', ...GOOD }
    ])
    expect(root.events.ranking).toEqual([
      {
        type: 'ranking',
        id: ballot,
        user_id: 'eve',
        created_date: '2023-11-14T22:23:20+00:00',
        ranking: [0, 1],
        ranked_message_ids: [second, first],
        ranking_parent_id: prompt,
        message_tree_id: prompt,
        not_rankable: false
      }
    ])
  })

  it('[XP5] gives replies that tie the same number, and lists them in the order of their ids', () => {
    const { view, replies } = tiedTree()
    const [a, b, c, d] = replies
    const { prompt, unplaced } = JSON.parse(exported([view()], { all: true })[0] ?? '')
    expect(prompt.events.ranking).toMatchObject([
      { user_id: 'eve', ranking: [0, 1, 1, 3], ranked_message_ids: [d, ...[a, c].sort(), b] }
    ])
    expect(unplaced).toMatchObject([
      { user_id: 'hal', ranking: [0, 0, 2, 3], ranked_message_ids: [...[b, d].sort(), c, a], rule: 'after-finish' }
    ])
  })

  it('[XP5] counts what was turned down as hidden reactions', () => {
    const project = new Project()
    const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'Moss?' })
    for (const kind of ['assistant_reply', 'label_initial_prompt', 'rank_assistant_replies'] as const)
      for (const who of ['ben', 'cat']) project.skip(who, kind, prompt)
    const { emojis, events } = JSON.parse(exported([project.view()], { all: true })[0] ?? '').prompt
    expect(emojis).toEqual({ _skip_reply: 2, _skip_labeling: 2, _skip_ranking: 2 })
    expect(events.skip[0]).toMatchObject({ type: 'skip', user_id: 'ben', task: 'assistant_reply', reason: 'other' })
  })

  it('[XP4] leaves out by default what is not ready, not accepted, deleted, erased or synthetic', () => {
    const growing = workedTree()
    expect(exported([growing.project.view()])).toEqual([])
    const { project, prompt, first } = rankedTree()
    project.decide('finish', { tree: prompt, counted: project.view().due ?? [] })
    project.decide('delete', { message: first })
    expect(exported([project.view()])[0]).not.toContain(first)
    expect(exported([project.view()], { all: true })[0]).toContain(first)
    project.decide('erase', { facts: [project.facts[0]?.id] })
    expect(exported([project.view()])).toEqual([])
    expect(exported([project.view()], { all: true })[0]).toContain('"text": "", "role": "prompter"')
    expect(JSON.parse(exported([project.view()], { all: true })[0] ?? '').prompt).toMatchObject({
      message_id: prompt,
      erased: true
    })
    const synthetic =
      '{"message_tree_id": "a", "prompt": {"message_id": "a", "text": "t", "role": "prompter", "review_result": true, "synthetic": true}}'
    expect(exported(viewsOf(synthetic))).toEqual([])
    expect(exported(viewsOf(synthetic), { includeSynthetic: true })).toHaveLength(1)
  })

  it('[XP4] leaves out what hangs on a message that is left out', () => {
    const node = (id: string, more: string) =>
      `{"message_id": "${id}", "text": "t", "role": "prompter", "review_result": ${more}}`
    const line = `{"message_tree_id": "a", "prompt": ${node('a', `true, "replies": [${node('b', `false, "replies": [${node('c', 'true')}]`)}]`)}}`
    const ids = (options: object) =>
      exported(viewsOf(line), { format: 'messages', ...options }).map((each) => JSON.parse(each).message_id)
    expect(ids({})).toEqual(['a'])
    expect(ids({ includeSpam: true })).toEqual(['a', 'b', 'c'])
    expect(ids({ includeSpam: true, promptsOnly: true })).toEqual(['a'])
    expect(ids({ state: 'growing' })).toEqual([])
    expect(ids({ lang: 'de' })).toEqual([])
  })

  it('[XP6] leaves out the work of those without consent and all below it, and counts both', () => {
    const { project, first } = rankedTree()
    const withoutBen = exportTrees([project.view()], { all: true, consented: (name) => name !== 'ben' })
    const lines = []
    let step = withoutBen.next()
    for (; !step.done; step = withoutBen.next()) lines.push(step.value)
    expect(lines.join()).not.toContain('"ben"')
    expect(lines.join()).not.toContain(`"message_id": "${first}"`)
    // Ben reviewed the prompt; the review of his reply goes with the reply.
    expect(step.value).toEqual({
      ...{ trees: 1, messages: 3, lines: 1 },
      leftOut: { consent: { messages: 1, judgements: 1 }, orphans: 0, held: 0, threads: 0 }
    })
    const none = exported([project.view()], { all: true, consented: () => false })
    expect(none).toEqual([])
  })

  it('[XP3] names every fact in an export of all, even what the tree has no use for', () => {
    const { project, prompt, first, second } = rankedTree()
    const twice = project.work('eve', 'label_assistant_reply', second, GOOD)
    project.decide('finish', { tree: prompt, counted: project.view().due ?? [] })
    const late = project.work('fay', 'assistant_reply', first, { text: 'Too late' })
    const [line] = exported([project.view()], { all: true })
    // Of the two reviews the later one counts, and this is the later one.
    expect(line).toContain(twice)
    const { unplaced } = JSON.parse(line ?? '') as { unplaced: { id: string; rule: string }[] }
    expect(unplaced).toHaveLength(2)
    const said = { is: 'spare', kind: 'assistant_reply', message_id: first, text: 'Too late', user_id: 'fay' }
    expect(unplaced.find(({ id }) => id === late)).toMatchObject({ ...said, rule: 'after-finish' })
    expect(unplaced.find(({ rule }) => rule === 'done-again')).toMatchObject({
      user_id: 'eve',
      labels: { spam: 0, quality: 0 }
    })
  })
})

describe('exporting imports that were worked on', () => {
  const given = JSON.stringify({
    message_tree_id: 'a',
    tree_state: 'ready_for_export',
    prompt: {
      message_id: 'a',
      text: 't',
      role: 'prompter',
      review_count: 3,
      review_result: true,
      emojis: { '+1': 2, _skip_labeling: 1 },
      labels: { spam: { value: 0.5, count: 2 }, humor: { value: 0.1, count: 3 } },
      events: { review: [{ type: 'review', user_id: 'old' }] },
      odd: null
    }
  })

  it('[XP3] keeps what was given, and changes only what new facts changed', () => {
    const [tree] = read(given).trees
    const project = new Project('a', factsOf(tree!))
    project.work('ben', 'label_initial_prompt', 'a', { labels: { spam: 0, quality: 0.25 } })
    project.skip('cat', 'label_initial_prompt', 'a')
    const root = JSON.parse(exported([project.view()], { all: true })[0] ?? '').prompt
    expect(root).toMatchObject({
      review_count: 4,
      review_result: true,
      odd: null,
      emojis: { '+1': 2, _skip_labeling: 2 },
      labels: { spam: { value: 1 / 3, count: 3 }, quality: { value: 0.25, count: 1 }, humor: { value: 0.1, count: 3 } },
      events: { review: [{ user_id: 'old' }, { user_id: 'ben' }], skip: [{ user_id: 'cat' }] }
    })
    expect(Object.keys(root)).not.toContain('deleted')
    project.decide('delete', { message: 'a' })
    expect(JSON.parse(exported([project.view()], { all: true })[0] ?? '').prompt.deleted).toBe(true)
  })

  it('[XP3] says the state that came of decisions made here', () => {
    const project = new Project('a', factsOf(read(given).trees[0]!))
    project.decide('halt', { tree: 'a' })
    expect(JSON.parse(exported([project.view()], { all: true })[0] ?? '').tree_state).toBe('halted_by_moderator')
    expect(exported([project.view()])).toEqual([])
  })

  it('[XP3] a consensus made here replaces given ranks', () => {
    const reply = (id: string, rank: number) =>
      `{"message_id": "${id}", "text": "t", "role": "assistant", "review_result": true, "rank": ${rank}}`
    const line = `{"message_tree_id": "a", "prompt": {"message_id": "a", "text": "t", "role": "prompter", "review_result": true, "replies": [${reply('b', 0)}, ${reply('c', 1)}, ${reply('d', 2)}]}}`
    const project = new Project('a', factsOf(read(line).trees[0]!, 'ranking'))
    const ranks = () =>
      JSON.parse(exported([project.view()], { all: true })[0] ?? '').prompt.replies.map(
        ({ message_id, rank }: { message_id: string; rank?: number }) => [message_id, rank]
      )
    expect(ranks()).toEqual([
      ['b', 0],
      ['c', 1],
      ['d', 2]
    ])
    project.work('eve', 'rank_assistant_replies', 'a', { order: [1, 0] }, ['b', 'c'])
    expect(ranks()).toEqual([
      ['c', 0],
      ['b', 1],
      ['d', undefined]
    ])
  })
})
