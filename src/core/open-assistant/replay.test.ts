import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { RandomStory } from '../examples/random-story.ts'
import { BAD, Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree } from '../examples/trees.ts'
import { writeView } from '../project/view-lines.ts'
import { OPEN_ASSISTANT, type Rules } from '../rules.ts'
import { replay } from './replay.ts'

const theirs = (rules: Partial<Rules> = {}) => new Story({ ...OPEN_ASSISTANT, ...rules })
const ranksOf = (story: Story) => story.view().messages.flatMap(({ rank }) => rank ?? [])

describe('a tree under open-assistant', () => {
  it('[OA1] [OA4] goes from prompt to export', () => {
    const story = theirs()
    const { sets } = grownTree(story)
    for (const [parent, replies] of sets)
      for (const name of ['rank1', 'rank2', 'rank3']) story.rank(name, parent, replies)
    expect(story.view()).toMatchObject({ state: 'ready_for_export', goal: 12, row: { active: false, won: true } })
    expect(ranksOf(story).sort()).toEqual([0, 0, 0, 1, 1, 1, 2])
  })

  it('[OA1] an answer recorded before what it answers comes after it', () => {
    const story = theirs()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply', { at: story.tick() + 3600 })
    story.judge(reply)
    expect(story.message(reply)).toMatchObject({ accepted: true, reviewCount: 3 })
  })

  it('[OA1] each event is under the rules then in force, and a tree keeps the goal it began with', () => {
    const story = theirs({ goal_tree_size: 3 })
    const root = growingTree(story)
    story.change({ goal_tree_size: 9, num_reviews_reply: 1 })
    const reply = story.reply('bo', root, 'assistant_reply')
    story.judge(reply, BAD, ['rev1'])
    expect([story.view().goal, story.message(reply).accepted]).toEqual([3, false])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('[OA1] [I1] is the same in any order, with facts repeated; seed %i', (seed) => {
    const { story } = new RandomStory(seed).live(80)
    const chance = new Chance(seed)
    const { tree, facts, lendings, people } = story
    const view = (some: typeof facts) => {
      const replayed = replay({ tree, facts: some, lendings, people }, OPEN_ASSISTANT)
      return replayed && writeView(replayed)
    }
    const first = view(facts)
    for (let i = 0; i < 5; i++)
      expect(view(chance.shuffled([...facts, ...facts.filter(() => chance.happens(0.2))]))).toEqual(first)
  })

  it('[OA2] refuses a second reply of one contributor, own work, a second review, and too long a text', () => {
    const story = theirs()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply')
    const refused = [
      story.reply('bo', root, 'assistant_reply'),
      story.review('bo', reply),
      story.review('rev1', reply) && story.review('rev1', reply),
      story.reply('cy', root, 'assistant_reply', { text: 'x'.repeat(2001) })
    ].map((fact) => story.outcome(fact))
    expect(refused).toEqual([
      'returned replied-already',
      'returned own-work',
      'returned reviewed-already',
      'returned too-long'
    ])
    expect(story.view().messages).toHaveLength(2)
    // Blanks around it do not count, and a character beyond 16 bits is one.
    const long = story.reply('cy', root, 'assistant_reply', { text: ` ${'😀'.repeat(2000)} ` })
    expect(story.outcome(long)).toBe('merged')
  })

  it('[OA2] what hangs on refused work is refused too', () => {
    const story = theirs()
    const root = growingTree(story)
    const refused = story.reply('cy', root, 'assistant_reply', { text: 'x'.repeat(2001) })
    const [review] = story.judge(refused)
    expect(story.outcome(review as NonNullable<typeof review>)).toBe('returned no-such-message')
  })

  it('[OA3] a late review may turn a no into a yes, and never a yes into a no', () => {
    const story = theirs()
    const root = growingTree(story)
    const [first, second] = [story.reply('bo', root, 'assistant_reply'), story.reply('cy', root, 'assistant_reply')]
    const spam = { spam: 1 }
    story.judge(first, spam, ['r1', 'r2'])
    story.judge(first, { spam: 0 }, ['r3', 'r4', 'r5'])
    expect(story.message(first).accepted).toBe(false) // 0.6 is not above 0.6
    story.judge(first, { spam: 0 }, ['r6'])
    story.judge(second, { spam: 0 }, ['r1', 'r2', 'r3'])
    story.judge(second, spam, ['r4', 'r5', 'r6'])
    expect([first, second].map((id) => story.message(id).accepted)).toEqual([true, true])
  })

  it('[OA4] waits for an event: a deletion makes no tree look at itself, a recheck does', () => {
    const story = theirs({ goal_tree_size: 1 })
    const root = growingTree(story)
    expect(story.view().state).toBe('growing')
    story.decide('recheck', { tree: root })
    expect(story.view().state).toBe('ready_for_export')
  })

  it('[OA4] notes each time that an active tree comes to rest, and no other', () => {
    const story = theirs()
    const root = acceptedPrompt(story)
    const rolls = () => story.view().row?.rolls.length
    expect(rolls()).toBe(1)
    story.decide('halt', { tree: root })
    expect(rolls()).toBe(1) // it waited in the lottery, and was not active
    story.decide('restart', { tree: root, halts: [] })
    expect([story.view().state, rolls()]).toEqual(['prompt_lottery_waiting', 2])
  })

  it('[OA4] a lost state is made anew by a recheck, and has never won', () => {
    const story = theirs()
    const { root } = grownTree(story)
    story.decide('lose', { tree: root })
    expect(story.view().row).toMatchObject({ lost: true, active: false })
    story.decide('recheck', { tree: root })
    expect(story.view()).toMatchObject({ state: 'ranking', row: { won: false, active: true } })
  })
})
