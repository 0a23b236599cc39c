import { type I18n, setupI18n } from '@lingui/core'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { Words as WordsOfError } from '../../core/error.ts'
import { needFonts } from '../fonts/packed.ts'
import { platform } from '../platform/platform.ts'
import type { Phrases } from './catalogs.ts'
import { wordsOf } from './corrected.ts'
import { inOwnDigits, withOwnDigits } from './digits.ts'
import type { phrases } from './en/index.ts'
import { directionOf, languageNow, ownName, rememberLanguage, type UiLanguage } from './languages.ts'
import { visibleInWords } from './visible.ts'

/** One key a phrase; no catalog has others (words.test.ts). */
export type WordKey = keyof typeof phrases
export type Fill = Readonly<Record<string, string | number>>

export type Words = {
  readonly lang: UiLanguage
  /** The phrase in the person's language. ICU: plurals and choices as each language has them. */
  t(key: WordKey, fill?: Fill): string
  /** What stands between two sentences: where signs are as wide as each other, nothing. */
  readonly gap: string
  /** Words that an error chose; what no catalog has is shown as its key, never hidden. */
  told(words: WordsOfError): string
  speak(lang: UiLanguage): void
  /** The phrases are others now: they were corrected here. */
  readAgain(): void
}

const Context = createContext<Words | undefined>(undefined)

/** Loads the catalog of the person's language, and turns the page to its direction. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(languageNow)
  const [reading, readAgain] = useReducer((times: number) => times + 1, 0)
  const [i18n, setI18n] = useState<I18n>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reading` is when to read, not what.
  useEffect(() => {
    let current = true
    void readable(lang).then(([shown, messages]) => {
      if (!current) return
      document.documentElement.lang = shown
      document.documentElement.dir = directionOf(shown)
      needFonts(ownName(shown), shown)
      // The build has compiled the phrases (build/catalogs.ts); their type says still what stands in the file.
      setI18n(setupI18n({ locale: shown, messages: { [shown]: withOwnDigits(shown, messages) as never } }))
    })
    return () => {
      current = false
    }
  }, [lang, reading])

  const words = useMemo<Words | undefined>(() => {
    if (!i18n) return undefined
    const t = (key: string, fill: Fill = {}) =>
      i18n._(key, { ...EDITION, ...inOwnDigits(i18n.locale, shown(fill)) } as Record<string, string>)
    return {
      lang: i18n.locale as UiLanguage,
      t,
      gap: /^(ja|zh)/.test(i18n.locale) ? '' : ' ',
      told: ([key, fill = {}]) => t(key in i18n.messages ? key : key.replace(/-.*/, '-other'), fill),
      speak: (next) => {
        rememberLanguage(next)
        setLang(next)
      },
      readAgain
    }
  }, [i18n])

  if (!words) return null
  return (
    <Context value={words}>
      <I18nProvider locale={words.lang}>{children}</I18nProvider>
    </Context>
  )
}

export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('no WordsProvider around this')
  return words
}

/** Names and addresses that others gave: nothing in them turns the words around them. */
function shown(fill: Fill): Fill {
  return Object.fromEntries(
    Object.entries(fill).map(([name, value]) => [name, typeof value === 'string' ? visibleInWords(value) : value])
  )
}

/** Phrases may choose by it: on the desktop no browser has cleared anything, and no window is private. */
const EDITION = { edition: platform.kind }

/** The words of a language; in English if they are not on this computer and cannot be fetched: the work does not wait for them. */
async function readable(lang: UiLanguage): Promise<readonly [UiLanguage, Phrases]> {
  try {
    return [lang, await wordsOf(lang)]
  } catch {
    return ['en', await wordsOf('en')]
  }
}
