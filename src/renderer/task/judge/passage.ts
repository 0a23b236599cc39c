import * as v from 'valibot'
import type { Passage } from '../../../core/fact/evidence.ts'
import type { Given } from '../task-work.ts'
import type { Labels } from './labels.ts'

/** How a field shows a text: every end of a line is one sign. */
export function asShown(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/**
 * The passage that is selected in a text, widened to whole signs as people see them, without blanks at its ends.
 *
 * @param from and `to`: UTF-16 offsets in `asShown(text)`, as a field gives them.
 * @returns undefined: nothing but blanks is selected.
 */
export function passageOf(text: string, from: number, to: number): Pick<Passage, 'start' | 'end'> | undefined {
  const shown = asShown(text)
  const signs = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(shown)]
  const inside = signs.filter(({ index, segment }) => index < to && index + segment.length > from)
  const first = inside.findIndex(({ segment }) => segment.trim() !== '')
  const last = inside.findLastIndex(({ segment }) => segment.trim() !== '')
  const [begin, end] = [inside[first], inside[last]]
  if (!begin || !end) return undefined
  const point = (offset: number) => pointAt(text, offset)
  return { start: point(begin.index), end: point(end.index + end.segment.length) }
}

/** The words of a passage. */
export function quoted(text: string, { start, end }: Pick<Passage, 'start' | 'end'>): string {
  return [...text].slice(start, end).join('')
}

/** Where a passage lies in `asShown(text)`, in UTF-16. */
export function offsetsOf(text: string, { start, end }: Pick<Passage, 'start' | 'end'>): [from: number, to: number] {
  const points = [...text]
  const before = (count: number) => asShown(points.slice(0, count).join('')).length
  return [before(start), before(end)]
}

/** With one more; those of the same flag that touch it become one with it. */
export function withPassage(passages: readonly Passage[], added: Passage): readonly Passage[] {
  const touches = (each: Passage) => each.label === added.label && each.start <= added.end && each.end >= added.start
  const touching = [added, ...passages.filter(touches)]
  const start = Math.min(...touching.map((each) => each.start))
  const end = Math.max(...touching.map((each) => each.end))
  const rest = passages.filter((each) => !touches(each))
  return [...rest, { label: added.label, start, end }].sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Those of flags that are set; what is answered otherwise needs no passage. */
export function stillShown(passages: readonly Passage[], labels: Labels): readonly Passage[] {
  return passages.filter(({ label }) => labels[label] === 1)
}

/** What a draft or an item holds in `evidence`. */
export function passagesGiven({ evidence }: Given): readonly Passage[] {
  const parsed = v.safeParse(Passages, evidence)
  return parsed.success ? parsed.output : []
}

const Passages = v.array(v.object({ label: v.string(), start: v.number(), end: v.number() }))

/** The code point of the text as it was written at this offset of the text as it is shown. */
function pointAt(text: string, offset: number): number {
  let [shown, points] = [0, 0]
  let before = ''
  for (const sign of text) {
    // The second half of the end of a line is not shown.
    const width = sign === '\n' && before === '\r' ? 0 : sign.length
    if (shown >= offset && width > 0) break
    shown += width
    points += 1
    before = sign
  }
  return points
}
