import { recall, remember } from '../platform/remember.ts'

/** Languages that the interface speaks; what people write and judge is another matter. */
export const UI_LANGUAGES = ['en', 'ar', 'ja'] as const
export type UiLanguage = (typeof UI_LANGUAGES)[number]

const STORED = 'language'

/** The one chosen here, else the first of the system's that we speak, else English. */
export function languageNow(): UiLanguage {
  const wanted = [recall(STORED) ?? '', ...navigator.languages].map((tag) => tag.split('-')[0])
  return UI_LANGUAGES.find((lang) => lang === wanted.find((tag) => UI_LANGUAGES.some((known) => known === tag))) ?? 'en'
}

export function rememberLanguage(lang: UiLanguage): void {
  remember(STORED, lang)
}

/** Scripts that run from right to left, by the language's usual script or the one its tag names. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  const { script } = new Intl.Locale(lang).maximize()
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Mend'].includes(script ?? '') ? 'rtl' : 'ltr'
}

/** A language's name in itself, as people look for it; the tag where nobody knows it. */
export function ownName(lang: string): string {
  try {
    return new Intl.DisplayNames([lang], { type: 'language', fallback: 'code' }).of(lang) ?? lang
  } catch {
    return lang
  }
}

/** A language's name in the language of the interface. */
export function nameIn(ui: UiLanguage, lang: string): string {
  try {
    return new Intl.DisplayNames([ui], { type: 'language', fallback: 'code' }).of(lang) ?? lang
  } catch {
    return lang
  }
}
