import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Device } from '../../client/device.ts'
import type { BatchTask } from '../../client/work.ts'
import { nextTask, pathOf } from '../task/next-task.ts'
import { useWords } from '../words/words.tsx'
import { TriageView } from './TriageView.tsx'
import { useTriage } from './use-triage.ts'

/** One card after the other, each judged with one key or two. */
export function Triage(props: { device: Device; batch: string; place?: number | undefined; mark?: ReactNode }) {
  const { device, batch, place, mark } = props
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { stack, news, undo, judge, skip } = useTriage(device, batch, place)
  const top = stack?.left[0]
  const isBegun = useHasDraft(device, top)
  const after = useAfter(
    device,
    batch,
    top === undefined && stack?.given.every(({ item }) => item !== undefined) === true
  )
  const shared = { mark, news, onUndo: () => void undo() }
  if (!stack) return <TriageView state="loading" mark={mark} />
  if (!top) return <TriageView {...shared} state="done" given={stack.given} after={after && pathOf(after)} />
  return (
    <TriageView
      {...shared}
      state="judging"
      top={top}
      waiting={stack.left}
      given={stack.given}
      isBegun={isBegun}
      onJudge={judge}
      onSkip={(reason, took) => skip(reason, t('triage-skipped'), took)}
      onAll={() => navigate(pathOf(top))}
    />
  )
}

/** Whether something was given to the task before; false until that is known. */
function useHasDraft(device: Device, task: BatchTask | undefined): boolean {
  const [begun, setBegun] = useState<BatchTask>()
  useEffect(() => {
    if (task)
      void device.draft(task.batch, task.place).then(
        (draft) => draft && setBegun(task),
        () => {} // the verdict will tell what is wrong
      )
  }, [device, task])
  return task !== undefined && begun === task
}

/** Where to go on once no card is left. */
function useAfter(device: Device, batch: string, isDone: boolean): BatchTask | undefined {
  const [next, setNext] = useState<BatchTask>()
  useEffect(() => {
    if (isDone)
      void device.batches().then(
        (batches) => setNext(nextTask(batches, { batch, place: -1 })),
        () => {} // Today is a way on too
      )
  }, [device, batch, isDone])
  return isDone ? next : undefined
}
