import { setupI18n } from '@lingui/core'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { expect, it } from 'vitest'
import { inOwnDigits, withOwnDigits } from './digits.ts'

const PHRASE = '{done} / {count, plural, =1 {one of {name}} other {# {count} {name}}}'

function said(lang: string, fill: Record<string, string | number>): string {
  const messages = withOwnDigits(lang, { phrase: compileMessageOrThrow(PHRASE) })
  const i18n = setupI18n({ locale: lang, messages: { [lang]: messages as never } })
  return i18n._('phrase', inOwnDigits(lang, fill) as Record<string, string>)
}

it('a number is written in the digits of the language wherever it stands in a phrase', () => {
  expect(said('fa', { done: 3, count: 1250, name: 'B2' })).toBe('۳ / ۱٬۲۵۰ ۱٬۲۵۰ B2')
  expect(said('fa', { done: 0, count: 1, name: 'B2' })).toBe('۰ / one of B2')
})

it('a language with Latin digits is left as it is', () => {
  expect(said('en', { done: 3, count: 1250, name: 'B2' })).toBe('3 / 1,250 1250 B2')
})
