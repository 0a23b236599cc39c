import { useEffect, useMemo, useState } from 'react'
import { Icon } from '../../design/Icon.tsx'
import { useWords } from '../../words/words.tsx'
import type { TaskWorkProps } from '../task-work.ts'
import styles from './Hints.module.css'
import { type Hint, hintsFor, signaturesOf } from './hints.ts'

/** Nobody is interrupted in the middle of a word. */
const PAUSE = 800

type Props = Pick<TaskWorkProps, 'task' | 'mine'> & { readonly text: string }

/** What may be worth a second look, said quietly once the writer pauses. */
export function Hints({ text, task, mine }: Props) {
  const { t } = useWords()
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
    const timer = setTimeout(() => setHints(hintsFor({ text, lang: task.lang, thread, mine: own })), PAUSE)
    return () => clearTimeout(timer)
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
    return t('hint-script')
  }
}
