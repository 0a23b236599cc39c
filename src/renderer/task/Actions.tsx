import type { ReactNode } from 'react'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import styles from './Actions.module.css'
import { MOD } from './use-task-keys.ts'

/** What to do with the work; above it, what stands in the way. */
export function Actions(props: {
  /** What is missing, in words. */
  readonly missing?: WordKey | undefined
  /** What went wrong. */
  readonly trouble?: ReactNode
  onSkip(): void
  /** Absent: there is nothing to finish here. */
  onFinish?(): void
}) {
  const { missing, trouble, onSkip, onFinish } = props
  const { t } = useWords()
  return (
    <footer className={styles.foot}>
      {trouble && <div className={styles.trouble}>{trouble}</div>}
      <div role="alert">
        {missing && (
          <p className={styles.missing}>
            <Icon name="info" />
            {t(missing)}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        <Button look={onFinish ? 'quiet' : 'primary'} icon="skip" keys={[MOD, 'Shift', 'S']} onPress={onSkip}>
          {t('task-skip')}
        </Button>
        {onFinish && (
          <Button look="primary" keys={[MOD, 'Enter']} onPress={onFinish}>
            {t('task-finish')}
          </Button>
        )}
      </div>
    </footer>
  )
}
