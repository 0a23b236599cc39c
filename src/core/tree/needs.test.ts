import { describe, expect, it } from 'vitest'
import { BAD, Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree, readyTree } from '../examples/trees.ts'
import { uuidOf } from '../hash.ts'
import { UNDERSTORY } from '../rules.ts'

describe('the work that a tree waits for', () => {
  it('[ND1] a prompt under review wants three reviews, by none but its author and those who gave one', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const wanted = (count: number, ...excludes: string[]) => ({
      kind: 'label_initial_prompt',
      target: root,
      candidates: [],
      thread: [root],
      lang: 'en',
      wanted: count,
      excludes,
      full: true
    })
    expect(story.view().needs).toEqual([wanted(3, 'ada')])
    story.review('cy', root)
    story.review('bo', root, BAD)
    expect(story.view().needs).toEqual([wanted(1, 'ada', 'bo', 'cy')])
  })

  it('[ND1] who skipped a task is not asked for it again, but for others of the same message', () => {
    const story = new Story()
    const root = growingTree(story)
    story.skip('bo', 'assistant_reply', root)
    story.skip('cy', 'label_initial_prompt', root)
    expect(story.view().needs).toMatchObject([{ kind: 'assistant_reply', excludes: ['ada', 'bo'] }])
  })

  it('[ND1] a growing tree wants reviews of what is pending first, then replies to what is accepted', () => {
    const story = new Story()
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    const pending = story.reply('cy', answer, 'prompter_reply')
    const other = story.reply('di', root, 'assistant_reply')
    const short = story.view().needs.map(({ kind, target, wanted, thread }) => [kind, target, wanted, thread])
    expect(short).toEqual([
      ['label_prompter_reply', pending, 3, [root, answer, pending]],
      ['label_assistant_reply', other, 3, [root, other]],
      ['assistant_reply', root, 1, [root]]
    ])
  })

  it('[ND1] excluded from replying are the author of the message and all who answered it', () => {
    const story = new Story()
    const root = growingTree(story)
    story.reply('bo', root, 'assistant_reply')
    story.judge(story.reply('cy', root, 'assistant_reply'), BAD)
    const need = story.view().needs.find(({ kind }) => kind === 'assistant_reply')
    expect(need).toMatchObject({ wanted: 2, excludes: ['ada', 'bo', 'cy'] })
  })

  it('[ND1] no reply is wanted beyond the goal or the deepest level', () => {
    const story = new Story({ goal_tree_size: 4, max_tree_depth: 1 })
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    story.reply('cy', root, 'assistant_reply')
    const replies = () => story.view().needs.filter(({ kind }) => kind.endsWith('_reply') && !kind.startsWith('label'))
    expect(replies()).toMatchObject([{ target: root, wanted: 1 }])
    story.reply('di', root, 'assistant_reply')
    expect(replies()).toEqual([])
  })

  it('[ND1] nothing is wanted for spare, deleted or erased messages', () => {
    const story = new Story()
    const root = growingTree(story)
    const [gone, empty] = ['bo', 'cy'].map((name) => story.reply(name, root, 'assistant_reply'))
    story.reply('cy', root, 'assistant_reply')
    story.decide('delete', { message: gone })
    const fact = story.facts.find(({ id }) => uuidOf(id) === empty)
    story.decide('erase', { facts: [fact?.id] })
    expect(story.view().needs).toMatchObject([{ kind: 'assistant_reply', target: root, wanted: 2 }])
  })

  it('[ND1] an amended message is wanted in its new version, by those too who reviewed the old one', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.review('bo', root)
    const version = uuidOf(story.amend('ada', root, 'Better.').id)
    expect(story.view().needs).toMatchObject([{ target: version, thread: [version], wanted: 3, excludes: ['ada'] }])
  })

  it('[ND1] a tree at ranking wants two ballots for each set, from none of its authors', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const replies = sets.get(root) ?? []
    const need = () => story.view().needs.find(({ target }) => target === root)
    expect(story.view().needs).toHaveLength(3)
    expect(need()).toEqual({
      kind: 'rank_assistant_replies',
      target: root,
      candidates: replies,
      thread: [root],
      lang: 'en',
      wanted: 2,
      excludes: ['bo', 'cy', 'di']
    })
    story.rank('ada', root, replies)
    expect(need()).toMatchObject({ wanted: 1, excludes: ['ada', 'bo', 'cy', 'di'] })
    story.rank('r1', root, replies)
    expect(need()).toBeUndefined()
  })

  it('[ND2] all of a message’s reviewers are asked for the same labels, all of them or the few that decide', () => {
    const asked = (share: number) => {
      const story = new Story({ p_full_labeling_review_reply_assistant: share })
      const root = growingTree(story)
      for (const name of ['bo', 'cy', 'di']) story.reply(name, root, 'assistant_reply')
      return story.view().needs.flatMap(({ full }) => full ?? [])
    }
    expect([asked(0), asked(1)]).toEqual([new Array(3).fill(false), new Array(3).fill(true)])
    expect(asked(0.5)).toEqual(asked(0.5))
  })

  it('[RK2] [ND1] where the rules say so, questions are ranked too, by tasks of their own kind', () => {
    const story = new Story({ goal_tree_size: 4, num_prompter_replies: 2, rank_prompter_replies: true })
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    const questions = ['cy', 'di'].map((name) => story.reply(name, answer, 'prompter_reply'))
    for (const question of questions) story.judge(question)
    expect(story.view()).toMatchObject({
      state: 'ranking',
      needs: [{ kind: 'rank_prompter_replies', target: answer, candidates: questions, wanted: 2 }]
    })
    for (const name of ['r1', 'r2']) story.rank(name, answer, questions.toReversed())
    expect(story.view().state).toBe('ready_for_export')
    expect(questions.map((id) => story.message(id).rank)).toEqual([1, 0])
  })

  it.each([
    [0, 0.7, 5],
    [1, 0.7, 5],
    [0, UNDERSTORY.certain_enough, 3]
  ])(
    '[RK3] a set whose order is open asks for one ballot more, up to the most allowed; %i find nothing to rank, sure from %d: %i',
    (against, certain_enough, ballots) => {
      const story = new Story({ goal_tree_size: 3, max_rankings: 5, certain_enough })
      const root = growingTree(story)
      const replies = ['bo', 'cy'].map((name) => story.reply(name, root, 'assistant_reply'))
      for (const reply of replies) story.judge(reply)
      const wanted = Array.from({ length: ballots }, (_, count) => {
        const need = story.view().needs[0]?.wanted
        const order = count % 2 === 0 ? replies : replies.toReversed()
        story.rank(`r${count}`, root, order, { not_rankable: count < against })
        return need
      })
      // Two to one is 0.65.
      expect(wanted).toEqual([2, 1, 1, 1, 1].slice(0, ballots))
      expect(story.view().needs).toEqual([])
    }
  )

  it.each([
    ['waiting for the lottery', (story: Story) => acceptedPrompt(story)],
    ['aborted', (story: Story) => story.judge(story.prompt('ada'), BAD)],
    ['halted', (story: Story) => story.decide('halt', { tree: growingTree(story) })],
    ['ready', (story: Story) => readyTree(story)]
  ])('[ND1] a tree that is %s wants nothing', (_, tell) => {
    const story = new Story()
    tell(story)
    expect(story.view().needs).toEqual([])
  })
})
