import { describe, expect, it } from 'vitest'
import { exported, fourReplies, GOOD, json, Project, SMALL, viewsOf } from './conformance.ts'
import { exportTrees } from './export.ts'

type Turn = { role: string; content: string }
const node = (id: string, role: string, replies: object[] = [], more: object = {}) => ({
  ...{ message_id: id, text: id, role, lang: 'en', review_result: true, replies },
  ...more
})
const line = (prompt: { message_id: string }) =>
  JSON.stringify({ message_tree_id: prompt.message_id, tree_state: 'ready_for_export', prompt })

describe('threads', () => {
  const threads = (text: string) =>
    json<{ messages: Turn[] }>(exported(viewsOf(text), { format: 'threads' })).map(({ messages }) =>
      messages.map(({ role, content }) => `${role} ${content}`).join(', ')
    )

  it('[XP13] go from the root to each last answer; a question without one is cut off, and none comes twice', () => {
    const deep = node('c', 'prompter', [node('d', 'assistant')])
    const tree = node('a', 'prompter', [
      node('b', 'assistant', [node('x', 'prompter'), deep]),
      node('e', 'assistant', [node('y', 'prompter'), node('z', 'prompter')])
    ])
    expect(threads(line(tree))).toEqual(['user a, assistant b, user c, assistant d', 'user a, assistant e'])
    expect(threads(line(node('q', 'prompter')))).toEqual([])
  })

  it('[XP13] leaves out and counts those in which the roles do not take turns', () => {
    const tree = node('a', 'prompter', [node('b', 'prompter', [node('c', 'assistant')]), node('d', 'assistant')])
    expect(threads(line(tree))).toEqual(['user a, assistant d'])
    const steps = exportTrees(viewsOf(line(tree)), { format: 'threads' })
    let step = steps.next()
    while (!step.done) step = steps.next()
    expect(step.value.leftOut.threads).toBe(1)
  })

  it('[XP13] carry ids, language, rank and the means of labels', () => {
    const { view, prompt, replies } = fourReplies({ order: [1, 0, 2, 3] })
    const all = json<{ thread_id: string; messages: object[] }>(exported([view()], { format: 'threads' }))
    expect(all.map(({ thread_id }) => thread_id).toSorted()).toEqual(replies.toSorted())
    expect(all.find(({ thread_id }) => thread_id === replies[1])).toEqual({
      thread_id: replies[1],
      message_tree_id: prompt,
      lang: 'en',
      split: expect.stringMatching(/^(train|validation)$/),
      messages: [
        {
          ...{ role: 'user', content: 'What is moss?', message_id: prompt, lang: 'en' },
          labels: { spam: { value: 0, count: 1 }, quality: { value: 0.5, count: 1 } }
        },
        {
          ...{ role: 'assistant', content: 'A small plant\u2028without roots.', message_id: replies[1], lang: 'en' },
          rank: expect.any(Number),
          labels: { spam: { value: 0, count: 2 }, quality: { value: 0.5, count: 2 } }
        }
      ]
    })
  })
})

describe('pairs and lists', () => {
  it('[XP14] say how sure an order is, and how ballots stand on each two', () => {
    const { view, replies, prompt } = fourReplies(
      { order: [3, 1, 0, 2], good: 2 },
      { order: [3, [1, 0], 2], good: 1 },
      { order: [1, 3] },
      { order: [2, 0, 1, 3], not_rankable: true, good: 4 }
    )
    const pairs = json<Record<string, unknown>>(exported([view()], { format: 'pairs' }))
    const of = (chosen: number, rejected: number) =>
      pairs.find(({ chosen_id, rejected_id }) => chosen_id === replies[chosen] && rejected_id === replies[rejected])
    expect(of(3, 2)).toMatchObject({
      parent_id: prompt,
      prompt: [{ role: 'user', content: 'What is moss?' }],
      chosen: [{ role: 'assistant', content: 'Moss, says gus.' }],
      rejected: [{ role: 'assistant', content: 'Moss, says fay.' }],
      // The third ballot leaves one of them out, and the fourth is no voice.
      ballots: { for: 2, against: 0, tied: 0 },
      chosen_good: { yes: 2, of: 2 },
      rejected_good: { yes: 0, of: 2 },
      settled: expect.any(Boolean)
    })
    // Their reviewers found the other one better, and they stand between two that say so of the ballots.
    expect(of(0, 1)?.ballots).toEqual({ for: 0, against: 1, tied: 1 })
    expect(of(3, 1)?.ballots ?? of(1, 3)?.ballots).toMatchObject({ tied: 0 })
    for (const { certainty } of pairs) expect(certainty).toBeGreaterThanOrEqual(0.5)
  })

  it('[XP14] a list is best first, with every ballot as it was given', () => {
    const { view, replies, prompt } = fourReplies({ order: [3, [1, 0], 2], good: 1 }, { order: [1, 3] })
    const [list] = json<Record<string, never> & { ballots: object[]; replies: Turn[] }>(
      exported([view()], { format: 'lists' })
    )
    expect(list).toMatchObject({ parent_id: prompt, message_tree_id: prompt, settled: true })
    expect(list?.ballots).toContainEqual({
      id: expect.any(String),
      user_id: 'eve',
      created_date: expect.any(String),
      order: [[replies[3]], [replies[0], replies[1]].toSorted(), [replies[2]]],
      shown: replies,
      ...{ not_rankable: false, untouched: false, good: 1 }
    })
    expect(list?.ballots).toContainEqual(
      expect.objectContaining({ user_id: 'hal', order: [[replies[1]], [replies[3]]] })
    )
    expect(list?.replies).toHaveLength(4)
  })

  it('[XP14] come of the ranks of an import too, equal ones as ties', () => {
    const reply = (id: string, rank?: number) => node(id, 'assistant', [], rank === undefined ? {} : { rank })
    const tree = node('a', 'prompter', [reply('b', 0), reply('c', 1), reply('d', 1), reply('e')])
    const pairs = json(exported(viewsOf(line(tree)), { format: 'pairs' }))
    expect(pairs.map(({ chosen_id, rejected_id }) => `${chosen_id}${rejected_id}`)).toEqual(['bc', 'bd'])
    expect(pairs[0]).not.toHaveProperty('certainty')
    const [list] = json(exported(viewsOf(line(tree)), { format: 'lists' }))
    expect(list).toMatchObject({ places: [['b'], ['c', 'd']], ballots: [] })
    expect(((list?.replies ?? []) as { message_id: string }[]).map(({ message_id }) => message_id)).toEqual([
      'b',
      'c',
      'd',
      'e'
    ])
  })

  it('[XP14] a reply that is left out leaves the order of the others', () => {
    const { project, view, replies } = fourReplies({ order: [3, 1, 0, 2] })
    project.decide('finish', { tree: view().id, counted: view().due ?? [] })
    project.decide('delete', { message: replies[1] })
    const pairs = json(exported([view()], { format: 'pairs' }))
    expect(pairs.some(({ chosen_id, rejected_id }) => [chosen_id, rejected_id].includes(replies[1]))).toBe(false)
    expect(JSON.stringify(json(exported([view()], { format: 'lists' })))).not.toContain(replies[1])
  })

  it('[XP5] counts labels of all rows, those that nobody asked for too, and who could not tell apart', () => {
    const project = new Project()
    const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'Moss?' })
    project.work('ben', 'label_initial_prompt', prompt, { ...GOOD, unsure: ['humor'] })
    project.say('cat', { kind: 'label', message: prompt, labels: { quality: 0.5, violence: 0.25 } })
    project.say('dan', {
      kind: 'report',
      message: prompt,
      labels: { toxicity: 1 },
      text: 'Rude',
      salt: new Uint8Array(16)
    })
    project.say('eve', { kind: 'emoji', message: prompt, emoji: '+1' })
    project.say('fay', { kind: 'emoji', message: prompt, emoji: '+1' })
    const { prompt: root } = JSON.parse(exported([project.view(SMALL)], { all: true })[0] ?? '')
    expect(root.labels).toEqual({
      spam: { value: 0, count: 1 },
      quality: { value: 0.75, count: 2 },
      humor: { count: 0, unsure: 1 },
      violence: { value: 0.25, count: 1 },
      toxicity: { value: 1, count: 1 }
    })
    expect(root.emojis).toEqual({ '+1': 2 })
    expect(root.events.emoji).toMatchObject([
      { user_id: 'eve', emoji: '+1' },
      { user_id: 'fay', emoji: '+1' }
    ])
    expect(root.events.report).toMatchObject([{ user_id: 'dan', report_type: 'toxicity', reason: 'Rude' }])
    expect(root.events.label).toMatchObject([{ user_id: 'cat', labels: { quality: 0.5, violence: 0.25 } }])
    expect(root.events.review).toMatchObject([{ user_id: 'ben', unsure: ['humor'] }])
    const some = exported([project.view(SMALL)], { state: 'all', events: true })[0] ?? ''
    expect(some).toContain('"report"')
    expect(some).not.toContain('Rude')
  })

  it('[XP5] passages that show why a flag is set leave with the single judgements, and nothing written beside them', () => {
    const project = new Project()
    const text = '𝔐oss? Buy my seeds!'
    const prompt = project.work('ann', 'initial_prompt', undefined, { text })
    const evidence = [{ label: 'spam', start: 6, end: 19, note: 'of a later version' }]
    project.work('ben', 'label_initial_prompt', prompt, { labels: { spam: 1 }, evidence })
    const [line = ''] = exported([project.view(SMALL)], { all: true })
    const [review] = JSON.parse(line).prompt.events.review
    expect(review.evidence).toEqual([{ label: 'spam', start: 6, end: 19 }])
    expect([...text].slice(review.evidence[0].start, review.evidence[0].end).join('')).toBe('Buy my seeds!')
  })

  it('[XP5] what was turned down is no reaction unless it is asked for', () => {
    const project = new Project()
    const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'Moss?' })
    project.work('ben', 'label_initial_prompt', prompt, GOOD)
    project.skip('cat', 'label_initial_prompt', prompt)
    const emojis = (options: object) =>
      JSON.parse(exported([project.view(SMALL)], { state: 'all', ...options })[0] ?? '').prompt.emojis
    expect(emojis({})).toBeUndefined()
    expect(emojis({ skips: true })).toEqual({ _skip_labeling: 1 })
    const given = line(node('a', 'prompter', [], { emojis: { '+1': 1, _skip_reply: 2 } }))
    expect(JSON.parse(exported(viewsOf(given))[0] ?? '').prompt.emojis).toEqual({ '+1': 1, _skip_reply: 2 })
  })
})
