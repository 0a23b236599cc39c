import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { readyTree } from '../examples/trees.ts'
import type { Content, Fact } from '../fact/fact.ts'
import { finishParts } from './finish.ts'

describe('a finish', () => {
  function ready() {
    const story = new Story()
    const grown = readyTree(story)
    return { story, ...grown, due: story.view().due ?? [] }
  }
  const finish = (story: Story, counted: readonly string[], more: { also?: string[]; partial?: boolean } = {}): Fact =>
    story.decide('finish', { tree: story.tree, counted, ...more })

  it('[FI1] of two finishes the one that counts more facts holds, then the smaller id', () => {
    const { story, due } = ready()
    const fewer = [1, 2, 3, 4, 5, 6].map(() => finish(story, due.slice(1)).id).sort()
    expect(story.view().finish).toBe(fewer[0])
    const full = [finish(story, due), finish(story, due)].map(({ id }) => id).sort()
    expect(story.view().finish).toBe(full[0])
  })

  it('[FI1] a finish in parts holds once all of them are there, and counts the facts of all', () => {
    const { story, due } = ready()
    const parts = [due.slice(0, 20), due.slice(20, 40), due.slice(40)]
    const [first, second] = parts.map((part) => finish(story, part, { partial: true })) as [Fact, Fact, Fact]
    story.facts.splice(-3)
    const last = finish(story, parts[2] as string[], { also: [first.id, second.id] })
    expect(story.view().finish).toBeUndefined()
    story.facts.push(first)
    expect(story.view().finish).toBeUndefined()
    story.facts.push(second)
    const { finish: held, messages, state } = story.view()
    expect([held, messages.length, state]).toEqual([last.id, 12, 'ready_for_export'])
  })

  it('[FI1] parts leave none out and fit a segment each', () => {
    const counted = Array.from({ length: 401 }, (_, i) => `${i}`)
    expect(finishParts(counted).flat()).toEqual(counted)
    expect(finishParts(counted).map((part) => part.length)).toEqual([180, 180, 41])
    expect(finishParts([])).toEqual([])
  })

  it('[FI1] a reopened finish holds no more, and what came late counts', () => {
    const { story, root, sets, due } = ready()
    const first = finish(story, due)
    const late = story.rank('r4', root, sets.get(root) ?? [])
    story.decide('reopen', { tree: root, finishes: [first.id] })
    const { finish: held, due: now } = story.view()
    expect([held, story.outcome(late)]).toEqual([undefined, 'merged'])
    const again = finish(story, now ?? [])
    expect(story.view()).toMatchObject({ finish: again.id, state: 'ready_for_export' })
  })

  it('[RU1] [FI1] a finished tree keeps the rules that its finish found, and others go by the new ones', () => {
    const story = new Story({ goal_tree_size: 30 })
    story.change({ goal_tree_size: 12 })
    readyTree(story)
    story.finish()
    const before = story.view()
    expect(before.goal).toBe(12)
    story.change({ goal_tree_size: 20 })
    expect(story.view()).toEqual(before)
    story.decide('reopen', { tree: story.tree, finishes: [before.finish] })
    expect(story.view()).toMatchObject({ state: 'growing', goal: 20 })
    story.change({ goal_tree_size: 30 }, 'moderator')
    expect(story.view().goal).toBe(20)
  })

  it('[FI1] a finish by a contributor is none', () => {
    const { story, root, due } = ready()
    const content: Content = { kind: 'finish', v: 1, tree: root, counted: due, at: 1 }
    expect(story.outcome(story.add('ada', content))).toBe('returned not-allowed')
    expect(story.view().finish).toBeUndefined()
  })

  it('[FI1] what was spare or returned when the finish was signed stays so, and stays in the tree', () => {
    const story = new Story()
    const { root, sets } = readyTree(story)
    const spare = story.reply('ed', root, 'assistant_reply')
    const own = story.rank('bo', root, sets.get(root) ?? [])
    const before = story.view()
    story.finish()
    expect(story.view().messages).toEqual(before.messages)
    expect([story.outcome(spare), story.outcome(own)]).toEqual(['spare tree-full', 'returned own-work'])
  })

  it('[FI1] a finished import is still one', () => {
    const story = new Story()
    story.importTree('R', 'ranking', { origin: 'elsewhere' })
    story.importMessage('R', undefined, { role: 'prompter', review_result: true })
    const before = story.view()
    story.finish()
    expect(story.view().imported).toEqual(before.imported)
  })
})
