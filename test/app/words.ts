import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'renderer', 'words')

/** The phrases of a language, as its files have them: tests find controls by the words that people see. */
export function catalogOf(lang: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(FOLDER, lang))
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(FOLDER, lang, file), 'utf8'))))
}

/** A phrase without gaps. @throws if there is none of that key, or it has gaps. */
export function phrases(lang = 'en'): (key: string) => string {
  const catalog = catalogOf(lang)
  return (key) => {
    const phrase = catalog[key]
    if (phrase === undefined || phrase.includes('{')) throw new Error(`no plain phrase ${key}: ${phrase}`)
    return phrase
  }
}

/** A phrase with whatever fills its gaps; those with plurals or choices have none. */
export function patterns(lang = 'en'): (key: string) => RegExp {
  const catalog = catalogOf(lang)
  return (key) => {
    const parts = catalog[key]?.split(/\{\w+\}/)
    if (!parts || parts.some((part) => part.includes('{'))) throw new Error(`no phrase ${key} with plain gaps`)
    return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('.*')}$`)
  }
}
