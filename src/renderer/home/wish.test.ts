import { expect, it } from 'vitest'
import {
  knownTags,
  languagesToOffer,
  languageTyped,
  otherWishes,
  readWish,
  tagsIn,
  typedOf,
  writeWish
} from './wish.ts'

const known = [
  { tag: 'sw', own: 'Kiswahili', name: 'Swahili' },
  { tag: 'pt-BR', own: 'português (Brasil)', name: 'Brazilian Portuguese' }
]

it('a language is found by any of its names or its tag, however they are cased', () => {
  for (const text of ['sw', ' SW ', 'kiswahili', 'Swahili', 'Kiswahili · Swahili'])
    expect(languageTyped(text, known)).toBe('sw')
  expect(languageTyped('PT-br', known)).toBe('pt-BR')
})

it('a tag outside the list is taken; a word is not', () => {
  expect(languageTyped('tn', known)).toBe('tn')
  expect(languageTyped('zh-hant-tw', known)).toBe('zh-Hant-TW')
  for (const text of ['', 'Tswana', 'a', 'sw_KE', 'en--us', `en-${'abcdefgh-'.repeat(5)}x`])
    expect(languageTyped(text, known)).toBeUndefined()
})

it('of the languages typed each counts once and empty fields do not; any in the first field is any', () => {
  expect(tagsIn(['Swahili', '', 'tn', 'sw'], known, 'Any')).toEqual({ tags: ['sw', 'tn'], wrong: [] })
  expect(tagsIn(['sw', 'Tswana'], known, 'Any')).toEqual({ tags: ['sw'], wrong: [1] })
  for (const any of ['Any', ' ']) expect(tagsIn([any, 'Tswana'], known, 'Any')).toEqual({ tags: [], wrong: [] })
  expect(tagsIn(typedOf(['pt-BR', 'tn'], known, 'Any'), known, 'Any').tags).toEqual(['pt-BR', 'tn'])
  expect(typedOf([], known, 'Any')).toEqual(['Any'])
})

it('languages of the work here come first, then those of the browser, and each is there once', () => {
  const nameOf = (tag: string) => ({ own: tag, name: tag === 'ak' ? 'tw' : tag })
  const tags = languagesToOffer(['am', 'sw'], ['en-GB', 'pt-BR', 'sw'], ['en', 'ak', 'tw', 'zu'], nameOf).map(
    ({ tag }) => tag
  )
  expect(tags.slice(0, 4)).toEqual(['am', 'sw', 'en', 'pt-BR'])
  expect(tags.slice(-2)).toEqual(['ak', 'zu'])
  expect(tags).toHaveLength(39)
  expect(new Set(tags).size).toBe(tags.length)
})

it('languages that nobody has a name for are not offered', () => {
  const tags = knownTags(new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }))
  expect(tags).toEqual(expect.arrayContaining(['am', 'hi', 'sw', 'zu']))
  expect(tags).not.toContain('qq')
  expect(tags).not.toContain('iw') // today: he
})

it('a wish is remembered as it was', () => {
  const wish = {
    langs: ['sw', 'pt-BR'],
    kinds: ['initial_prompt', 'rank_initial_prompts'],
    count: 50,
    minutes: 30
  } as const
  expect(readWish(writeWish(wish), ['sw'])).toEqual(wish)
  const any = { langs: [], kinds: [], count: 5 } as const
  expect(readWish(writeWish(any), ['sw'])).toEqual(any)
})

it('what is no wish is the first one: in a language that the person reads, and no first prompts unasked', () => {
  const bad = ['{"kinds":["fly"],"count":5,"langs":[]}', '{"kinds":[],"count":7,"langs":[]}', '{"kinds":[],"count":5}']
  const worse = ['{"kinds":[],"count":5,"langs":["s w"]}', '{"kinds":[],"count":5,"langs":[],"minutes":7}']
  for (const kept of [undefined, '', '{}', ...bad, ...worse]) {
    expect(readWish(kept, ['sw']).langs).toEqual(['sw'])
    expect(readWish(kept, ['sw']).kinds).not.toContain('initial_prompt')
    expect(readWish(kept, ['sw']).kinds).toHaveLength(8)
  }
})

it('where nothing is open, other kinds come before other languages before first prompts', () => {
  const wish = { langs: ['sw', 'am'], kinds: ['rank_assistant_replies'], count: 5 } as const
  expect(otherWishes(wish).map(({ why }) => why)).toEqual(['all-kinds', 'any-language', 'prompts'])
  expect(otherWishes(wish)[1]?.wish).toEqual({ langs: [], kinds: ['rank_assistant_replies'], count: 5 })
  expect(otherWishes({ ...readWish(undefined, ['sw']), langs: [] })).toEqual([])
})
