import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useWords } from '../words/words.tsx'
import styles from './Actions.module.css'
import type { Given, Missing } from './task-work.ts'

/** What to do with the work; beside it how far it is and what stands in the way, above it what went wrong. */
export function Actions(props: {
  readonly missing?: Missing | undefined
  readonly note?: string | undefined
  /** What went wrong. */
  readonly trouble?: ReactNode
  /** The work is still on its way. */
  readonly isEarly: boolean
  /** A finished item is given otherwise: it is not skipped but left as it is. */
  readonly isChange: boolean
  onSkip(): void
  /** Absent: there is no message to report. */
  onReport?(): void
  /** The question that is missing an answer got its yes. */
  onAgree(given: Given): void
  /** Absent: there is nothing to finish here. */
  onFinish?(): void
}) {
  const { missing, note, trouble, isEarly, isChange, onSkip, onReport, onAgree, onFinish } = props
  const { t } = useWords()
  const keys = useKeyNames()
  const foot = useRef<HTMLElement>(null)
  useHeightTold(foot)
  return (
    <footer className={styles.foot} ref={foot}>
      {trouble && <div className={styles.trouble}>{trouble}</div>}
      <div className={styles.actions}>
        {isChange ? (
          <Button look="quiet" icon="prev" onPress={onSkip}>
            {t('change-leave')}
          </Button>
        ) : (
          <Button look={onFinish ? 'quiet' : 'primary'} icon="skip" keys={keys.of('skip')} onPress={onSkip}>
            {t('task-skip')}
          </Button>
        )}
        {onReport && (
          <Button look="quiet" icon="flag" keys={keys.of('report')} onPress={onReport}>
            <span className={styles.word}>{t('task-report')}</span>
          </Button>
        )}
        <div role="alert" className={styles.alert}>
          {missing && <InTheWay missing={missing} onAgree={onAgree} />}
        </div>
        <p role="status" className={styles.note}>
          {note ?? (isChange && t('change-note'))}
        </p>
        {onFinish && (
          <Button look="primary" keys={keys.of('finish')} onPress={onFinish} isDisabled={isEarly}>
            {t(isChange ? 'change-finish' : 'task-finish')}
          </Button>
        )}
      </div>
    </footer>
  )
}

function InTheWay({ missing, onAgree }: { missing: Missing; onAgree(given: Given): void }) {
  const { t } = useWords()
  const box = useRef<HTMLParagraphElement>(null)
  // Each time it is asked, also when it stood there already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again is another object
  useEffect(() => box.current?.querySelector('button')?.focus(), [missing])
  return (
    <p className={styles.missing} ref={box}>
      <Icon name="info" />
      {typeof missing === 'string' ? (
        <span>{t(missing)}</span>
      ) : (
        <>
          <span>{t(missing.question)}</span>
          <Button onPress={() => onAgree(missing.given)}>{t(missing.yes)}</Button>
        </>
      )}
    </p>
  )
}

/** What floats over the page keeps above the actions. */
export function useHeightTold(foot: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const root = document.documentElement.style
    const tell = () => {
      const height = `${foot.current?.offsetHeight ?? 0}px`
      if (height !== heightTold) root.setProperty('--foot', height)
      heightTold = height
    }
    // From task to task it is the same, and asking now would have the page laid out once more: the watch tells if it is not.
    if (heightTold === undefined) tell()
    const watch = new ResizeObserver(tell)
    if (foot.current) watch.observe(foot.current)
    feet += 1
    return () => {
      watch.disconnect()
      feet -= 1
      queueMicrotask(() => {
        if (feet > 0) return
        heightTold = undefined
        root.removeProperty('--foot')
      })
    }
  }, [foot])
}

/** That stand there now: that of the next task comes in the moment in which this one's goes. */
let feet = 0
let heightTold: string | undefined
