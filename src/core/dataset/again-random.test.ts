import { expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { RandomStory } from '../examples/random-story.ts'
import { exported, roundTrip } from './conformance.ts'
import { cutOf } from './cut.ts'
import { type ExportOptions, LINE_FORMATS } from './export.ts'
import { rowsOf } from './rows.ts'

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)

it.each(SEEDS)(
  '[XP7] an export of all of a tree comes back byte for byte, whatever happened to it: seed %i',
  (seed) => {
    const view = new RandomStory(seed).live(60).story.view()
    for (const format of ['trees', 'messages'] as const) {
      const lines = exported([view], { all: true, format })
      expect(roundTrip(lines.join('\n'), format)).toEqual(lines)
    }
  }
)

it.each(SEEDS)('[XP1] every format is the same bytes, in whatever order and how often facts came: seed %i', (seed) => {
  const { story } = new RandomStory(seed).live(40)
  const chance = new Chance(seed)
  const again = chance.shuffled([...story.facts, ...story.facts.filter(() => chance.happens(0.2))])
  const [one, other] = [story.view(), story.view(again)]
  const options: ExportOptions[] = [{ all: true }, { state: 'all', includeSpam: true, labels: true, events: true }]
  for (const each of options)
    for (const format of LINE_FORMATS)
      expect(exported([other], { ...each, format })).toEqual(exported([one], { ...each, format }))
  const rows = (view: typeof one) =>
    JSON.stringify(rowsOf(cutOf(view, { state: 'all', includeSpam: true }, () => true)))
  expect(rows(other)).toBe(rows(one))
})
