import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setupI18n } from '@lingui/core'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { inOwnDigits, withOwnDigits } from '../../src/renderer/words/digits.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'renderer', 'words')

type Fill = Readonly<Record<string, string | number>>
/** A phrase as the screen shows it. @throws if there is none of that key. */
export type Phrases = (key: string, fill?: Fill) => string

/** The phrases of a language, from its files: tests find controls by the words that people see. */
export function phrases(lang = 'en'): Phrases {
  const files = readdirSync(join(FOLDER, lang)).filter((name) => name.endsWith('.json'))
  const catalog: Record<string, string> = Object.assign(
    {},
    ...files.map((file) => JSON.parse(readFileSync(join(FOLDER, lang, file), 'utf8')))
  )
  const compiled = Object.entries(catalog).map(([key, phrase]) => [key, compileMessageOrThrow(phrase)] as const)
  const i18n = setupI18n({
    locale: lang,
    messages: { [lang]: withOwnDigits(lang, Object.fromEntries(compiled)) as never }
  })
  return (key, fill = {}) => {
    if (catalog[key] === undefined) throw new Error(`there is no phrase ${key} in ${lang}`)
    return i18n._(key, inOwnDigits(lang, fill) as Record<string, string>)
  }
}

/** Stands for what a phrase is filled with, whatever it is. */
export const ANY = '\u{fffc}'

/** Finds a phrase that is filled with ANY. */
export function pattern(phrase: string): RegExp {
  const parts = phrase.split(ANY).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
