import type { Work } from '../../client/work.ts'
import { Excerpt, OthersExcerpt } from '../message/Excerpt.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import { useTextsHidden } from './hide-texts.ts'
import { excerptOf } from './summary.ts'
import styles from './WorkExcerpt.module.css'

/** The first lines of a piece of work: of the person's own text, else of the message that it is about. */
export function WorkExcerpt({ work }: { work: Work }) {
  const { t } = useWords()
  const { hidden } = useTextsHidden()
  if (hidden) return <span className={styles.instead}>{t('work-hidden')}</span>
  const excerpt = excerptOf(work)
  if (excerpt)
    return (
      <span className={styles.excerpt}>
        {excerpt.others ? <OthersExcerpt message={excerpt.others} /> : <Excerpt {...excerpt} />}
      </span>
    )
  const instead = work.about || work.task?.thread.length ? 'work-erased' : noText(work)
  return <span className={styles.instead}>{t(instead)}</span>
}

function noText({ kind, task }: Work): WordKey {
  if (kind === 'withdraw') return 'work-withdrawn'
  return task?.kind === 'rank_initial_prompts' ? 'kind-rank-initial-prompts' : 'work-no-text'
}
