import type { CompiledMessage } from '@lingui/message-utils/compileMessage'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { UI_LANGUAGES } from './languages.ts'

const CATALOGS = readCatalogs()
const FILES = filesOf('en')
const OTHERS = UI_LANGUAGES.filter((lang) => lang !== 'en')
const ENGLISH = catalogOf('en')

/** Phrases that are right without a letter of the language's script: names, units, and placeholders alone. */
const WITHOUT_LETTERS = ['app-name', 'rank-button-of', 'size-kb', 'work-when']

/** How letters of the language look. */
const LETTERS: Readonly<Record<(typeof OTHERS)[number], RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u
}

/** Where the name of a control for screen readers must contain the words that it shows (WCAG 2.5.3). */
const CONTAINED = [
  ['rank-tie', 'rank-tie-list'],
  ['rank-tie', 'rank-tie-columns'],
  ['home-continue', 'home-continue-this'],
  ['judge-clear', 'judge-clear-label']
] as const

it('no key stands in two files', () => {
  const keys = FILES.flatMap((file) => Object.keys(phrasesIn('en', file)))
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

describe.each(OTHERS)('%s has what English has', (lang) => {
  it('the same files', () => expect(filesOf(lang)).toEqual(FILES))

  it.each(FILES)('%s: the same keys in the same order', (file) => {
    expect(Object.keys(phrasesIn(lang, file))).toEqual(Object.keys(phrasesIn('en', file)))
  })

  const phrases = catalogOf(lang)
  const shared = Object.keys(ENGLISH).filter((key) => key in phrases)

  it('the same placeholders and choices', () => {
    const differ = shared.filter((key) => signature(ENGLISH[key]) !== signature(phrases[key]))
    expect(differ.map((key) => [key, signature(ENGLISH[key]), signature(phrases[key])])).toEqual([])
  })

  it('no phrase empty', () => {
    expect(shared.filter((key) => phrases[key]?.trim() === '' && ENGLISH[key] !== '')).toEqual([])
  })

  it('letters of its own', () => {
    const foreign = shared.filter((key) => !LETTERS[lang].test(phrases[key] ?? ''))
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
    const lacking = phrases.flatMap(([key, phrase]) =>
      partsOf(compiled(phrase))
        .filter((part) => part.type === 'plural')
        .map((part) => [key, part.name, missingForms(lang, part.options)] as const)
    )
    expect(lacking.filter(([, , missing]) => missing.length > 0)).toEqual([])
  })

  it.each(CONTAINED)('the words of %s are in %s', (seen, spoken) => {
    const catalog = catalogOf(lang)
    expect(catalog[spoken]).toContain(catalog[seen])
  })
})

type Part = { readonly name: string; readonly type: string; readonly options: Readonly<Record<string, unknown>> }

/** The placeholders and choices of a phrase, also those inside of choices. */
function partsOf(message: CompiledMessage): Part[] {
  return message.flatMap((token) => {
    if (typeof token === 'string') return []
    const [name, type = '', inner] = token
    const { offset: _, ...options } = isChoices(inner) ? inner : {}
    return [{ name, type, options }, ...Object.values(options).flatMap((choice) => partsOf(choice as CompiledMessage))]
  })
}

function isChoices(inner: unknown): inner is Record<string, unknown> {
  return typeof inner === 'object' && inner !== null
}

/** What code gives to a phrase: names of values, and of selects the keys. Plurals are each language's own. */
function signature(phrase: string | undefined): string {
  const names = partsOf(compiled(phrase)).map(({ name, type, options }) =>
    type === 'select' ? `${name}: ${Object.keys(options).sort().join(' ')}` : name
  )
  return [...new Set(names)].sort().join(', ')
}

/** Plural forms that some number up to 200 asks for and that are not there; an exact form such as =0 serves its number. */
function missingForms(lang: string, options: Readonly<Record<string, unknown>>): string[] {
  const rules = new Intl.PluralRules(lang)
  const needed = Array.from({ length: 200 }, (_, n) => n)
    .filter((n) => !(n in options))
    .map((n) => rules.select(n))
  return [...new Set([...needed, 'other'])].filter((form) => !(form in options))
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

/** By language and file, as they stand in the folder and not as en.ts and its like list them. */
function readCatalogs() {
  const found = import.meta.glob<Record<string, string>>('./*/*.json', { eager: true, import: 'default' })
  const catalogs = new Map<string, Map<string, Record<string, string>>>()
  for (const [path, phrases] of Object.entries(found)) {
    const [, lang = '', file = ''] = path.split('/')
    catalogs.set(lang, (catalogs.get(lang) ?? new Map()).set(file, phrases))
  }
  return catalogs
}
