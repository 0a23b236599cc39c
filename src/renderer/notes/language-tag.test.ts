import { expect, it } from 'vitest'
import { languageTag } from './language-tag.ts'

it.each([
  ['sw', 'sw'],
  [' SW ', 'sw'],
  ['pt_br', 'pt-BR'],
  ['ZH-hant', 'zh-Hant'],
  ['iw', 'he'],
  ['Swahili please', undefined],
  ['x-private', undefined],
  ['notes/sw', undefined],
  ['', undefined]
])('a language has one tag, however it is written: %j', (written, tag) => {
  expect(languageTag(written)).toBe(tag)
})
