import { describe, expect, it } from 'vitest'
import { BAD, Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree, readyTree } from '../examples/trees.ts'
import { uuidOf } from '../hash.ts'

describe('the state of a tree', () => {
  it('[ST1] a tree goes from prompt over review, lottery, growth and ranking to ready, each as soon as it is due', () => {
    const story = new Story()
    readyTree(story)
    story.finish()
    const states = story.facts.map((_, i) => story.view(story.facts.slice(0, i + 1)).state)
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'initial_prompt_review',
      'prompt_lottery_waiting',
      'growing',
      'ranking',
      'ready_for_export'
    ])
  })

  it('[ST1] the review of a prompt takes three people, growth twelve accepted messages, a set of replies two ballots', () => {
    const story = new Story()
    const { sets } = readyTree(story)
    const without = (count: number) => story.view(story.facts.slice(0, story.facts.length - count))
    expect(without(1).state).toBe('ranking')
    expect(without(2 * sets.size).state).toBe('ranking')
    expect(without(2 * sets.size + 1).state).toBe('growing')
    expect(without(2 * sets.size).messages.filter(({ accepted }) => accepted)).toHaveLength(12)
    expect(story.view(story.facts.slice(0, 3)).state).toBe('initial_prompt_review')
  })

  it('[ST1] a ready tree says what its finish has to name, and no longer once it has one', () => {
    const story = new Story()
    readyTree(story)
    const { due, ...before } = story.view()
    expect(due).toHaveLength(1 + 11 + 12 * 3 + 3 * 2)
    const finish = story.finish()
    const { due: none, finish: held, ...after } = story.view()
    expect([none, held]).toEqual([undefined, finish.id])
    const outcomes = [...after.outcomes].filter(([id]) => id !== finish.id)
    expect({ ...after, outcomes: new Map(outcomes) }).toEqual(before)
  })

  it('[ST1] a prompt that three people find bad is aborted for good, and returned', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.judge(root, BAD)
    expect(story.view().state).toBe('aborted_low_grade')
    expect(story.outcome(root)).toBe('returned not-accepted')
    story.decide('lottery', { tree: root, seed: 1 })
    // Many good reviews turn the verdict on the message, but not the tree's.
    for (let i = 0; i < 20; i++) story.review(`late${i}`, root, { spam: 0, lang_mismatch: 0 })
    expect(story.message(root).accepted).toBe(true)
    expect(story.view()).toMatchObject({ state: 'aborted_low_grade', needs: [] })
  })

  it('[ST1] a lottery draw before the reviews waits for them', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.decide('lottery', { tree: root, seed: 1 })
    expect(story.view().state).toBe('initial_prompt_review')
    story.judge(root)
    expect(story.view().state).toBe('growing')
  })

  it('[ST1] a halt holds in every state, after a finish too', () => {
    const story = new Story()
    readyTree(story)
    story.finish()
    story.decide('halt', { tree: story.tree })
    expect(story.view().state).toBe('halted_by_moderator')
  })

  it('[ST1] a tree whose every message is deleted is halted', () => {
    const story = new Story()
    const root = growingTree(story)
    story.decide('delete', { message: root })
    expect(story.view().state).toBe('halted_by_moderator')
  })

  it('[ST1] a tree with nothing to rank is ready at once', () => {
    const story = new Story({ goal_tree_size: 2 })
    const root = growingTree(story)
    story.judge(story.reply('bo', root, 'assistant_reply'))
    expect(story.view().state).toBe('ready_for_export')
  })

  it('[RK2] only parents with two accepted, undeleted answers are ranked', () => {
    const story = new Story()
    const { sets } = grownTree(story)
    const targets = () => story.view().needs.map(({ target }) => target)
    expect(targets().sort()).toEqual([...sets.keys()].sort())
    const [, last] = [...sets].at(-1) ?? []
    story.decide('delete', { message: last?.[0] })
    // One message fewer than the goal: the tree grows again.
    expect(story.view().state).toBe('growing')
  })

  it('[RK2] questions are not ranked, even where there are several', () => {
    const story = new Story({ goal_tree_size: 4, num_prompter_replies: 2 })
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    for (const name of ['cy', 'di']) story.judge(story.reply(name, answer, 'prompter_reply'))
    expect(story.view()).toMatchObject({ state: 'ready_for_export', needs: [] })
  })

  it('[RK1] ranks are the consensus of the ballots, and there are none before the tree is ready', () => {
    const story = new Story()
    const { sets, root } = grownTree(story)
    const replies = sets.get(root) ?? []
    for (const [parent, ids] of sets)
      for (const name of ['r1', 'r2']) {
        expect(story.view().messages.some(({ rank }) => rank !== undefined)).toBe(false)
        story.rank(name, parent, parent === root ? ids.toReversed() : ids)
      }
    expect(replies.map((id) => story.message(id).rank)).toEqual([2, 1, 0])
    const inOrder = story.view().messages.filter(({ parent }) => parent === root)
    expect(inOrder.map(({ id }) => id)).toEqual(replies.toReversed())
  })

  it('[RK3] ballots made before a reply came speak of the others alone, and more are asked for until it has its own', () => {
    const story = new Story()
    const { sets, root } = grownTree(story)
    const replies = sets.get(root) ?? []
    const [late, ...others] = replies
    for (const [parent, ids] of sets)
      if (parent !== root) for (const name of ['r1', 'r2']) story.rank(name, parent, ids)
    for (const name of ['r1', 'r2']) story.rank(name, root, others)
    expect(story.view().needs).toMatchObject([{ target: root, wanted: 1, candidates: replies }])
    for (const name of ['r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'])
      if (story.view().state === 'ranking') story.rank(name, root, [...others, late as string])
    expect(story.view().state).toBe('ready_for_export')
    expect([...others, late as string].map((id) => story.message(id).rank)).toEqual([0, 1, 2])
  })

  it('[FI1] facts that come after the finish are spare, until it is reopened', () => {
    const story = new Story()
    const { root, sets } = readyTree(story)
    const finish = story.finish()
    const late = story.rank('rank3', root, sets.get(root) ?? [])
    expect(story.outcome(late)).toBe('spare after-finish')
    expect(story.view().state).toBe('ready_for_export')
    story.decide('reopen', { tree: root, finishes: [finish.id] })
    expect(story.outcome(late)).toBe('merged')
    expect(story.view().due).toContain(uuidOf(late.id))
  })

  it('[ST1] a draw of a tree that nobody accepted changes nothing', () => {
    const story = new Story()
    const root = acceptedPrompt(story)
    expect(story.view()).toMatchObject({ state: 'prompt_lottery_waiting', needs: [], room: 0 })
    story.add('ada', { kind: 'lottery', v: 1, tree: root, seed: 1, at: 1 })
    expect(story.view().state).toBe('prompt_lottery_waiting')
  })
})
