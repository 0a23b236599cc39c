import { useRef } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { Icon } from '../../design/Icon.tsx'
import { OthersText } from '../../message/Message.tsx'
import { Thread } from '../../message/Thread.tsx'
import { useLength } from '../../message/use-length.ts'
import { useWords } from '../../words/words.tsx'
import styles from './Question.module.css'

/** What the candidates reply to stays in view; what was said before it opens on demand. */
export function Question({ thread }: Pick<TaskRow, 'thread'>) {
  const { t } = useWords()
  const box = useRef<HTMLElement>(null)
  const { isLong } = useLength(box)
  const [last] = thread.slice(-1)
  const earlier = thread.slice(0, -1)
  // Prompts are ranked by themselves.
  if (!last) return null
  return (
    <div className={styles.question}>
      <section ref={box} className={styles.last} aria-label={t('rank-question')} {...(isLong && { tabIndex: 0 })}>
        <Icon name="pin" size={16} />
        <OthersText message={last} />
      </section>
      {earlier.length > 0 && (
        <details className={styles.earlier}>
          <summary>
            <Icon name="down" size={16} />
            {t('rank-thread', { count: earlier.length })}
          </summary>
          <Thread thread={earlier} />
        </details>
      )}
    </div>
  )
}
