import { useEffect, useMemo, useState } from 'react'
import { Icon } from '../../design/Icon.tsx'
import { nameIn } from '../../words/languages.ts'
import { useWords } from '../../words/words.tsx'
import type { TaskWorkProps } from '../task-work.ts'
import styles from './Hints.module.css'
import { type Hint, hintsFor, signaturesOf } from './hints.ts'
import { canGuess, otherLanguage } from './other-language.ts'

/** Nobody is interrupted in the middle of a word. */
const PAUSE = 800

/** Nothing longer can be finished; looking through it would make the writer wait. */
const LONGEST = 150_000

type Props = Pick<TaskWorkProps, 'task' | 'mine'> & { readonly text: string }

/** What may be worth a second look, said quietly once the writer pauses. */
export function Hints({ text, task, mine }: Props) {
  const { t, lang: ui } = useWords()
  const [hints, setHints] = useState<readonly Hint[]>([])
  const [own, setOwn] = useState<readonly Uint32Array[]>([])
  const thread = useMemo(() => signaturesOf(task.thread.map((message) => message.text)), [task])
  useEffect(() => {
    let current = true
    mine?.().then(
      (texts) => current && setOwn(signaturesOf(texts)),
      () => {} // then nothing is compared
    )
    return () => {
      current = false
    }
  }, [mine])
  useEffect(() => {
    let current = true
    const look = async () => {
      const found = text.length > LONGEST ? [] : hintsFor({ text, lang: task.lang, thread, mine: own })
      setHints(found)
      // A text in another script is not asked about twice.
      const other = found.some(({ is }) => is === 'script') ? undefined : await guessed(text, task.lang)
      if (current && other !== undefined) setHints([...found, { is: 'language', lang: other }])
    }
    const timer = setTimeout(() => void look(), PAUSE)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [text, task, thread, own])
  return (
    <ul className={styles.hints} aria-live="polite">
      {hints.map((hint) => (
        <li key={JSON.stringify(hint)}>
          <Icon name="info" size={16} />
          <span>{wordsOf(hint)}</span>
        </li>
      ))}
    </ul>
  )

  function wordsOf(hint: Hint): string {
    if (hint.is === 'personal') return t('hint-personal', { kind: hint.kind, what: hint.what })
    if (hint.is === 'near') return t('hint-near', { to: hint.to })
    if (hint.is === 'language')
      return t('hint-language', { found: nameIn(ui, hint.lang), wanted: nameIn(ui, task.lang) })
    return t('hint-script')
  }
}

/** Undefined also where the detector cannot be fetched, or should not be: it is only a hint. */
async function guessed(text: string, lang: string): Promise<string | undefined> {
  if (text.length > LONGEST || !canGuess(text, lang) || savesData()) return undefined
  try {
    const { detector } = await import('./later-detector.ts')
    return otherLanguage(text, lang, (plain) => detector.detect(plain).getScores())
  } catch {
    return undefined
  }
}

/** Whoever pays by the megabyte has said so to the browser. */
function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false
}
