import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStory } from '../examples/random-story.ts'
import type { TreeView } from '../tree/view.ts'
import { exported, fourReplies } from './conformance.ts'
import { cutOf } from './cut.ts'
import { type ExportOptions, LINE_FORMATS } from './export.ts'
import { rowsOf } from './rows.ts'

/** What leaves in any format, as one text. */
function allOf(view: TreeView, options: ExportOptions): string {
  const lines = LINE_FORMATS.flatMap((format) => exported([view], { ...options, format }))
  const rows = rowsOf(cutOf(view, options, options.consented ?? (() => true)))
  return JSON.stringify([...lines.map((line) => JSON.parse(line)), rows])
}

const maybe = fc.option(fc.constant(true as const), { nil: undefined })
const optionsArbitrary = fc
  .record({
    state: fc.constant('all' as const),
    includeDeleted: maybe,
    deletedOnly: maybe,
    includeSpam: maybe,
    spamOnly: maybe,
    includeSynthetic: fc.constant(true as const),
    promptsOnly: maybe,
    labels: maybe,
    events: maybe,
    skips: maybe,
    user: fc.option(fc.constantFrom('ada', 'bo'), { nil: undefined })
  })
  .map(
    (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as ExportOptions
  )

/** A tree's life as chance has it, with texts that can be found again, and some of them erased and held back. */
function lived(seed: number): { view: TreeView; barred: ReadonlySet<string> } {
  const random = new RandomStory(seed, { imports: false }).live(40)
  const view = random.story.view()
  const barred = new Set<string>()
  const messages = view.messages.map((message, at) => {
    const text = message.text === null ? null : `<text ${at} ${message.id}>`
    const [erased, held] = [(seed + at) % 7 === 1, (seed + at) % 5 === 2]
    if (text !== null && (erased || held)) barred.add(`<text ${at} `)
    return { ...message, text: erased ? null : text, ...(held && { flagged: ['pii'], accepted: false }) }
  })
  return { view: { ...view, messages }, barred }
}

describe('what never leaves', () => {
  it('[XP10] erased texts and those that flags hold back are in no format, whatever is asked for', {
    timeout: 60_000
  }, () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), optionsArbitrary, (seed, options) => {
        const { view, barred } = lived(seed)
        const out = allOf(view, options)
        for (const text of barred) expect(out).not.toContain(text)
      }),
      { numRuns: 25 }
    )
  })

  it('[XP6] [XP10] the work of those without consent is in no format, even of everything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000 }),
        fc.oneof(optionsArbitrary, fc.constant({ all: true as const })),
        (seed, options) => {
          const { view } = lived(seed)
          const out = allOf(view, { ...options, consented: (who) => who !== 'bo' && who !== 'cy' })
          const theirs = view.messages.filter(({ contributor }) => contributor === 'bo' || contributor === 'cy')
          for (const { text, version } of theirs) if (text !== null && version) expect(out).not.toContain(text)
          expect(out).not.toMatch(/"(bo|cy)"/)
        }
      ),
      { numRuns: 25 }
    )
  })

  it('[XP10] what is held back leaves only with all, in formats that say so, and for no training', () => {
    const { view, replies } = fourReplies({ order: [0, 1, 2, 3] })
    const messages = view().messages.map((each) =>
      each.id === replies[0] ? { ...each, accepted: false, flagged: ['pii'] } : each
    )
    const held = { ...view(), messages }
    for (const format of LINE_FORMATS)
      expect(exported([held], { format, state: 'all', includeSpam: true }).join()).not.toContain(replies[0])
    for (const format of ['threads', 'pairs', 'lists'] as const)
      expect(exported([held], { format, all: true }).join()).not.toContain('A plant.')
    for (const format of ['trees', 'messages'] as const)
      expect(exported([held], { format, all: true }).join()).toMatch(/"text": "A plant\.".*"flagged": \["pii"\]/)
    expect(rowsOf(cutOf(held, { all: true }, () => true)).some(({ text }) => text === 'A plant.')).toBe(false)
  })
})
