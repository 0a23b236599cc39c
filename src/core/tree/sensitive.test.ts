import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { growingTree, grownTree } from '../examples/trees.ts'
import { checkFact } from '../fact/check.ts'
import { makeFact } from '../fact/fact.ts'
import { sensitivePlaces } from './sensitive.ts'
import type { Lending } from './task.ts'
import type { Need } from './view.ts'

const CALM = { spam: 0, quality: 1, not_appropriate: 0, hate_speech: 0, sexual_content: 0, violence: 0 }

/** What the one need of a tree says of its prompt, after reviews with these labels. */
function saidOf(reviews: readonly Readonly<Record<string, number>>[]): Need | undefined {
  const story = new Story()
  const root = story.prompt('ada')
  for (const [i, labels] of reviews.entries()) story.review(`rev${i}`, root, { ...CALM, ...labels })
  story.decide('lottery', { tree: root, seed: 7 })
  const [need] = story.view().needs
  expect(need).toMatchObject({ kind: 'assistant_reply', target: root })
  return need
}

describe('what may be hard to read', () => {
  it.each([
    ['flag that most set', [{ not_appropriate: 1 }, { not_appropriate: 1 }, {}]],
    ['flag that half set', [{ not_appropriate: 1 }, { not_appropriate: 1 }, {}, {}]],
    ['scale in its middle', [{ violence: 0.5 }, { violence: 0.5 }, { violence: 0.5 }]]
  ])('[SE1] a message is sensitive by a %s', (_, reviews) => {
    expect(saidOf(reviews)).toHaveProperty('sensitive', [saidOf(reviews)?.target])
  })

  it.each([
    ['one of three', [{ not_appropriate: 1 }, {}, {}]],
    ['two labels of which neither has half', [{ not_appropriate: 1 }, { violence: 1 }, {}]],
    ['a scale below its middle', [{ violence: 0.25 }, { violence: 0.5 }, { violence: 0.5 }]],
    ['rudeness alone', [{ toxicity: 1 }, { toxicity: 1 }, { toxicity: 1 }]]
  ])('[SE1] and not by %s', (_, reviews) => {
    expect(saidOf(reviews)).not.toHaveProperty('sensitive')
  })
})

describe('what a task says of it', () => {
  it('[SE1] too few answers tell nothing: who was not asked, or could not tell, is not counted', () => {
    const story = new Story()
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.review('rev1', answer, { spam: 0, violence: 1 })
    story.review('rev2', answer, { spam: 0 }, { unsure: ['violence'] })
    story.review('rev3', answer, { spam: 0, violence: 1 })
    const below = () => story.view().needs.find(({ kind }) => kind === 'prompter_reply')
    expect(below()).toMatchObject({ target: answer })
    expect(below()).not.toHaveProperty('sensitive')
    story.review('rev4', answer, { spam: 0, violence: 1 })
    expect(below()).toMatchObject({ sensitive: [answer] })
  })

  it('[SE2] replies, reviews of what is below and ballots say it; a review of the message itself does not', () => {
    const story = new Story({ num_clean_reviews: 2 })
    const root = growingTree(story)
    const found = { spam: 0, lang_mismatch: 1, violence: 1 }
    const answer = story.reply('bo', root, 'assistant_reply')
    story.review('rev1', answer, found)
    story.review('rev2', answer, { ...found, lang_mismatch: 0 })
    const [review] = story.view().needs
    expect(review).toMatchObject({ kind: 'label_assistant_reply', target: answer, wanted: 1 })
    expect(review).not.toHaveProperty('sensitive')
    story.review('rev3', answer, { ...found, lang_mismatch: 0 })
    const pending = story.reply('cy', answer, 'prompter_reply')
    expect(story.view().needs.map(({ kind, target, sensitive }) => [kind, target, sensitive])).toEqual([
      ['label_prompter_reply', pending, [answer]],
      ['assistant_reply', root, undefined]
    ])
  })

  it('[SE2] of a ranking it says which replies', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [reply = ''] = sets.get(root) ?? []
    for (const name of ['late1', 'late2', 'late3'])
      story.review(name, reply, { spam: 0, sexual_content: 0, violence: 1 })
    const ranking = story.view().needs.find(({ target }) => target === root)
    expect(ranking).toMatchObject({ kind: 'rank_assistant_replies', sensitive: [reply] })
  })
})

describe('the places of a lending', () => {
  const lending = { shown: ['a', 'b', 'c'] } as unknown as Lending

  it.each([
    [
      [2, 0],
      [2, 0]
    ],
    [[1, 1], [1]],
    [undefined, []],
    [[3, -1, 0.5, 'length', null, [0]], []],
    [7, []]
  ])('[SE3] %j marks %j', (sensitive, places) => {
    expect([...sensitivePlaces({ ...lending, sensitive })]).toEqual(places)
  })

  it('[SE3] a lending holds whatever stands there', () => {
    const content = {
      kind: 'lending',
      v: 1,
      device: 'd'.repeat(64),
      until: 1,
      at: 1,
      nonce: new Uint8Array(8),
      lang: 'en'
    }
    const fact = makeFact('d'.repeat(64), { ...content, shown: [], tasks: [], sensitive: 'what?' })
    expect(checkFact(fact)).toMatchObject({ is: 'lending' })
  })
})
