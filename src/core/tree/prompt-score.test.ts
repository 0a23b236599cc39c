import { describe, expect, it } from 'vitest'
import { BAD, known, Story } from '../examples/story.ts'
import { acceptedPrompt } from '../examples/trees.ts'
import { belongsTo } from './task.ts'

describe('ballots over prompts', () => {
  const told = () => {
    const story = new Story()
    const root = acceptedPrompt(story)
    return { story, root, score: () => story.view().promptScore }
  }

  it('[BA2] count what a prompt wins against the others, a tie as a half to each', () => {
    const { story, root, score } = told()
    expect(score()).toBeUndefined()
    story.rankPrompts('bo', [root, 'B', 'C'])
    expect(score()).toEqual({ wins: 4, of: 4 })
    story.rankPrompts('cy', [['B', root]])
    story.rankPrompts('di', ['B', root])
    expect(score()).toEqual({ wins: 5, of: 8 })
  })

  it('[BA2] of one person’s words on one pair the last counts', () => {
    const { story, root, score } = told()
    const first = story.rankPrompts('bo', [root, 'B'])
    story.rankPrompts('bo', ['B', root, 'C'])
    expect(score()).toEqual({ wins: 2, of: 4 })
    expect(story.outcome(first)).toBe('spare done-again')
    const early = story.rankPrompts('bo', [root, 'C', 'D'], { at: 1 })
    expect([story.outcome(early), score()]).toEqual(['merged', { wins: 4, of: 6 }])
  })

  it('[BA2] speak of the prompts that they name, and of none if they find nothing to rank', () => {
    const { story, root, score } = told()
    const shown = ['B', 'C', root].sort()
    const others = shown.flatMap((id, at) => (id === root ? [] : [at]))
    const facts = [
      story.rankPrompts('bo', [root, 'B', 'C'], { order: others }),
      story.rankPrompts('cy', [root, 'B', 'C'], { order: [0, 1], not_rankable: true }),
      story.rankPrompts('di', [root, 'B', 'C'], { order: [1] }),
      story.rankPrompts('ed', [root, 'B'], { order: [0, 2] })
    ]
    const back = 'returned not-an-order'
    expect(facts.map((fact) => story.outcome(fact))).toEqual(['merged', 'merged', back, back])
    expect(score()).toBeUndefined()
  })

  it('[BA2] are returned to the author, spare of an older version, and change nothing else', () => {
    const { story, root, score } = told()
    expect(story.outcome(story.rankPrompts('ada', [root, 'B']))).toBe('returned own-work')
    const { outcomes: _, unplaced: __, ...before } = story.view()
    const ballot = story.rankPrompts('bo', [root, 'B'])
    const { outcomes: ___, unplaced: ____, promptScore, ...after } = story.view()
    expect([after, promptScore]).toEqual([before, { wins: 2, of: 2 }])
    story.amend('ada', root, 'Better.')
    expect([story.outcome(ballot), score()]).toEqual(['spare older-version', undefined])
  })

  it('[BA2] [TR1] belong to the trees of all prompts that they show, and so do skips', () => {
    const { story } = told()
    const trees = new Map([
      ['A', 'T1'],
      ['B', 'T2']
    ])
    for (const fact of [story.rankPrompts('bo', ['A', 'B', 'C']), skipped(story, ['A', 'B', 'C'])])
      expect(belongsTo(known(fact), story.lendings, (id) => trees.get(id))).toEqual({
        trees: ['T1', 'T2'],
        waitsFor: ['C']
      })
    expect(story.outcome(skipped(story, [story.tree, 'B']))).toBe('merged')
  })

  it('[BA2] of a rejected prompt they make none', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.judge(root, BAD)
    story.rankPrompts('bo', [root, 'B'])
    expect(story.view().state).toBe('aborted_low_grade')
  })
})

function skipped(story: Story, prompts: readonly string[]) {
  const task = story.lend('cy', 'rank_initial_prompts', undefined, prompts)
  return story.answer('cy', 'skip', task, { reason: 'too hard' })
}
