import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { grownTree } from '../examples/trees.ts'
import { OPEN_ASSISTANT } from '../rules.ts'
import { leaderScore, leaders, levelOf, levelThresholds, noDeeds } from './score.ts'

describe('6.2 the score of Open-Assistant', () => {
  it('[OA6] weighs each deed as it does', () => {
    const each = Object.entries({
      replies_assistant: 4,
      replies_prompter: 1,
      labels_simple: 1,
      labels_full: 2,
      rankings_total: 1,
      rankings_good: 1,
      accepted_replies_assistant: 4,
      accepted_replies_prompter: 1,
      reply_ranked_1: 9,
      reply_ranked_2: 3,
      reply_ranked_3: 1
    })
    for (const [deed, weight] of each) expect(leaderScore({ ...noDeeds(), [deed]: 3 }), deed).toBe(3 * weight)
    // A tenth of a point each, rounded down one by one.
    expect(leaderScore({ ...noDeeds(), prompts: 19, accepted_prompts: 19 })).toBe(2)
    expect(leaderScore({ ...noDeeds(), prompts: 30 })).toBe(3)
  })

  it('[OA6] counts replies twice, each ballot by itself, and no deleted message', () => {
    const story = new Story(OPEN_ASSISTANT)
    const { root, sets } = grownTree(story)
    for (const [parent, replies] of sets)
      for (const name of ['rank1', 'rank2', 'rank3']) story.rank(name, parent, replies)
    const [first] = sets.get(root) ?? []
    const of = (name: string) => leaders([story.view()]).find(({ contributor }) => contributor === name)
    expect(of('bo')?.deeds).toMatchObject({
      replies_assistant: 4,
      accepted_replies_assistant: 4,
      reply_ranked_1: 9,
      reply_ranked_2: 0
    })
    expect(of('cy')?.deeds).toMatchObject({ reply_ranked_1: 0, reply_ranked_2: 9 })
    expect(of('bo')?.score).toBe(4 * 4 + 4 * 4 + 9 * 9)
    expect(of('ada')?.score).toBe(3 + 3)
    expect(of('rev1')?.score).toBe(12 * 2)
    expect(of('rank1')?.score).toBe(3)
    story.decide('delete', { message: first })
    expect(of('bo')?.deeds).toMatchObject({ replies_assistant: 2, reply_ranked_1: 9 })
  })

  it('[OA6] counts what was done since a time, and ranks by score and then by name', () => {
    const story = new Story(OPEN_ASSISTANT)
    grownTree(story)
    const view = story.view()
    expect(leaders([view], Number.MAX_SAFE_INTEGER)).toEqual([])
    const board = leaders([view], 0, () => true)
    expect(board.map(({ rank }) => rank)).toEqual(board.map((_, i) => i + 1))
    const reviewers = board.filter(({ contributor }) => contributor.startsWith('rev'))
    expect(reviewers.map(({ contributor, score }) => [contributor, score])).toEqual([
      ['rev1', 12],
      ['rev2', 12],
      ['rev3', 12]
    ])
  })

  it('[OA6] 6.3 has a hundred levels', () => {
    const thresholds = levelThresholds()
    expect(thresholds.slice(0, 10)).toEqual([0, 4, 9, 16, 24, 32, 42, 53, 65, 79])
    expect([20, 50, 75, 100].map((level) => thresholds[level - 1])).toEqual([276, 1558, 3419, 6000])
    expect([0, 3, 4, 5999, 6000, 9999].map(levelOf)).toEqual([1, 1, 2, 99, 100, 100])
  })
})
