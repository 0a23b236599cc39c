import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { isDraft } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { phrasesOfTerms } from './known-terms.ts'
import styles from './Terms.module.css'

export type ReadTerms = { readonly hash: string; readonly lines: readonly string[] }

/** What is accepted; in the person's language where the app has it, with the text that counts one press away. */
export function Terms({ hash, lines }: ReadTerms) {
  const { t, gap, lang } = useWords()
  const [original, setOriginal] = useState(false)
  const phrases = phrasesOfTerms(hash)
  if (!phrases) return <Lines lines={lines} />
  if (lang === 'en') return <Lines lines={lines} lang="en" />
  return (
    <div className={styles.translated}>
      {original ? <Lines lines={lines} lang="en" /> : <Lines lines={phrases.map((key) => t(key))} lang={lang} />}
      <div className={styles.counts}>
        <p>
          {t('terms-english-counts')}
          {gap}
          {isDraft(lang) && t('language-draft-note')}
        </p>
        <Button small pressed={original} onPress={() => setOriginal(!original)}>
          {t('terms-english')}
        </Button>
      </div>
    </div>
  )
}

/** @param lang absent: nobody has said in which language a project's own terms are. */
function Lines({ lines, lang }: { lines: readonly string[]; lang?: string }) {
  return (
    <ul className={styles.terms} lang={lang}>
      {lines.map((line) => (
        <li key={line} dir="auto">
          {line}
        </li>
      ))}
    </ul>
  )
}
