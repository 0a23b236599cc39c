import { describe, expect, it } from 'vitest'
import { hiddenIn, visible, visibleInWords } from './visible.ts'

describe('signs that nobody sees', () => {
  it.each([
    ['a\u202egpj.exe', 'a\ufffdgpj.exe'],
    ['\u2066\u2067\u2068x\u2069', '\ufffd\ufffd\ufffdx\ufffd'],
    ['bell\u0007 escape\u001b[31m null\0', 'bell\ufffd escape\ufffd[31m null\ufffd'],
    ['tags\u{e0041}\u{e0042}', 'tags\ufffd\ufffd'],
    ['\u2060join\u2063', '\ufffdjoin\ufffd']
  ])('are shown: %j', (text, shown) => expect(visible(text)).toBe(shown))

  it.each([
    'می\u200cخواهم',
    'क्\u200dष',
    'א\u200f, ب\u200e',
    'ไก่\u200bออก',
    '👩\u200d🌾',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'a\tb\r\nc\u00a0d\u00ade\u0085'
  ])('are left where a script, an emoji or a line needs them: %j', (text) => expect(visible(text)).toBe(text))

  it('may isolate what we put into our own words, as long as that is closed again', () => {
    expect(visibleInWords('Reply \u2068A\u2069, \u2066[\u2069')).toBe('Reply \u2068A\u2069, \u2066[\u2069')
    expect(visibleInWords('\u2068Ada\u202e\u2069')).toBe('\u2068Ada\ufffd\u2069')
    for (const open of ['Ada\u2067', '\u2069Ada\u2067', '\u2067Ada\u2069\u2069'])
      expect(visibleInWords(open)).not.toMatch(/[\u2066-\u2069]/)
  })

  it('have names, and the text between them is whole', () => {
    expect(hiddenIn('a\u202eb\u0007')).toEqual([
      { text: 'a' },
      { text: '\u202e', hidden: 'RLO' },
      { text: 'b' },
      { text: '\u0007', hidden: 'U+0007' },
      { text: '' }
    ])
    expect(hiddenIn('abc')).toEqual([{ text: 'abc' }])
  })

  it('are found at once in a text of nothing else', () => {
    expect(visible('\u{e0041}'.repeat(200_000))).toHaveLength(200_000)
  })
})
