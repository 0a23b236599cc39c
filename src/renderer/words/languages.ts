import { recall, remember } from '../platform/remember.ts'
import { hasCatalog } from './catalogs.ts'
import { madeOnce } from './made-once.ts'

/**
 * How far the words of a language are: `original`: the others follow it; `draft`: made by a machine, and nobody who speaks
 * the language has read it yet; `read`: somebody has. One that `lags` shows in English what it lacks.
 */
type State = { readonly is: 'original' | 'draft' | 'read'; readonly lags?: true }

/** One line a language, in the order of the choice: by script, then by name. */
const LISTED = {
  en: { is: 'original' },
  es: { is: 'draft' },
  fr: { is: 'draft' },
  pt: { is: 'draft' },
  sw: { is: 'draft' },
  ru: { is: 'draft' },
  ar: { is: 'draft' },
  fa: { is: 'draft' },
  am: { is: 'draft' },
  hi: { is: 'draft' },
  th: { is: 'draft' },
  zh: { is: 'draft' },
  ja: { is: 'draft' }
} as const satisfies Record<string, State>
export type UiLanguage = keyof typeof LISTED

/** Languages that the interface speaks; what people write and judge is another matter. */
export const UI_LANGUAGES = (Object.keys(LISTED) as UiLanguage[]).filter(hasCatalog)

/** A machine has made its words, and nobody who speaks it has read them yet. */
export function isDraft(lang: UiLanguage): boolean {
  return stateOf(lang).is === 'draft'
}

/** Phrases may be missing: they are shown in English. */
export function lags(lang: UiLanguage): boolean {
  return stateOf(lang).lags ?? false
}

function stateOf(lang: UiLanguage): State {
  return LISTED[lang]
}

const STORED = 'language'

/** The one chosen here, else the first of the system's that we speak, else English. */
export function languageNow(): UiLanguage {
  const wanted = [recall(STORED) ?? '', ...navigator.languages].map((tag) => tag.split('-')[0])
  return wanted.flatMap((tag) => UI_LANGUAGES.find((known) => known === tag) ?? [])[0] ?? 'en'
}

export function rememberLanguage(lang: UiLanguage): void {
  remember(STORED, lang)
}

/** Scripts that run from right to left, by the language's usual script or the one its tag names. */
export const directionOf = madeOnce((lang): 'ltr' | 'rtl' => {
  const { script } = new Intl.Locale(lang).maximize()
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Mend'].includes(script ?? '') ? 'rtl' : 'ltr'
})

const namesIn = madeOnce((ui) => new Intl.DisplayNames([ui], { type: 'language', fallback: 'code' }))

/** A language's name in itself, as people look for it; the tag where nobody knows it. */
export const ownName = madeOnce((lang) => {
  try {
    return namesIn(lang).of(lang) ?? lang
  } catch {
    return lang
  }
})

/** A language's name in the language of the interface. */
export function nameIn(ui: UiLanguage, lang: string): string {
  try {
    return namesIn(ui).of(lang) ?? lang
  } catch {
    return lang
  }
}
