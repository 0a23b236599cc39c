import { describe, expect, it } from 'vitest'
import { BAD, Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree } from '../examples/trees.ts'

describe('which messages make up a tree', () => {
  it('[GR1] as many replies as there are places have one, in the order of recorded time', () => {
    const story = new Story()
    const root = growingTree(story)
    const replies = ['bo', 'cy', 'di', 'ed'].map((name, i) =>
      story.reply(name, root, 'assistant_reply', { at: 1_800_000_000 - i })
    )
    expect(replies.map((id) => story.outcome(id))).toEqual(['spare enough-answers', 'merged', 'merged', 'merged'])
    expect(replies.map((id) => story.message(id).spare)).toEqual([true, false, false, false])
  })

  it('[GR1] a pending reply never displaces an accepted one, however early it was written', () => {
    const story = new Story()
    const root = growingTree(story)
    const accepted = ['bo', 'cy', 'di'].map((name) => story.reply(name, root, 'assistant_reply'))
    for (const id of accepted) story.judge(id)
    const early = story.reply('ed', root, 'assistant_reply', { at: 1 })
    expect(story.outcome(early)).toBe('spare enough-answers')
    expect(accepted.map((id) => story.message(id).accepted)).toEqual([true, true, true])
    expect(story.view().room).toBe(8)
  })

  it('[GR1] a spare reply that three people accept all the same is part of the tree', () => {
    const story = new Story()
    const root = growingTree(story)
    const replies = ['bo', 'cy', 'di', 'ed'].map((name) => story.reply(name, root, 'assistant_reply'))
    story.judge(replies[3] as string)
    expect(story.outcome(replies[3] as string)).toBe('merged')
    // It takes a place, so the last of the pending ones has none.
    expect(story.outcome(replies[2] as string)).toBe('spare enough-answers')
  })

  it("[GR1] one person's second reply to one message is spare, and takes nobody's place", () => {
    const story = new Story()
    const root = growingTree(story)
    const twice = ['bo', 'bo', 'bo'].map((name) => story.reply(name, root, 'assistant_reply'))
    const others = ['cy', 'di'].map((name) => story.reply(name, root, 'assistant_reply'))
    expect(twice.map((id) => story.outcome(id))).toEqual(['merged', 'spare done-again', 'spare done-again'])
    expect(others.map((id) => story.outcome(id))).toEqual(['merged', 'merged'])
  })

  it('[GR1] a second reply of someone whose first is accepted is spare, however much room there is', () => {
    const story = new Story()
    const root = growingTree(story)
    const first = story.reply('bo', root, 'assistant_reply')
    story.judge(first)
    const second = story.reply('bo', root, 'assistant_reply')
    expect(story.outcome(second)).toBe('spare done-again')
    // Where the first is deleted, the second takes its place.
    story.decide('delete', { message: first })
    expect(story.outcome(second)).toBe('merged')
  })

  it('[GR1] a reply to a message that is not accepted, or deleted, is spare', () => {
    const story = new Story()
    const root = growingTree(story)
    const [pending, bad, gone] = ['bo', 'cy', 'di'].map((name) => story.reply(name, root, 'assistant_reply'))
    story.judge(bad as string, BAD)
    story.judge(gone as string)
    story.decide('delete', { message: gone })
    for (const parent of [pending, bad, gone]) {
      const late = story.reply('ada', parent as string, 'prompter_reply')
      expect(story.outcome(late)).toBe('spare parent-not-accepted')
    }
    expect(story.outcome(bad as string)).toBe('returned not-accepted')
  })

  it('[GR1] a reply before the prompt is accepted is spare until it is', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const reply = story.reply('bo', root, 'assistant_reply')
    expect(story.outcome(reply)).toBe('spare parent-not-accepted')
    story.judge(root)
    expect(story.outcome(reply)).toBe('merged')
  })

  it('[GR1] a reply below the deepest level is spare', () => {
    const story = new Story({ max_tree_depth: 1 })
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    expect(story.outcome(story.reply('ada', answer, 'prompter_reply'))).toBe('spare too-deep')
  })

  it('[GR1] an assistant message has place for one question', () => {
    const story = new Story()
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    story.judge(answer)
    const questions = ['ada', 'cy'].map((name) => story.reply(name, answer, 'prompter_reply'))
    expect(questions.map((id) => story.outcome(id))).toEqual(['merged', 'spare enough-answers'])
  })

  it('[GR1] once the goal is met, what is pending is spare', () => {
    const story = new Story()
    const { sets } = grownTree(story)
    const [, question] = [...sets.keys()]
    const late = story.reply('ed', question as string, 'assistant_reply')
    expect(story.outcome(late)).toBe('spare tree-full')
    expect(story.view()).toMatchObject({ state: 'ranking', room: 0 })
  })

  it('[GR2] room is the goal less what is accepted or under review, and only while the tree grows', () => {
    const story = new Story()
    const root = acceptedPrompt(story)
    expect(story.view()).toMatchObject({ goal: 12, room: 0 })
    story.decide('lottery', { tree: root, seed: 1 })
    expect(story.view().room).toBe(11)
    const reply = story.reply('bo', root, 'assistant_reply')
    expect(story.view().room).toBe(10)
    story.judge(reply, BAD)
    expect(story.view().room).toBe(11)
  })
})

describe('goals', () => {
  it('[GR2] goals are drawn between two bounds by the id of the root, if the rules say so', () => {
    const goals = Array.from({ length: 60 }, (_, i) => {
      const story = new Story({ random_goal_tree_size: true, min_goal_tree_size: 5, goal_tree_size: 8 })
      story.prompt(`author ${i}`)
      return story.view().goal
    })
    expect([...new Set(goals)].sort()).toEqual([5, 6, 7, 8])
  })
})

describe('imported trees', () => {
  const given = { review_count: 3, review_result: true }
  function imported(as: string, fields: Record<string, unknown> = {}, root: Record<string, unknown> = given) {
    const story = new Story()
    story.importTree('R', as, fields)
    story.importMessage('R', undefined, { role: 'prompter', ...root })
    for (const [i, id] of ['A', 'B'].entries())
      story.importMessage(id, 'R', { role: 'assistant', rank: 1 - i, ...given })
    return story
  }

  it.each([
    ['as-is', {}, 'ready_for_export', 12],
    ['as-is', { tree_state: 'ranking' }, 'ranking', 12],
    ['as-is', { tree_state: 'growing', goal_tree_size: 5 }, 'growing', 5],
    ['as-is', { tree_state: 'aborted_low_grade' }, 'aborted_low_grade', 12],
    ['as-is', { tree_state: 'halted_by_moderator' }, 'halted_by_moderator', 12],
    ['as-is', { tree_state: 'backlog_ranking', goal_tree_size: 0 }, 'backlog_ranking', 0],
    ['as-is', { tree_state: 'prompt_lottery_waiting' }, 'prompt_lottery_waiting', 12],
    ['as-is', { tree_state: 'initial_prompt_review' }, 'prompt_lottery_waiting', 12],
    ['as-is', { tree_state: 'ready_for_scoring' }, 'ranking', 12],
    ['as-is', { tree_state: 'no state at all' }, 'ready_for_export', 12],
    ['growing', {}, 'growing', 15],
    ['ranking', {}, 'ranking', 12],
    ['backlog', {}, 'backlog_ranking', 12],
    ['prompts', {}, 'prompt_lottery_waiting', 12]
  ] as const)('[ST1] [GR2] import %s with %o is at %s with goal %i', (as, fields, state, goal) => {
    expect(imported(as, fields).view()).toMatchObject({ state, goal })
  })

  it('[GR2] a tree imported as growing may take twelve more messages', () => {
    const story = imported('growing')
    expect(story.view().room).toBe(12)
    expect(story.view().needs.map(({ kind }) => kind)).toEqual(['assistant_reply', 'prompter_reply', 'prompter_reply'])
    story.decide('delete', { message: 'B' })
    expect(story.view().room).toBe(12)
  })

  it('[ST1] an imported prompt waits for the lottery, and the draw makes it grow', () => {
    const story = new Story()
    story.importTree('P', 'prompts')
    story.importMessage('P', undefined, { role: 'prompter', review_result: true })
    expect(story.view()).toMatchObject({ state: 'prompt_lottery_waiting', goal: 12, needs: [] })
    story.decide('lottery', { tree: 'P', seed: 1 })
    expect(story.view()).toMatchObject({ state: 'growing', room: 11 })
    expect(story.view().needs).toMatchObject([{ kind: 'assistant_reply', target: 'P', wanted: 3 }])
  })

  it('[RK1] a tree imported for ranking keeps its ranks until two new ballots say otherwise', () => {
    const story = imported('ranking')
    const ranks = () => ['A', 'B'].map((id) => story.message(id).rank)
    for (const name of ['r1', 'r2']) {
      expect([story.view().state, ...ranks()]).toEqual(['ranking', 1, 0])
      story.rank(name, 'R', ['A', 'B'])
    }
    expect([story.view().state, ...ranks()]).toEqual(['ready_for_export', 0, 1])
    expect(story.view().due).toHaveLength(6)
  })

  it('[RK1] one late ballot changes no rank of a tree imported as it is', () => {
    const story = imported('as-is')
    story.rank('r1', 'R', ['A', 'B'])
    expect(story.message('A').rank).toBe(1)
  })

  it('[GR1] a late reply to a tree imported as ready or for ranking is spare, and nothing is wanted for it', () => {
    for (const as of ['as-is', 'ranking', 'backlog']) {
      const story = imported(as)
      expect(story.outcome(story.reply('ada', 'A', 'prompter_reply'))).toBe('spare tree-full')
    }
  })

  it('[ST1] a tree imported as ready is as its file says, and asks for no finish', () => {
    const story = imported('as-is', {}, { role: 'prompter', review_result: false, deleted: true, review_count: 1 })
    const view = story.view()
    expect(view.due).toBeUndefined()
    expect(view.messages[0]).toMatchObject({ accepted: false, deleted: true, reviewCount: 1 })
    expect(view.messages.map(({ deleted }) => deleted)).toEqual([true, false, false])
  })

  it('[RV1] reviews that an import counted need not be given again', () => {
    const story = imported('growing')
    story.importMessage('C', 'R', { role: 'assistant', review_count: 2 })
    expect(story.view().needs[0]).toMatchObject({ kind: 'label_assistant_reply', target: 'C', wanted: 1 })
    story.review('rev1', 'C')
    expect(story.message('C')).toMatchObject({ accepted: true, reviewCount: 3 })
  })
})
