import { recall, remember } from '../platform/remember.ts'
import { loadCatalog, type Phrases } from './catalogs.ts'
import { lags, type UiLanguage } from './languages.ts'

/** All that the app says in a language: its catalog, over it what was corrected here, under it English where it lags. */
export async function wordsOf(lang: UiLanguage): Promise<Phrases> {
  const [english, own, corrected] = await Promise.all([
    lags(lang) ? loadCatalog('en') : {},
    loadCatalog(lang),
    correctedOf(lang)
  ])
  return { ...english, ...own, ...corrected }
}

/** What was kept here, as it stands in the file. */
export function keptCorrections(lang: UiLanguage): string {
  return recall(keyOf(lang)) ?? ''
}

/** @param file as `fileOf` makes it; empty: the app's own words again. */
export function keepCorrections(lang: UiLanguage, file: string): void {
  remember(keyOf(lang), file)
}

/** Read anew at each start: a later version may fill in a phrase otherwise, and then its own words are shown. */
async function correctedOf(lang: UiLanguage): Promise<Phrases> {
  const file = keptCorrections(lang)
  if (file === '') return {}
  const [{ readCorrections, compiledOf }, english] = await Promise.all([import('./corrections.ts'), loadCatalog('en')])
  const read = readCorrections(file, lang, english)
  return 'taken' in read ? compiledOf(read.taken) : {}
}

function keyOf(lang: UiLanguage): string {
  return `words-${lang}`
}
