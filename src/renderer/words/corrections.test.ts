import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { type Corrections, compiledOf, fileOf, readCorrections } from './corrections.ts'

const ENGLISH = compiledOf({
  name: 'Today',
  sends: 'Sending {count, plural, one {# item} other {# items}}, about {size}.',
  kind: '{kind, select, rank {rank} other {write}}',
  nothing: ''
})

describe('a file of corrected phrases', () => {
  it('is taken as far as it fits, and every phrase that does not is named with its cause', () => {
    const file = JSON.stringify({
      name: 'Leo',
      sends: 'Inatuma {count, plural, one {kitu #} other {vitu #}}, kama {size}.',
      kind: '{kind, select, rank {panga} judge {amua} other {andika}}',
      nothing: '',
      strange: 'x'
    })
    expect(readCorrections(file, 'sw', ENGLISH)).toEqual({
      taken: {
        name: 'Leo',
        sends: 'Inatuma {count, plural, one {kitu #} other {vitu #}}, kama {size}.',
        nothing: ''
      },
      refused: [
        { key: 'kind', why: 'fill', expected: 'kind: other rank', found: 'kind: judge other rank' },
        { key: 'strange', why: 'unknown' }
      ]
    })
  })

  it.each([
    ['text', { name: 7 }],
    ['text', { name: '  ' }],
    ['unreadable', { name: 'Leo {' }],
    ['unreadable', { sends: 'Inatuma {count, plural, one {# } {size}' }],
    ['fill', { name: 'Leo {size}' }],
    ['fill', { sends: 'Inatuma' }],
    ['turns', { name: 'Leo\u202eoel' }],
    ['unknown', { toString: 'x' }],
    ['unknown', JSON.parse('{"__proto__": "x"}')]
  ])('is refused a phrase: %s', (why, phrases) => {
    const { taken, refused } = readCorrections(JSON.stringify(phrases), 'sw', ENGLISH) as Corrections
    expect(taken).toEqual({})
    expect(refused).toMatchObject([{ why }])
  })

  it.each([
    ['ar', 'zero, two, few, many'],
    ['ru', 'many, few'],
    ['ja', undefined]
  ])('needs the plural forms of %s', (lang, expected) => {
    const phrase = '{count, plural, one {# a} other {# b}} {size}'
    const { refused } = readCorrections(JSON.stringify({ sends: phrase }), lang, ENGLISH) as Corrections
    expect(refused).toEqual(expected === undefined ? [] : [{ key: 'sends', why: 'forms', expected }])
  })

  it.each(['', 'no list', '[]', 'null', '"text"', ' '.repeat(1_000_001)])('is no file of phrases: %#', (text) => {
    expect(readCorrections(text, 'sw', ENGLISH)).toEqual({ fault: 'file' })
  })

  it('is for one language', () => {
    const file = new TextDecoder().decode(fileOf('fa', { name: 'امروز' }))
    expect(readCorrections(file, 'fa', ENGLISH)).toEqual({ taken: { name: 'امروز' }, refused: [] })
    expect(readCorrections(file, 'ar', ENGLISH)).toEqual({ fault: 'language', lang: 'fa' })
  })

  it('holds what the app shows, as texts that can be read back', () => {
    const read = readCorrections(new TextDecoder().decode(fileOf('en', ENGLISH)), 'en', ENGLISH) as Corrections
    expect(read.refused).toEqual([])
    expect(compiledOf(read.taken)).toEqual(ENGLISH)
    const hard = "It''s '{'here'}' {n, plural, offset:1 =0 {none '#'} one {#} other {#}} {d, date}"
    const again = new TextDecoder().decode(fileOf('en', { hard: compileMessageOrThrow(hard) }))
    expect(compileMessageOrThrow(JSON.parse(again).hard)).toEqual(compileMessageOrThrow(hard))
  })
})
