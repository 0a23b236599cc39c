import { Link } from 'wouter'
import { TASK_TITLE } from '../task/task-title.ts'
import { useWords } from '../words/words.tsx'
import styles from './Round.module.css'
import { roundPathOf } from './RoundOffer.tsx'
import { kindsLike } from './rounds.ts'

/** Below a chapter of the guide: what it is about, to be practised. */
export function RoundLinks({ chapter }: { chapter: string }) {
  const { t } = useWords()
  const kinds = kindsLike(chapter)
  if (kinds.length === 0) return null
  return (
    <p className={styles.links}>
      {t('round-practise')}
      {kinds.map((kind) => (
        <Link key={kind} href={roundPathOf(kind)}>
          {t(TASK_TITLE[kind])}
        </Link>
      ))}
    </p>
  )
}
