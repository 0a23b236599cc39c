import { expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { readyTree } from '../examples/trees.ts'
import { uuidOf } from '../hash.ts'

it('[UN1] lists late work with all that it says, and nothing that the tree shows', () => {
  const story = new Story()
  const { root, sets } = readyTree(story)
  const shown = sets.get(root) ?? []
  expect(story.view().unplaced).toEqual([])
  story.finish()
  const reply = story.reply('zoe', root, 'assistant_reply')
  const ballot = story.rank('zoe', root, [...shown].reverse())
  const ties = story.rank('yan', root, [shown[0] as string, shown.slice(1)])
  const review = story.review('zoe', shown[0] as string)
  const { unplaced } = story.view()
  const of = ({ id }: { id: string }) => unplaced.find(({ fact }) => fact === id)
  const written = unplaced.find(({ fact }) => uuidOf(fact) === reply)
  expect(unplaced).toHaveLength(4)
  expect(written).toMatchObject({ kind: 'assistant_reply', target: root, text: expect.stringMatching(/./) })
  expect(of(ballot)).toMatchObject({ target: root, order: [...shown].reverse() })
  expect(of(ties)).toMatchObject({ target: root, order: [shown[0], shown.slice(1).sort()] })
  expect(of(review)).toMatchObject({ target: shown[0], labels: review.content.labels })
  expect(unplaced.every(({ outcome }) => outcome.rule === 'after-finish')).toBe(true)
})
