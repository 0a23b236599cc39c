import type { Work } from '../../client/work.ts'
import { useWords } from '../words/words.tsx'
import styles from './Excerpt.module.css'
import { excerptOf } from './summary.ts'

/** The first lines of a piece of work, in its own language and direction. */
export function Excerpt({ work }: { work: Work }) {
  const { t } = useWords()
  const excerpt = excerptOf(work)
  if (excerpt)
    return (
      <span className={styles.excerpt} lang={excerpt.lang} dir="auto">
        {excerpt.text}
      </span>
    )
  const instead = work.task?.thread.length ? 'work-erased' : 'work-no-text'
  return <span className={styles.instead}>{t(instead)}</span>
}
