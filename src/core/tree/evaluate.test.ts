import { describe, expect, it } from 'vitest'
import { BAD, keyOf, Story } from '../examples/story.ts'
import { growingTree, grownTree, readyTree } from '../examples/trees.ts'
import { type Content, erased } from '../fact/fact.ts'
import { evaluate } from './evaluate.ts'

describe('what a tree makes of its facts', () => {
  it('[EV1] an answer to a task that was lent to someone else is returned', () => {
    const story = new Story()
    const root = growingTree(story)
    const task = story.lend('bo', 'assistant_reply', root)
    story.grant('cy', 'contributor')
    const foreign = story.answer('cy', 'assistant_reply', task, { text: 'Hi.', lang: 'en' })
    expect(story.outcome(foreign)).toBe('returned not-lent-to-you')
    story.grant('bo phone', 'contributor', { contributor: 'bo' })
    const other = story.answer('bo phone', 'assistant_reply', task, { text: 'Hi.', lang: 'en' })
    expect(story.outcome(other)).toBe('merged')
  })

  it('[EV1] an answer of another kind than its task, or to no task, is returned', () => {
    const story = new Story()
    const root = growingTree(story)
    const task = story.lend('bo', 'assistant_reply', root)
    const [lending] = task
    const review = story.answer('bo', 'label_initial_prompt', task, { labels: BAD })
    const nothing = story.answer('bo', 'assistant_reply', [lending, 1], { text: 'Hi.', lang: 'en' })
    const aimless = story.answer('bo', 'assistant_reply', story.lend('bo', 'assistant_reply'), {
      text: 'Hi.',
      lang: 'en'
    })
    for (const fact of [review, nothing, aimless]) expect(story.outcome(fact)).toBe('returned no-such-task')
    expect(story.outcome(story.answer('bo', 'skip', task, { reason: 'too hard' }))).toBe('merged')
  })

  it('[EV1] an answer waits while its lending is unknown', () => {
    const story = new Story()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply')
    const [lending] = (story.facts.at(-1)?.content.task ?? []) as string[]
    const saved = story.lendings.get(lending ?? '')
    story.lendings.delete(lending ?? '')
    expect(story.outcome(reply)).toBeUndefined()
    expect(story.view().messages).toHaveLength(1)
    if (lending && saved) story.lendings.set(lending, saved)
    expect(story.outcome(reply)).toBe('merged')
  })

  it('[EV1] a malformed fact is returned, and one of an unknown kind carried along without a word', () => {
    const story = new Story()
    const root = growingTree(story)
    const before = story.view()
    const malformed = story.review('bo', root, { spam: 2 })
    const unknown = story.add('bo', { kind: 'applause', v: 1, message: root })
    const later = story.add('hub', { kind: 'halt', v: 2, tree: root })
    expect([malformed, unknown, later].map((fact) => story.outcome(fact))).toEqual([
      'returned malformed',
      undefined,
      undefined
    ])
    const { outcomes, unplaced, ...view } = story.view()
    const unplacedBefore = unplaced.filter(({ fact }) => fact !== malformed.id)
    const outcomesBefore = new Map([...outcomes].filter(([id]) => id !== malformed.id))
    expect({ ...view, unplaced: unplacedBefore, outcomes: outcomesBefore }).toEqual(before)
  })

  it.each(['import_tree', 'import_message', 'lottery', 'halt', 'delete', 'undelete', 'finish', 'reopen', 'decline'])(
    '[EV1] a contributor does not decide: %s',
    (kind) => {
      const story = new Story()
      const { root } = readyTree(story)
      story.finish()
      const fact = story.facts[2]?.id
      const all = { tree: root, message: root, at: 1, seed: 1, undoes: [], counted: [], finishes: [], fact, rule: 'x' }
      const { outcomes: _, unplaced: ___, ...before } = story.view()
      const decision = story.add('ada', { kind, v: 1, as: 'growing', fields: {}, place: 0, text: 'x', ...all })
      expect(story.outcome(decision)).toBe('returned not-allowed')
      const { outcomes: __, unplaced: ____, ...after } = story.view()
      expect(after).toEqual(before)
    }
  )

  it('[EV1] what a hub declines is returned with its rule, and counts for nothing', () => {
    const story = new Story()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply')
    story.decide('decline', { fact: story.facts.at(-1)?.id, rule: 'copied' })
    expect(story.outcome(reply)).toBe('returned copied')
    expect(story.view().messages).toHaveLength(1)
    story.decide('decline', { fact: story.facts[1]?.id, rule: 'bot' })
    expect(story.view().state).toBe('initial_prompt_review')
  })

  it('[EV1] a fact twice is one fact, and a copy that lost its text takes nothing from one that did not', () => {
    const story = new Story()
    grownTree(story)
    const once = story.view()
    const bare = story.facts.map(erased)
    expect(story.view([...story.facts, ...story.facts])).toEqual(once)
    expect(story.view([...bare, ...story.facts])).toEqual(once)
    expect(story.view([...story.facts, ...bare])).toEqual(once)
    expect(story.view(bare).messages.every(({ text }) => text === null)).toBe(true)
  })

  it('[EV1] a tree without its root is none yet', () => {
    const { people, lendings, rules } = new Story()
    expect(evaluate({ tree: 'T', facts: [], lendings, people }, rules)).toBeUndefined()
  })

  it('[EV1] nothing that it is given is changed', () => {
    const story = new Story()
    readyTree(story)
    story.finish()
    const given = {
      facts: [...story.facts].reverse(),
      lendings: new Map(story.lendings),
      people: new Map(story.people)
    }
    const before = structuredClone(given)
    evaluate({ tree: story.tree, ...given }, story.rules)
    expect(given).toEqual(before)
  })
})

describe('bad input', () => {
  it('[EV1] facts that name what does not exist wait, or are returned, and never throw', () => {
    const story = new Story()
    const root = growingTree(story)
    const { outcomes: _, unplaced: ___, ...before } = story.view()
    const none = keyOf('no such fact')
    const contents: Content[] = [
      { kind: 'amend', v: 1, message: 'nowhere', saw: 'nothing', text: 'x', saved: 1 },
      { kind: 'delete', v: 1, message: 'nowhere', at: 1 },
      { kind: 'undelete', v: 1, message: root, undoes: [none], at: 1 },
      { kind: 'decline', v: 1, fact: none, rule: 'x', at: 1 },
      { kind: 'erase', v: 1, facts: [none], at: 1 },
      { kind: 'reopen', v: 1, tree: root, finishes: [none], at: 1 },
      { kind: 'finish', v: 1, tree: root, counted: [], also: [none], at: 1 },
      { kind: 'piece', v: 1, text: '\ud800' },
      { kind: 'piece', v: 1, pieces: [none], text: 'x' },
      { kind: 'import_message', v: 1, tree: root, message: 'i', parent: 'i', place: 0, fields: {}, text: 'self' }
    ]
    const facts = contents.map((content) => story.add('hub', content))
    facts.push(story.review('bo', 'nowhere'), story.rank('bo', root, ['nowhere', 'neither']))
    story.reply('bo', 'nowhere', 'assistant_reply')
    const { outcomes, unplaced: __, ...after } = story.view()
    expect(after).toEqual(before)
    const words = facts.map(({ id, content }) => [content.kind, outcomes.get(id)?.is])
    expect(words).toEqual([
      ['amend', undefined],
      ['delete', 'merged'],
      ['undelete', 'merged'],
      ['decline', 'merged'],
      ['erase', 'merged'],
      ['reopen', 'merged'],
      ['finish', 'merged'],
      ['piece', 'returned'],
      ['piece', 'merged'],
      ['import_message', undefined],
      ['label_assistant_reply', undefined],
      ['rank_assistant_replies', undefined]
    ])
  })

  it('[EV1] a text of 100 kB, and a language that nobody knows, are taken as they are', () => {
    const story = new Story()
    const root = growingTree(story)
    const text = 'é'.repeat(50_000)
    const reply = story.reply('bo', root, 'assistant_reply', { text, lang: 'tlh-Piqd' })
    expect(story.message(reply)).toMatchObject({ text, lang: 'tlh-Piqd' })
    expect(story.view().needs[0]).toMatchObject({ target: reply, lang: 'tlh-Piqd' })
  })

  it('[EV1] an imported thread of 5,000 messages is one, whatever is deleted in it', () => {
    const story = new Story()
    story.importTree('m0', 'growing')
    const fields = (i: number) => ({ role: i % 2 === 0 ? 'prompter' : 'assistant', review_result: true })
    for (let i = 0; i < 5000; i++) story.importMessage(`m${i}`, i === 0 ? undefined : `m${i - 1}`, fields(i))
    story.decide('delete', { message: 'm2500' })
    const { messages, state } = story.view()
    expect([messages.length, messages.at(-1)?.depth, state]).toEqual([5000, 4999, 'growing'])
    expect(messages.filter(({ deleted }) => deleted)).toHaveLength(2500)
  })

  it.each([
    ['wide', () => 'root' as const],
    ['deep', () => 'last' as const]
  ])('[EV1] a %s tree of 2,000 messages and 5,000 facts is derived whole', { timeout: 20_000 }, (_, place) => {
    const story = new Story({ max_children_count: 2000, max_tree_depth: 2000, goal_tree_size: 10_000 })
    const root = growingTree(story)
    let last = root
    for (let i = 0; i < 2000; i++) {
      const parent = place() === 'root' ? root : last
      last = story.reply(`p${i}`, parent, parent === root || i % 2 === 0 ? 'assistant_reply' : 'prompter_reply')
      if (place() === 'last' || i % 2 === 0) story.judge(last)
    }
    const { messages } = story.view()
    expect(messages.filter(({ spare }) => !spare)).toHaveLength(2001)
  })
})
