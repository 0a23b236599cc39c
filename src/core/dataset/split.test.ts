import { describe, expect, it } from 'vitest'
import { exported, json, viewsOf } from './conformance.ts'
import { partOf } from './split.ts'

const line = (id: string, more: object = {}) =>
  JSON.stringify({
    message_tree_id: id,
    ...more,
    prompt: { message_id: id, text: id, role: 'prompter', review_result: true }
  })
const views = viewsOf(Array.from({ length: 2000 }, (_, i) => line(`tree ${i}`)).join('\n'))

describe('train and validation', () => {
  it('[XP12] split trees by a hash of their ids, 5 % for validation unless told otherwise', () => {
    const share = (given?: number) =>
      views.filter((view) => partOf(view, given === undefined ? {} : { share: given }) === 'validation').length /
      views.length
    expect(share()).toBeGreaterThan(0.035)
    expect(share()).toBeLessThan(0.065)
    expect(share(0.3)).toBeGreaterThan(0.26)
    expect(share(0.3)).toBeLessThan(0.34)
    expect([share(0), share(1)]).toEqual([0, 1])
  })

  it('[XP12] keep a tree where it is when others come, and when the share grows', () => {
    const few = views.filter((view) => partOf(view) === 'validation')
    for (const view of few) expect(partOf(view, { share: 0.3 })).toBe('validation')
    // Written down, since a change of the hash would move trees between parts.
    expect(few.slice(0, 3).map(({ id }) => id)).toEqual(EXPECTED)
  })

  it('[XP12] keep translations with their source', () => {
    for (let i = 0; i < 50; i++) {
      const [source, translation] = [`tree ${i}`, line(`other ${i}`, { origin_tree_id: `tree ${i}` })]
      const [view] = viewsOf(translation)
      expect(view && partOf(view)).toBe(partOf(views.find(({ id }) => id === source) ?? (view as never)))
    }
  })

  it('[XP12] give one part of any format, and both together all', () => {
    const of = (only: 'train' | 'validation') => exported(views, { split: { share: 0.2, only } })
    expect([...of('train'), ...of('validation')].toSorted()).toEqual(exported(views).toSorted())
    expect(
      json(of('validation')).every(({ message_tree_id }) =>
        views.some((view) => view.id === message_tree_id && partOf(view, { share: 0.2 }) === 'validation')
      )
    ).toBe(true)
  })
})

const EXPECTED = ['tree 24', 'tree 40', 'tree 45']
