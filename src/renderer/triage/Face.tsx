import { useLayoutEffect, useRef } from 'react'
import type { BatchTask } from '../../client/work.ts'
import { Icon } from '../design/Icon.tsx'
import { Thread } from '../message/Thread.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Triage.module.css'

/** What stands on a card. The one below the top is there already and hidden, so that it need only be shown. */
export function Face(props: {
  readonly task: BatchTask
  readonly isTop: boolean
  readonly isBegun: boolean
  readonly label: string
}) {
  const { task, isTop, isBegun, label } = props
  const { t } = useWords()
  const face = useRef<HTMLElement>(null)
  // Before it can be seen: a key pressed at once must not be lost.
  useLayoutEffect(() => {
    if (!isTop) return
    face.current?.focus({ preventScroll: true })
    // What it is about; while it was hidden nothing could be scrolled.
    face.current?.querySelector('[data-marked]')?.scrollIntoView({ block: 'nearest' })
  }, [isTop])
  return (
    <article
      ref={face}
      className={styles.card}
      tabIndex={-1}
      hidden={!isTop}
      {...(isTop && { 'data-place': task.place })}
      aria-label={label}
    >
      {isBegun && (
        <p className={styles.begun}>
          <Icon name="draft" size={16} />
          {t('triage-begun')}
        </p>
      )}
      <Thread
        thread={task.thread}
        about={t(task.kind === 'label_initial_prompt' ? 'judge-about-prompt' : 'judge-about-reply')}
      />
    </article>
  )
}
