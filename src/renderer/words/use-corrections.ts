import { useState } from 'react'
import { pickFile } from '../copies/pick-file.ts'
import { saveFile } from '../home/save-file.ts'
import { loadCatalog } from './catalogs.ts'
import { keepCorrections, keptCorrections, wordsOf } from './corrected.ts'
import { type Corrections, type FileFault, fileOf, readCorrections } from './corrections.ts'
import type { UiLanguage } from './languages.ts'
import { useWords } from './words.tsx'

/** What came of a file. */
export type FileRead = Corrections | FileFault

/** The corrections of one language that are kept here, and what can be done with them. */
export function useCorrections(lang: UiLanguage) {
  const { readAgain } = useWords()
  const [last, setLast] = useState<{ readonly lang: UiLanguage; readonly read: FileRead }>()
  const keep = (file: string) => {
    keepCorrections(lang, file)
    readAgain()
  }
  return {
    /** How many phrases are corrected. */
    count: Object.keys(ownOf(lang)).length,
    /** What came of the file that was loaded last, in this language. */
    read: last?.lang === lang ? last.read : undefined,
    async load(): Promise<void> {
      const bytes = await pickFile()
      if (!bytes) return
      const read = readCorrections(new TextDecoder().decode(bytes), lang, await loadCatalog('en'))
      setLast({ lang, read })
      if (!('taken' in read) || Object.keys(read.taken).length === 0) return
      keep(new TextDecoder().decode(fileOf(lang, { ...ownOf(lang), ...read.taken })))
    },
    async saveAll(): Promise<void> {
      saveFile(`understory-${lang}`, fileOf(lang, await wordsOf(lang)), 'json')
    },
    saveOwn(): void {
      saveFile(`understory-${lang}`, fileOf(lang, ownOf(lang)), 'json')
    },
    drop(): void {
      setLast(undefined)
      keep('')
    }
  }
}

/** Empty where what is kept cannot be read. */
function ownOf(lang: UiLanguage): Readonly<Record<string, string>> {
  try {
    const { '@language': _, ...phrases } = JSON.parse(keptCorrections(lang) || '{}')
    return phrases
  } catch {
    return {}
  }
}
