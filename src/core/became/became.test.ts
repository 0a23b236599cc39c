import { beforeEach, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { Story } from '../examples/story.ts'
import { uuidOf } from '../hash.ts'
import { becameOf } from './became.ts'

let story: Story
let root: string

beforeEach(() => {
  story = new Story({ goal_tree_size: 4 })
  root = story.prompt('ada')
  story.judge(root)
  story.decide('lottery', { tree: root, seed: 1 })
})

const told = (name: string, facts = story.facts) => becameOf(root, story.view(facts), facts, story.people, name)

it('[BE1] a person is told how a tree grew from their messages, and nothing of a tree in which they wrote none', () => {
  const [one, two] = ['bo', 'cy'].map((name) => story.reply(name, root, 'assistant_reply'))
  for (const reply of [one, two]) story.judge(reply as string, { spam: 0, pii: 0, quality: 0.75 })
  const question = story.reply('bo', one as string, 'prompter_reply')
  expect(told('rev1')).toBeUndefined()
  expect(told('ada')?.mine).toMatchObject([{ message: root, place: 0, replies: 2, below: 3 }])
  const bo = told('bo')
  expect(bo).toMatchObject({ state: 'growing', messages: 4 })
  expect(bo?.shape.map(({ parent, role, mine, pending }) => [parent, role, mine, pending])).toEqual([
    [undefined, 'prompter', false, false],
    [0, 'assistant', true, false],
    [1, 'prompter', true, true],
    [0, 'assistant', false, false]
  ])
  expect(bo?.mine.find(({ message }) => message === one)).toEqual({
    ...{ message: one, place: 1, replies: 1, below: 1, reviews: 3, accepted: true, exported: false },
    labels: [{ label: 'quality', mean: 0.75, count: 3 }]
  })
  const asked = bo?.mine.find(({ message }) => message === question)
  expect([asked?.accepted, asked?.labels]).toEqual([undefined, []])
})

it('[BE1] of a finished tree the ranks are told, and whether a dataset has the message', () => {
  const replies = ['bo', 'cy', 'di'].map((name) => story.reply(name, root, 'assistant_reply'))
  for (const reply of replies) story.judge(reply)
  for (const name of ['r1', 'r2', 'r3']) story.rank(name, root, [replies[1]!, [replies[0]!, replies[2]!]])
  const ranks = ['bo', 'cy', 'di'].map((name) => told(name)?.mine[0]?.rank)
  expect(ranks).toEqual([
    { place: 1, of: 3 },
    { place: 0, of: 3 },
    { place: 1, of: 3 }
  ])
  // Nobody has accepted the terms in this story.
  expect(told('bo')?.mine[0]?.exported).toBe(false)
})

it('[BE2] the words of moderators go to the author alone, also where the tree has lost its prompt', () => {
  const reply = story.reply('bo', root, 'assistant_reply')
  const fact = story.facts.find(({ id }) => uuidOf(id) === reply)!
  const decline = story.decide('decline', { fact: fact.id, rule: 'unclear', text: 'How thick?', passage: 'slices' })
  const appeal = story.add('bo', { kind: 'appeal', v: 1, fact: fact.id, text: 'Any.', saved: story.tick() })
  const words = { fact: fact.id, is: 'decline', rule: 'unclear', words: 'How thick?', passage: 'slices' }
  expect(told('bo')).toMatchObject({ mine: [], words: [{ ...words, lifted: false }] })
  expect([told('cy'), told('ada')?.words]).toEqual([undefined, []])
  story.decide('hearing', { appeal: appeal.id, fact: fact.id, declines: [decline.id], text: 'Right.' })
  expect(told('bo')?.words).toMatchObject([
    { is: 'decline', lifted: true },
    { is: 'hearing', words: 'Right.', lifted: true }
  ])
  // Somebody who may not decide says nothing here.
  story.add('cy', { kind: 'decline', v: 1, fact: fact.id, rule: 'x', at: story.tick() })
  expect(told('bo')?.words).toHaveLength(2)
  const prompt = story.facts[0]!
  story.decide('decline', { fact: prompt.id, rule: 'unclear' })
  expect(becameOf(root, undefined, story.facts, story.people, 'ada')).toEqual({
    ...{ tree: root, messages: 0, shape: [], mine: [] },
    words: [expect.objectContaining({ fact: prompt.id, is: 'decline', words: null })]
  })
})

it('[BE1] the same facts tell the same, in any order', () => {
  const reply = story.reply('bo', root, 'assistant_reply')
  story.judge(reply, { spam: 0, quality: 0.75 })
  story.reply('bo', reply, 'prompter_reply')
  story.decide('decline', { fact: story.facts.at(-1)?.id, rule: 'unclear' })
  const before = told('bo')
  const chance = new Chance(3)
  for (let times = 0; times < 5; times++) expect(told('bo', chance.shuffled(story.facts))).toEqual(before)
})
