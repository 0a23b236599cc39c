import { describe, expect, it } from 'vitest'
import { asShown, offsetsOf, passageOf, quoted, stillShown, withPassage } from './passage.ts'

/** What is marked when these words are selected in a field. */
function marked(text: string, words: string): string | undefined {
  const from = asShown(text).indexOf(words)
  const passage = passageOf(text, from, from + words.length)
  return passage && quoted(text, passage)
}

describe('a passage', () => {
  it.each([
    ['English', 'Anna lives at 12 Mill Lane.', '12 Mill Lane'],
    ['Arabic', 'اتصل على ٠٧٧٠ ١٢٣ ٤٥٦ غدًا', '٠٧٧٠ ١٢٣ ٤٥٦'],
    ['Thai', 'ผมชื่อสมชายอยู่ที่นี่', 'สมชาย'],
    ['Japanese, beyond U+FFFF', '私は東京都𠮷田町に住んでいます', '𠮷田町'],
    ['after signs of several code points', '👩‍👩‍👧 👩🏽‍🌾 Anna', 'Anna'],
    ['after ends of lines of two signs', 'one\r\ntwo\r\nthree', 'three']
  ])('is the words that are selected: %s', (_, text, words) => expect(marked(text, words)).toBe(words))

  it('is never a part of a sign: half a pair, a mark without its letter, one of a family', () => {
    expect(passageOf('𠮷田', 1, 2)).toEqual({ start: 0, end: 1 })
    expect(marked('👩‍👩‍👧!', '👩')).toBe('👩‍👩‍👧')
    // A vowel sign that follows its consonant.
    expect(marked('किताब', 'क')).toBe('कि')
    expect(marked('e\u0301t', 'e')).toBe('e\u0301')
  })

  it('has no blanks at its ends, and blanks alone are none', () => {
    expect(marked('a  Anna  b', '  Anna ')).toBe('Anna')
    expect(passageOf('a  b', 1, 3)).toBeUndefined()
    expect(passageOf('abc', 1, 1)).toBeUndefined()
    expect(passageOf('', 0, 0)).toBeUndefined()
  })

  it('is found again where it was marked', () => {
    const text = 'one\r\n𠮷田 two'
    const passage = passageOf(text, 4, 7)
    expect(passage && quoted(text, passage)).toBe('𠮷田')
    expect(passage && offsetsOf(text, passage)).toEqual([4, 7])
  })

  it('becomes one with those of its flag that it touches', () => {
    const [one, two, other] = [
      { label: 'pii', start: 0, end: 3 },
      { label: 'pii', start: 8, end: 9 },
      { label: 'spam', start: 1, end: 2 }
    ]
    const all = [one, two, other].reduce<ReturnType<typeof withPassage>>(withPassage, [])
    expect(all).toEqual([one, other, two])
    expect(withPassage(all, { label: 'pii', start: 2, end: 8 })).toEqual([{ label: 'pii', start: 0, end: 9 }, other])
  })

  it('goes with the flag that it shows', () => {
    const passages = [{ label: 'pii', start: 0, end: 1 }]
    expect(stillShown(passages, { pii: 1 })).toEqual(passages)
    expect(stillShown(passages, { pii: 0 })).toEqual([])
    expect(stillShown(passages, {})).toEqual([])
  })
})
