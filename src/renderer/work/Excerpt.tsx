import type { Work } from '../../client/work.ts'
import { visible } from '../words/visible.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import styles from './Excerpt.module.css'
import { useTextsHidden } from './hide-texts.ts'
import { excerptOf } from './summary.ts'

/** More than two lines hold on the widest screen. */
const MOST = 600

/** The first lines of a piece of work, in its own language and direction. */
export function Excerpt({ work }: { work: Work }) {
  const { t } = useWords()
  const { hidden } = useTextsHidden()
  if (hidden) return <span className={styles.instead}>{t('work-hidden')}</span>
  const excerpt = excerptOf(work)
  if (excerpt)
    return (
      <span className={styles.excerpt} lang={excerpt.lang} dir="auto">
        {visible(excerpt.text.slice(0, MOST))}
      </span>
    )
  const instead = work.about || work.task?.thread.length ? 'work-erased' : noText(work)
  return <span className={styles.instead}>{t(instead)}</span>
}

function noText({ kind, task }: Work): WordKey {
  if (kind === 'withdraw') return 'work-withdrawn'
  return task?.kind === 'rank_initial_prompts' ? 'kind-rank-initial-prompts' : 'work-no-text'
}
