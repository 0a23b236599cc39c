import type { KeyboardEvent, ReactNode } from 'react'
import { Choice } from '../../design/Choice.tsx'
import { Icon } from '../../design/Icon.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.tsx'
import styles from './LabelRow.module.css'
import { choiceOf, type Labels, type Row, UNSURE } from './labels.ts'

/** One label: its name, its choices, and in words when nothing is chosen. */
export function LabelRow(props: {
  readonly row: Row
  readonly value: Labels[string] | undefined
  readonly isCurrent: boolean
  /** The focus comes here first. */
  readonly isFirst: boolean
  onCurrent(): void
  onAnswer(choice: string | undefined): void
  onKey(event: KeyboardEvent): void
  /** What belongs to its answer, below. */
  readonly children?: ReactNode
}) {
  const { row, value, isCurrent, isFirst, onCurrent, onAnswer, onKey, children } = props
  const { t } = useWords()
  const { number } = useFormats()
  const answers =
    row.is === 'flag'
      ? [
          { value: 'no', words: t('judge-no') },
          { value: 'yes', words: t('judge-yes') }
        ]
      : [1, 2, 3, 4, 5].map((n) => ({ value: String(n), words: number(n) }))
  const options = [...answers, { value: UNSURE, words: t('judge-unsure'), isApart: true }]
  return (
    <li className={styles.row} data-current={isCurrent} onFocus={onCurrent} onKeyDownCapture={onKey}>
      <span className={styles.name}>
        <span aria-hidden="true">{t(row.name)}</span>
        <small aria-hidden="true" className={styles.question}>
          {t(row.question)}
        </small>
        {value === undefined && <span className={styles.none}>{t('judge-none')}</span>}
      </span>
      {value !== undefined && (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('judge-clear-label', { name: t(row.name) })}
          title={t('judge-clear')}
          onClick={() => onAnswer(undefined)}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      <div className={styles.choice} data-is={row.is} data-label={row.label} {...(isFirst && { 'data-focus': '' })}>
        <Choice
          label={
            <>
              {t(row.name)} <span>{t(row.question)}</span>
            </>
          }
          labelHidden
          options={options}
          value={choiceOf(row, value)}
          onChoose={onAnswer}
        />
      </div>
      {children}
    </li>
  )
}
