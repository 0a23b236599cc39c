import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Passage } from '../../../core/fact/evidence.ts'
import { useWords } from '../../words/words.tsx'
import type { TaskWorkProps } from '../task-work.ts'
import { JudgeView } from './JudgeView.tsx'
import { answered, firstOpen, type Labels, labelsIn, type Row, restIsNo, rowsOf, spelled, UNSURE } from './labels.ts'
import { PassageDialog } from './PassageDialog.tsx'
import { passagesGiven, stillShown } from './passage.ts'

/** Labels for the last message of the thread. */
export function JudgeWork({ task, draft, onGive }: TaskWorkProps) {
  const { t } = useWords()
  const rows = useMemo(() => rowsOf(task.kind), [task.kind])
  const [labels, setLabels] = useState<Labels>(() => labelsIn(draft ?? {}, rows))
  const [current, setCurrent] = useState<Row | undefined>(() => firstOpen(labels, rows))
  const [evidence, setEvidence] = useState(() => stillShown(passagesGiven(draft ?? {}), labels))
  const [marking, setMarking] = useState<Row>()
  const panel = useRef<HTMLElement>(null)
  const message = task.thread.at(-1)

  const give = (next: Labels, passages: readonly Passage[] = evidence) => {
    const shown = stillShown(passages, next)
    setLabels(next)
    setEvidence(shown)
    const done = Object.keys(next).length
    const unsure = Object.values(next).filter((value) => value === UNSURE).length
    const note = t('judge-count', { done, unsure, count: rows.length })
    onGive(done === 0 ? undefined : spelled(next, shown), { missing: missingIn(next), note })
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
  /** Whoever marks a passage has said Yes. An erased text has none. */
  const mark = (row: Row) => {
    if (!message || message.text === null) return
    if (labels[row.label] !== 1) give(answered(labels, row, 'yes'))
    setMarking(row)
  }
  return (
    <JudgeView
      task={task}
      evidence={evidence}
      onMark={message?.text === null ? undefined : mark}
      onUnmark={(passage) => {
        give(
          labels,
          evidence.filter((each) => each !== passage)
        )
        goTo(rows.find(({ label }) => label === passage.label))
      }}
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
        if (deed.is === 'mark') mark(row)
        if (deed.is === 'answer') give(answered(labels, row, deed.choice))
        if (deed.is === 'walk') goTo(next(row, deed.by))
        // Answering leads on, so that a whole page is one key a row.
        if (deed.is === 'answer' && deed.choice !== undefined) goTo(next(row, 1))
      }}
    >
      {marking && message && message.text !== null && (
        <PassageDialog
          row={marking}
          message={{ ...message, text: message.text }}
          passages={evidence}
          onChange={(passages) => give(labels, passages)}
          onClose={() => setMarking(undefined)}
        />
      )}
    </JudgeView>
  )
}

function missingIn(labels: Labels): 'judge-missing' | undefined {
  return labels.spam === undefined ? 'judge-missing' : undefined
}
