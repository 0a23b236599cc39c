import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { lags, UI_LANGUAGES } from './languages.ts'
import { missingForms, signature, textOf } from './phrase.ts'

const CATALOGS = readCatalogs()
const FILES = filesOf('en')
const OTHERS = UI_LANGUAGES.filter((lang) => lang !== 'en')
const ENGLISH = catalogOf('en')

/** Phrases that are right without a letter of the language's script: names, units, and placeholders alone. */
const WITHOUT_LETTERS = ['app-name', 'rank-button-of', 'size-kb', 'work-when']

/** Scripts with more than one name; the others are called as the language's usual script is. */
const LETTERS: Readonly<Record<string, RegExp>> = {
  Jpan: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u
}

/** Where the name of a control for screen readers must contain the words that it shows (WCAG 2.5.3). */
const CONTAINED = [
  ['rank-tie', 'rank-tie-list'],
  ['rank-tie', 'rank-tie-columns'],
  ['judge-clear', 'judge-clear-label']
] as const

it('every folder is in the list of languages, and each of it is offered', () => {
  expect([...UI_LANGUAGES].sort()).toEqual([...CATALOGS.keys()].sort())
})

it('no key stands in two files', () => {
  const keys = FILES.flatMap((file) => Object.keys(phrasesIn('en', file)))
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

describe.each(OTHERS)('%s has what English has', (lang) => {
  const keysOf = (file: string) => Object.keys(phrasesIn(lang, file))
  const original = (file: string) => Object.keys(phrasesIn('en', file))

  if (lags(lang)) {
    it('no other files', () => expect(filesOf(lang).filter((file) => !FILES.includes(file))).toEqual([]))

    it.each(filesOf(lang))('%s: no other keys, and in the same order', (file) => {
      expect(keysOf(file)).toEqual(original(file).filter((key) => keysOf(file).includes(key)))
    })
  } else {
    it('the same files', () => expect(filesOf(lang)).toEqual(FILES))

    it.each(FILES)('%s: the same keys in the same order', (file) => expect(keysOf(file)).toEqual(original(file)))
  }

  const phrases = catalogOf(lang)
  const shared = Object.keys(ENGLISH).filter((key) => key in phrases)

  it('the same placeholders and choices', () => {
    const differ = shared.filter((key) => filledIn(ENGLISH[key]) !== filledIn(phrases[key]))
    expect(differ.map((key) => [key, filledIn(ENGLISH[key]), filledIn(phrases[key])])).toEqual([])
  })

  it('no phrase empty', () => {
    expect(shared.filter((key) => phrases[key]?.trim() === '' && ENGLISH[key] !== '')).toEqual([])
  })

  it('letters of its own', () => {
    const foreign = shared.filter((key) => isForeign(lang, phrases[key] ?? '', ENGLISH[key] ?? ''))
    expect(foreign.filter((key) => !WITHOUT_LETTERS.includes(key))).toEqual([])
  })
})

describe.each(UI_LANGUAGES)('%s by itself', (lang) => {
  const phrases = Object.entries(catalogOf(lang))

  it('every phrase compiles', () => {
    const faulty = phrases.filter(([, phrase]) => !compiles(phrase))
    expect(faulty).toEqual([])
  })

  it('every plural has a form for every number', () => {
    const lacking = phrases.map(([key, phrase]) => [key, missingForms(lang, compiled(phrase))] as const)
    expect(lacking.filter(([, missing]) => missing.length > 0)).toEqual([])
  })

  it('every phrase can be given to people as a text, and means the same when it comes back', () => {
    const changed = phrases.filter(([, phrase]) => !isSame(compiled(textOf(compiled(phrase))), compiled(phrase)))
    expect(changed).toEqual([])
  })

  it.each(CONTAINED)('the words of %s are in %s', (seen, spoken) => {
    const catalog = { ...ENGLISH, ...catalogOf(lang) }
    expect(catalog[spoken]).toContain(catalog[seen])
  })
})

/** Of another script, or, where the script is English's own, a sentence that is English. */
function isForeign(lang: string, phrase: string, english: string): boolean {
  const { script = '' } = new Intl.Locale(lang).maximize()
  const letters = LETTERS[script] ?? new RegExp(`\\p{Script=${script}}`, 'u')
  return !letters.test(phrase) || (script === 'Latn' && phrase === english && /\p{L} \p{L}/u.test(phrase))
}

/** What the app gives to it: a translation can be filled with that and nothing else. */
function filledIn(phrase: string | undefined): string {
  return signature(compiled(phrase))
}

function isSame(a: CompiledMessage, b: CompiledMessage): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function compiles(phrase: string): boolean {
  try {
    compileMessageOrThrow(phrase)
    return true
  } catch {
    return false
  }
}

/** One that does not compile has a test of its own. */
function compiled(phrase: string | undefined): CompiledMessage {
  return phrase !== undefined && compiles(phrase) ? compileMessageOrThrow(phrase) : []
}

function filesOf(lang: string): string[] {
  return [...(CATALOGS.get(lang)?.keys() ?? [])].sort()
}

function phrasesIn(lang: string, file: string): Readonly<Record<string, string>> {
  return CATALOGS.get(lang)?.get(file) ?? {}
}

function catalogOf(lang: string): Record<string, string> {
  return Object.assign({}, ...filesOf(lang).map((file) => phrasesIn(lang, file)))
}

/** By language and file, as they stand in the folder and not as en/index.ts lists them. */
function readCatalogs() {
  const found = import.meta.glob<Record<string, string>>('./*/*.json', { eager: true, import: 'default' })
  const catalogs = new Map<string, Map<string, Record<string, string>>>()
  for (const [path, phrases] of Object.entries(found)) {
    const [, lang = '', file = ''] = path.split('/')
    catalogs.set(lang, (catalogs.get(lang) ?? new Map()).set(file, phrases))
  }
  return catalogs
}
