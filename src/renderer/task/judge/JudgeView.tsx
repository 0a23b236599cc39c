import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import type { Passage } from '../../../core/fact/evidence.ts'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { useKeyNames } from '../../keys/use-key-names.ts'
import { Thread } from '../../message/Thread.tsx'
import { useWords } from '../../words/words.tsx'
import { triagePathOf } from '../next-task.ts'
import { isComposing } from '../use-task-keys.ts'
import { JudgeKeys } from './JudgeKeys.tsx'
import styles from './JudgeView.module.css'
import { LabelRow } from './LabelRow.tsx'
import { type Deed, deedOf, type Labels, type Row } from './labels.ts'
import { Passages } from './Passages.tsx'

export type JudgeViewProps = {
  readonly task: TaskRow
  readonly rows: readonly Row[]
  readonly labels: Labels
  /** The row that has, or had, the focus; its definition is shown. */
  readonly current: Row | undefined
  /** Where to begin. */
  readonly first: Row | undefined
  readonly panel: RefObject<HTMLElement | null>
  /** Passages that show why flags are set. */
  readonly evidence: readonly Passage[]
  /** Marks one for this flag; absent: there is no text to mark. */
  readonly onMark: ((row: Row) => void) | undefined
  /** What stands over it. */
  readonly children?: ReactNode
  onUnmark(passage: Passage): void
  onCurrent(row: Row): void
  onAnswer(row: Row, choice: string | undefined): void
  onRestIsNo(): void
  onKey(row: Row, deed: Deed): void
}

/** The message, the labels, and what the current label means. */
export function JudgeView(props: JudgeViewProps) {
  const { task, rows, labels, current, first, panel, onCurrent, onAnswer, onRestIsNo, onKey } = props
  const { evidence, onMark, onUnmark, children } = props
  const { t } = useWords()
  const keys = useKeyNames()
  const about = t(task.kind === 'label_initial_prompt' ? 'judge-about-prompt' : 'judge-about-reply')
  const heard = (event: KeyboardEvent, row: Row) => {
    if (isComposing(event.nativeEvent)) return
    const deed = deedOf(event.nativeEvent, row)
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    onKey(row, deed)
  }
  const target = task.thread.at(-1)
  const drawn = (row: Row) => (
    <LabelRow
      key={row.label}
      row={row}
      value={labels[row.label]}
      isCurrent={row === current}
      isFirst={row === first}
      onCurrent={() => onCurrent(row)}
      onAnswer={(choice) => onAnswer(row, choice)}
      onKey={(event) => heard(event, row)}
    >
      {row.is === 'flag' && labels[row.label] === 1 && onMark && (
        <div className={styles.evidence}>
          <Passages
            text={target?.text ?? ''}
            lang={target?.lang ?? ''}
            passages={evidence.filter(({ label }) => label === row.label)}
            onRemove={onUnmark}
          />
          <Button
            look="quiet"
            small
            keys={keys.of('mark')}
            label={t('rank-button-of', { button: t('judge-mark'), card: t(row.name) })}
            onPress={() => onMark(row)}
          >
            {t('judge-mark')}
          </Button>
        </div>
      )}
    </LabelRow>
  )
  // What is finished is changed by itself, and practice belongs to no batch. Of the two places for it one is shown.
  const oneAfterAnother = task.item === undefined && task.batch !== '' && (
    <p className={styles.triage}>
      <ButtonLink look="quiet" small icon="queue" href={triagePathOf(task)}>
        {t('triage-open')}
      </ButtonLink>
      {t('triage-open-note')}
    </p>
  )
  return (
    <div className={styles.judge}>
      <div className={styles.subject}>
        <Thread thread={task.thread} about={about} />
      </div>
      <section className={styles.labels} aria-label={t('judge-labels')} ref={panel}>
        <div className={styles.head}>
          <h2>{t('judge-flags')}</h2>
          <Button look="quiet" small keys={keys.of('rest')} onPress={onRestIsNo}>
            {t('judge-rest')}
          </Button>
        </div>
        <ul>{rows.filter(({ is }) => is === 'flag').map(drawn)}</ul>
        <div className={styles.head}>
          <h2>{t('judge-scales')}</h2>
          <span>{t('judge-scales-note')}</span>
        </div>
        <ul>{rows.filter(({ is }) => is === 'scale').map(drawn)}</ul>
        {oneAfterAnother}
      </section>
      <aside className={styles.meaning} aria-label={t('judge-definition')}>
        {current && (
          <>
            <p>{t(current.name)}</p>
            <h2>{t(current.question)}</h2>
            <p>{t(current.meaning)}</p>
            <p>{t(current.is === 'flag' ? 'borderline-no' : 'borderline-two', { example: t(current.below) })}</p>
            <p>{t(current.is === 'flag' ? 'borderline-yes' : 'borderline-four', { example: t(current.above) })}</p>
          </>
        )}
        {oneAfterAnother}
        <JudgeKeys />
      </aside>
      {children}
    </div>
  )
}
