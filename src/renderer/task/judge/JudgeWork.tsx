import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../words/words.tsx'
import type { TaskWorkProps } from '../task-work.ts'
import { JudgeView } from './JudgeView.tsx'
import { answered, firstOpen, type Labels, labelsIn, type Row, restIsNo, rowsOf, spelled, UNSURE } from './labels.ts'

/** Labels for the last message of the thread. */
export function JudgeWork({ task, draft, onGive }: TaskWorkProps) {
  const { t } = useWords()
  const rows = useMemo(() => rowsOf(task.kind), [task.kind])
  const [labels, setLabels] = useState<Labels>(() => labelsIn(draft ?? {}, rows))
  const [current, setCurrent] = useState<Row | undefined>(() => firstOpen(labels, rows))
  const panel = useRef<HTMLElement>(null)

  const give = (next: Labels) => {
    setLabels(next)
    const done = Object.keys(next).length
    const unsure = Object.values(next).filter((value) => value === UNSURE).length
    const note = t('judge-count', { done, unsure, count: rows.length })
    onGive(done === 0 ? undefined : spelled(next), { missing: missingIn(next), note })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the draft
  useLayoutEffect(() => give(labels), [])

  // A key may have chosen beside the radio that has the focus; the arrow keys go on from the chosen one.
  useEffect(() => {
    const group = document.activeElement?.closest('[data-label]')
    const label = group?.getAttribute('data-label') ?? ''
    if (labels[label] !== undefined) group?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [labels])

  const goTo = (row: Row | undefined) => {
    const group = row && panel.current?.querySelector(`[data-label="${row.label}"]`)
    const radio = group?.querySelector<HTMLElement>('input:checked') ?? group?.querySelector<HTMLElement>('input')
    radio?.focus()
  }
  const next = (row: Row, by: 1 | -1) => rows[rows.indexOf(row) + by]
  return (
    <JudgeView
      task={task}
      rows={rows}
      labels={labels}
      current={current}
      first={firstOpen(labels, rows)}
      panel={panel}
      onCurrent={setCurrent}
      onAnswer={(row, choice) => {
        give(answered(labels, row, choice))
        // The button that clears is gone with the answer.
        if (choice === undefined) goTo(row)
      }}
      onRestIsNo={() => give(restIsNo(labels, rows))}
      onKey={(row, deed) => {
        if (deed.is === 'rest') give(restIsNo(labels, rows))
        if (deed.is === 'answer') give(answered(labels, row, deed.choice))
        if (deed.is === 'walk') goTo(next(row, deed.by))
        // Answering leads on, so that a whole page is one key a row.
        if (deed.is === 'answer' && deed.choice !== undefined) goTo(next(row, 1))
      }}
    />
  )
}

function missingIn(labels: Labels): 'judge-missing' | undefined {
  return labels.spam === undefined ? 'judge-missing' : undefined
}
