import { describe, expect, it } from 'vitest'
import { statsOf } from '../dataset/stats.ts'
import { GOOD, keyOf, Story } from '../examples/story.ts'
import { growingTree, grownTree } from '../examples/trees.ts'
import { type Content, type Fact, makeFact } from '../fact/fact.ts'
import { projectOf } from '../project/project.ts'
import { OPEN_ASSISTANT, UNDERSTORY } from '../rules.ts'

/** A tree at ranking, and what it says besides what became of each fact. */
function told() {
  const story = new Story()
  const { root, sets } = grownTree(story)
  const kept = () => {
    const { outcomes: _, unplaced: __, ...view } = story.view()
    return view
  }
  return { story, root, replies: sets.get(root) ?? [], kept }
}

type Told = ReturnType<typeof told>
const none = keyOf('no such fact')
const half = 'half \ud83d'
const signed =
  (name: string, content: Content) =>
  ({ story }: Told) => {
    if (name === 'bo') story.lend('bo', 'assistant_reply')
    return story.add(name, content)
  }

/** What is said, by whom, and what becomes of it; `undefined` waits for what it names. */
const CASES: readonly (readonly [string, (told: Told) => Fact, string | undefined])[] = [
  [
    'an emoji on a message that is nowhere',
    signed('bo', { kind: 'emoji', v: 1, message: 'x', emoji: '+1', saved: 1 }),
    undefined
  ],
  [
    'a report of a message that is nowhere',
    signed('bo', { kind: 'report', v: 1, message: 'x', text: 'Rude.', saved: 1 }),
    undefined
  ],
  ['a clearing of a message that is nowhere', signed('hub', { kind: 'clear', v: 1, message: 'x', at: 1 }), 'merged'],
  ['a clearing by a contributor', signed('bo', { kind: 'clear', v: 1, message: 'x', at: 1 }), 'returned not-allowed'],
  ['an abort by a contributor', signed('bo', { kind: 'abort', v: 1, tree: 'x', at: 1 }), 'returned not-allowed'],
  [
    'a restart that names what is no halt',
    signed('hub', { kind: 'restart', v: 1, tree: 'x', halts: [none], at: 1 }),
    'returned not-halted'
  ],
  [
    'a draw that is out of range',
    signed('hub', { kind: 'lottery', v: 1, tree: 'x', seed: 2 ** 60, at: 1 }),
    'returned malformed'
  ],
  [
    'labels out of range',
    ({ story, root }) => story.react('bo', 'label', root, { labels: { spam: 1.5 } }),
    'returned malformed'
  ],
  [
    'labels that are no numbers',
    ({ story, root }) => story.react('bo', 'label', root, { labels: { spam: Number.NaN } }),
    'returned malformed'
  ],
  [
    'a report with labels that nobody knows',
    ({ story, root }) => story.react('bo', 'report', root, { labels: { vibes: 1 } }),
    'returned malformed'
  ],
  [
    'a report with half a character',
    ({ story, root }) => story.react('bo', 'report', root, { text: half }),
    'returned malformed'
  ],
  [
    'an emoji of half a character',
    ({ story, root }) => story.react('bo', 'emoji', root, { emoji: '\udc00' }),
    'returned malformed'
  ],
  [
    'a reply with half a character',
    ({ story, root }) => answer(story, 'bo', root, { text: half }),
    'returned malformed'
  ],
  [
    'a reply in what is no language',
    ({ story, root }) => answer(story, 'bo', root, { lang: 'not a language' }),
    'returned malformed'
  ],
  ['an amendment with half a character', ({ story, root }) => story.amend('ada', root, half), 'returned malformed'],
  [
    'a ballot that names a reply twice',
    ({ story, root, replies }) => story.rank('r1', root, replies, { order: [0, 1, 1] }),
    'returned malformed'
  ],
  [
    'a ballot that names what was not shown',
    ({ story, root, replies }) => story.rank('r1', root, replies, { order: [0, 1, 2, 3] }),
    'returned not-an-order'
  ],
  [
    'a ballot with half a position',
    ({ story, root, replies }) => story.rank('r1', root, replies, { order: [0.5, 1] }),
    'returned malformed'
  ],
  [
    'a ballot with more good replies than it names',
    ({ story, root, replies }) => story.rank('r1', root, replies, { good: 9 }),
    'returned not-an-order'
  ],
  [
    'a review of labels that are not for prompts',
    ({ story, root }) => story.review('r1', root, { spam: 0, helpfulness: 1 }),
    'returned malformed'
  ],
  [
    'a review that is unsure of what it answers',
    ({ story, root }) => story.review('r1', root, GOOD, { unsure: ['spam'] }),
    'returned malformed'
  ],
  [
    'an answer of another role than its parent leaves',
    ({ story, root }) => factOf(story, story.reply('bo', root, 'prompter_reply')),
    'returned wrong-role'
  ],
  [
    'an answer that takes longer than time',
    ({ story, root }) => answer(story, 'bo', root, { took: 1e300 }),
    'returned malformed'
  ],
  ['a message that is its own parent', ({ story, root }) => imported(story, root, 'i', 'i'), undefined]
]

describe('bad input', () => {
  it.each(CASES)('[EV1] %s changes nothing, and its author is told why', (_, tell, outcome) => {
    const given = told()
    const before = given.kept()
    expect(given.story.outcome(tell(given))).toBe(outcome)
    expect(given.kept()).toEqual(before)
  })

  it.each([[null], [5], [{}], [[{ toString: 1, valueOf: 1 }, {}]]])(
    '[FA2] what a kind has no field for is carried along unread, though other kinds read it: %j',
    (odd) => {
      const { story, root } = told()
      const fact = story.react('bo', 'emoji', root, { emoji: '+1', took: 1, task: odd, pieces: [odd] })
      expect(story.outcome(fact)).toBe('merged')
      const lendings = [...story.lendings.values()].map((content) => makeFact(keyOf('hub'), content))
      const facts = [...story.persons, ...lendings, ...story.facts]
      expect(projectOf(facts, story.rules).view(story.tree)?.outcomes.get(fact.id)).toEqual({ is: 'merged' })
      const counted = statsOf(story.view(), { facts, people: story.people, guidelinesOf: () => undefined })
      expect(counted.judgements).toMatchObject({ reactions: 1 })
    }
  )

  it.each([UNDERSTORY, OPEN_ASSISTANT])('[FA2] so it is with times, under the rules $name', (rules) => {
    const story = new Story(rules)
    const prompt = factOf(story, story.prompt('ada'))
    const odd = { toString: 1, valueOf: 1 }
    const erasure = story.add('ada', { kind: 'erase', v: 1, facts: [prompt.id], at: story.tick(), saved: odd, task: 5 })
    expect(story.outcome(erasure)).toBe('merged')
  })

  it('[EV1] a circle of imported messages waits for ever, and what hangs on it too', () => {
    const { story, root, kept } = told()
    const before = kept()
    const facts = [imported(story, root, 'i', 'k'), imported(story, root, 'j', 'i'), imported(story, root, 'k', 'j')]
    facts.push(imported(story, root, 'l', 'k'))
    expect(facts.map((fact) => story.outcome(fact))).toEqual([undefined, undefined, undefined, undefined])
    expect(kept()).toEqual(before)
  })

  it('[EV1] a root that names a reply of its own as its parent is a root', () => {
    const story = new Story()
    story.importTree('R', 'growing')
    imported(story, 'R', 'R', 'A')
    imported(story, 'R', 'A', 'R')
    expect(story.view().messages.map(({ id, depth }) => [id, depth])).toEqual([
      ['R', 0],
      ['A', 1]
    ])
  })

  it('[EV1] texts of 100 kB and languages that nobody knows are taken, in replies and in reports', () => {
    const story = new Story()
    const root = growingTree(story)
    const text = '🌱é '.repeat(15_000)
    const reply = story.reply('bo', root, 'assistant_reply', { text, lang: 'qaa-Qaaa-QM-x-southern' })
    story.react('cy', 'report', reply, { text })
    expect(story.message(reply)).toMatchObject({
      text,
      lang: 'qaa-Qaaa-QM-x-southern',
      freeLabels: [{ report: { text } }]
    })
  })

  it('[RK2] of more replies than a ballot may name none is ranked', () => {
    const story = new Story({ goal_tree_size: 2 })
    story.importTree('R', 'ranking')
    story.importMessage('R', undefined, { role: 'prompter', review_result: true })
    for (let i = 0; i < 60; i++) story.importMessage(`A${i}`, 'R', { role: 'assistant', review_result: true })
    expect(story.view()).toMatchObject({ state: 'ready_for_export', needs: [] })
  })
})

function answer(story: Story, name: string, parent: string, more: Record<string, unknown>): Fact {
  return factOf(story, story.reply(name, parent, 'assistant_reply', more))
}

/** The fact told last: a malformed one makes no message. */
function factOf(story: Story, _: string): Fact {
  return story.facts.at(-1) as Fact
}

function imported(story: Story, tree: string, message: string, parent: string): Fact {
  const fields = { role: message === 'A' ? 'assistant' : 'prompter', review_result: true }
  return story.decide('import_message', { tree, message, parent, place: 0, fields, text: `Text of ${message}.` })
}
