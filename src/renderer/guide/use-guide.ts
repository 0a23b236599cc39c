import { useEffect, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { type Guide, loadGuide } from './chapters.ts'

/** The guide in the language of the interface, or in English; undefined until it is there. */
export function useGuide(): Guide | undefined {
  const { lang } = useWords()
  const [guide, setGuide] = useState<Guide>()
  const [cause, setCause] = useState<unknown>()
  useEffect(() => {
    let current = true
    loadGuide(lang).then((read) => current && setGuide(read), setCause)
    return () => {
      current = false
    }
  }, [lang])
  if (cause !== undefined) throw cause
  return guide
}
