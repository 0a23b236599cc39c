import { describe, expect, it } from 'vitest'
import { keyOf, Story } from '../examples/story.ts'
import { growingTree, readyTree } from '../examples/trees.ts'
import { uuidOf } from '../hash.ts'

describe('what people say unasked', () => {
  const emojisOf = (story: Story, id: string) =>
    story.message(id).emojis.map(({ contributor, emoji }) => `${contributor} ${emoji}`)

  it('[RE1] of several words on one emoji the last by recorded time counts, and up and down exclude each other', () => {
    const story = new Story()
    const root = growingTree(story)
    const up = story.react('bo', 'emoji', root, { emoji: '+1' })
    story.react('bo', 'emoji', root, { emoji: 'clap' })
    story.react('cy', 'emoji', root, { emoji: '-1' })
    expect(emojisOf(story, root)).toEqual(['bo +1', 'bo clap', 'cy -1'])
    const down = story.react('bo', 'emoji', root, { emoji: '-1' })
    expect([up, down].map((fact) => story.outcome(fact))).toEqual(['spare done-again', 'merged'])
    expect(emojisOf(story, root)).toEqual(['bo clap', 'cy -1', 'bo -1'])
    story.react('bo', 'emoji', root, { emoji: 'clap', removed: true })
    story.react('cy', 'emoji', root, { emoji: '-1', removed: true, at: 1 })
    expect(emojisOf(story, root)).toEqual(['cy -1', 'bo -1'])
  })

  it('[RE1] what names an older or a newer version speaks of the message', () => {
    const story = new Story()
    const root = growingTree(story)
    const newer = uuidOf(story.amend('ada', root, 'Better said.').id)
    const first = story.react('bo', 'emoji', root, { emoji: 'clap' })
    story.react('bo', 'emoji', newer, { emoji: 'clap' })
    story.react('cy', 'report', newer, { text: 'Rude.' })
    expect(emojisOf(story, root)).toEqual(['bo clap'])
    expect(story.outcome(first)).toBe('spare done-again')
    expect(story.message(root).freeLabels).toMatchObject([{ contributor: 'cy', report: { text: 'Rude.' } }])
  })

  it('[RE1] free labels of one person count once, and in no mean of reviews', () => {
    const story = new Story()
    const root = growingTree(story)
    const first = story.react('bo', 'label', root, { labels: { political_content: 1 } })
    story.react('bo', 'label', root, { labels: { toxicity: 0.5 } })
    expect(story.outcome(first)).toBe('spare done-again')
    expect(story.message(root).freeLabels).toMatchObject([{ contributor: 'bo', labels: { toxicity: 0.5 } }])
    expect(story.message(root).reviews).toHaveLength(3)
    expect(story.outcome(story.react('bo', 'label', root, { labels: { kindness: 1 } }))).toBe('returned malformed')
  })

  it('[RE1] every report counts, and takes nothing from earlier labels', () => {
    const story = new Story()
    const root = growingTree(story)
    story.react('bo', 'label', root, { labels: { toxicity: 0.5 } })
    story.react('bo', 'report', root, { text: 'Copied from a book.' })
    const second = story.react('bo', 'report', root, { text: 'And rude.', labels: { toxicity: 1 } })
    story.react('cy', 'report', root)
    expect(story.message(root).freeLabels).toMatchObject([
      { labels: { toxicity: 0.5 } },
      { labels: {}, report: { text: 'Copied from a book.' } },
      { labels: { toxicity: 1 }, report: { text: 'And rude.' } },
      { contributor: 'cy', report: { text: '' } }
    ])
    story.add('cy', { kind: 'erase', v: 1, facts: [second.id], at: 1 })
    expect(story.message(root).freeLabels[2]?.report).toEqual({ text: 'And rude.' })
    story.add('bo', { kind: 'erase', v: 1, facts: [second.id], at: 1 })
    expect(story.message(root).freeLabels[2]?.report).toEqual({ text: null })
  })

  it('[RE1] nobody praises or labels their own work, and who is no member says nothing', () => {
    const story = new Story()
    const root = growingTree(story)
    const facts = [
      story.react('ada', 'emoji', root, { emoji: '+1' }),
      story.react('ada', 'label', root, { labels: { quality: 1 } }),
      story.add('nobody', { kind: 'emoji', v: 1, message: root, emoji: 'clap', saved: 1 }),
      story.react('ada', 'emoji', root, { emoji: 'rofl' }),
      story.react('ada', 'report', root, { text: 'Please delete it.' })
    ]
    expect(story.people.has(keyOf('nobody'))).toBe(false)
    expect(facts.map((fact) => story.outcome(fact))).toEqual([
      'returned own-work',
      'returned own-work',
      'returned not-allowed',
      'merged',
      'merged'
    ])
  })

  it('[RE1] [FI1] what is said of a finished tree is spare, and what it says is listed', () => {
    const story = new Story()
    const { root } = readyTree(story)
    story.finish()
    const report = story.react('bo', 'report', root, { text: 'Rude.' })
    const emoji = story.react('bo', 'emoji', root, { emoji: 'clap' })
    expect([report, emoji].map((fact) => story.outcome(fact))).toEqual(['spare after-finish', 'spare after-finish'])
    expect(story.view().unplaced).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ fact: report.id, target: root, text: 'Rude.' }),
        expect.objectContaining({ fact: emoji.id, target: root, reason: 'clap' })
      ])
    )
  })
})
