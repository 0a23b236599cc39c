import { useState } from 'react'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useWords } from '../words/words.tsx'
import { guessMine, MINE, type MyLanguage, readMine } from './my-languages.ts'

/** What this person has said of their languages, or a guess; `keep` keeps it. */
export function useMine() {
  const { lang } = useWords()
  const name = useOwn(MINE)
  const [mine, setMine] = useState<readonly MyLanguage[]>(
    () => readMine(recall(name)) ?? guessMine(navigator.languages, lang)
  )
  const keep = (next: readonly MyLanguage[] = mine) => remember(name, JSON.stringify(next))
  return { mine, setMine, keep }
}
