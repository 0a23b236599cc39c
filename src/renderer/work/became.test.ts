import { describe, expect, it } from 'vitest'
import type { Became } from '../../client/became/kept.ts'
import type { Work } from '../../client/work.ts'
import type { BecameNode, MessageBecame, ModeratorsWord, TreeBecame } from '../../core/became/became.ts'
import { uuidOf } from '../../core/hash.ts'
import { aboutOf, mayAppeal } from './became.ts'
import { layoutOf } from './tree-layout.ts'

const id = (n: number) => String(n).repeat(64)
const work = (n: number, more: Partial<Work> = {}): Work => ({
  ...{ id: id(n), kind: 'assistant_reply', state: 'merged', saved: n, given: { kind: 'assistant_reply' } },
  ...more
})
const tree: TreeBecame = { tree: 't', messages: 1, shape: [], mine: [], words: [] }
const mine: MessageBecame = { message: uuidOf(id(1)), replies: 2, below: 3, reviews: 3, labels: [], exported: false }
const word = (n: number): ModeratorsWord => ({
  ...{ fact: id(n), is: 'decline', rule: 'unclear', words: 'How?', lifted: false, at: 1 }
})
const became = (...words: ModeratorsWord[]): Became => ({
  asOf: 9,
  messages: new Map([[mine.message, { tree, mine }]]),
  words: new Map([[id(1), words]])
})

describe('what is told of a piece of work', () => {
  it('is what became of the message that it made, or changed last', () => {
    const changed = work(2, { given: { kind: 'amend', message: mine.message } })
    expect(aboutOf(work(1), [], became()).grown?.mine).toBe(mine)
    expect(aboutOf(changed, [], became()).grown?.mine).toBe(mine)
    expect(aboutOf(work(1, { amendedBy: id(2) }), [], became()).grown).toBeUndefined()
    expect(aboutOf(work(1, { kind: 'label_assistant_reply' }), [], became()).grown).toBeUndefined()
  })

  it('can be appealed once for each time that it came back', () => {
    const appeal = work(3, { kind: 'appeal', given: { fact: id(1) } })
    const other = work(4, { kind: 'appeal', given: { fact: id(2) } })
    const may = (all: readonly Work[], ...words: ModeratorsWord[]) => mayAppeal(aboutOf(work(1), all, became(...words)))
    expect([may([]), may([], word(1)), may([appeal], word(1)), may([appeal, other], word(1), word(1))]).toEqual([
      ...[false, true, false, true]
    ])
  })
})

describe('the drawing of a tree', () => {
  const node = (parent?: number): BecameNode => ({
    ...(parent !== undefined && { parent }),
    ...{ role: 'prompter', mine: false, pending: false }
  })

  it('grows upwards, answers side by side, and no two nodes in one place', () => {
    const { spots, width, height } = layoutOf([node(), node(0), node(1), node(1), node(0)])
    expect([width, height]).toEqual([3, 2])
    expect(spots).toEqual([
      { x: 1.25, y: 2 },
      { x: 0.5, y: 1 },
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 2, y: 1 }
    ])
  })

  it('of nothing is nothing, and of a long thread a line', () => {
    expect(layoutOf([])).toEqual({ spots: [], width: 0, height: 0 })
    const line = layoutOf(Array.from({ length: 30 }, (_, at) => node(at === 0 ? undefined : at - 1)))
    expect([line.width, line.height, new Set(line.spots.map(({ x }) => x)).size]).toEqual([1, 29, 1])
  })
})
