import { describe, expect, it } from 'vitest'
import { find, fold } from './find.ts'

const of = (words: string, english = '') => ({ words, english })
const ALL = [
  of('المهام', 'Get tasks'),
  of('الإعدادات', 'Settings'),
  of('فهرس المساعدة', 'Guide'),
  { ...of('العربية', 'Language: Arabic'), isRare: true }
]
const found = (typed: string, all: readonly ReturnType<typeof of>[] = ALL) =>
  find(all, typed).map(({ english }) => english)

describe('what is sought is found', () => {
  it('by the beginning first, then by a word in it, then anywhere', () => {
    const all = [of('', 'unset'), of('', 'a set'), of('', 'settings')]
    expect(found('set', all)).toEqual(['settings', 'a set', 'unset'])
  })

  it('by several words in any order, of either language', () => {
    expect(found('tasks get')).toEqual(['Get tasks'])
    expect(found('المهام get')).toEqual(['Get tasks'])
    expect(found('get coffee')).toEqual([])
  })

  it('all of it, but what is rare, where nothing is sought', () => {
    expect(found(' ')).toEqual(['Get tasks', 'Settings', 'Guide'])
    expect(found('arabic')).toEqual(['Language: Arabic'])
  })
})

it.each([
  ['accents', 'Réglages', 'reglages'],
  ['Vietnamese, two marks on one letter', 'Tiếng Việt', 'tieng viet'],
  ['the i of Turkish', 'İLGİ ILIK', 'ilgi ilik'],
  ['Polish and Danish strokes', 'Zwłoka Ø', 'zwloka o'],
  ['forms of alef, and its hamza', 'الإعدادات أين ٱلآن', 'الاعدادات اين الان'],
  ['Arabic vowel signs and stretches', 'مُهِمَّة عــمل', 'مهمه عمل'],
  ['Persian and Arabic letters', 'کلیدها', 'كليدها'],
  ['points of Hebrew', 'שָׁלוֹם', 'שלום'],
  ['katakana and hiragana', 'キー', 'きー'],
  ['voice marks of kana', 'ガイド', 'かいと'],
  ['wide letters', 'ＡＢＣ１', 'abc1'],
  ['Cyrillic ё', 'Всё', 'все']
])('in any spelling that people use: %s', (_, written, typed) => {
  expect(fold(written)).toBe(fold(typed))
})

it('but what is another word stays another word: vowel signs of Hindi and Thai are letters', () => {
  expect(fold('की')).not.toBe(fold('का'))
  expect(fold('กี')).not.toBe(fold('กา'))
  expect(fold('й')).toBe(fold('и'))
})
