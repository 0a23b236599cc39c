import { useState } from 'react'
import type { Device } from '../../client/device.ts'
import { ButtonLink } from '../design/Button.tsx'
import { useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { nextTask, pathOf } from './next-task.ts'
import { OpenTask } from './OpenTask.tsx'
import { TaskBar } from './TaskBar.tsx'
import { TaskFrame, TaskNotice } from './TaskFrame.tsx'

/** One task over the whole window: what to do, the work, what to do with it. */
export function TaskScreen({ batch, place }: { batch: string; place: number }) {
  const { t } = useWords()
  const [leaving, setLeaving] = useState(false)
  const here = useLive((device) => readHere(device, batch, place), `${batch}/${place}`)
  if (!here) return <TaskFrame bar={<TaskBar />}>{null}</TaskFrame>
  const { task, draft, batches } = here
  const next = nextTask(batches, { batch, place })
  const onwards = next && (
    <ButtonLink look="primary" href={pathOf(next)}>
      {t('task-next')}
    </ButtonLink>
  )
  const back = (
    <ButtonLink href="/" {...(!next && { look: 'primary' })}>
      {t('task-back')}
    </ButtonLink>
  )
  if (!task)
    return (
      <TaskNotice title={t('task-gone-title')} words={t('task-gone')}>
        {onwards}
        {back}
      </TaskNotice>
    )
  if (task.item !== undefined && !leaving)
    return (
      <TaskNotice title={t('task-finished-title')} words={t('task-finished')}>
        {onwards}
        <ButtonLink href="/work">{t('task-finished-work')}</ButtonLink>
        {back}
      </TaskNotice>
    )
  const tasks = batches.find(({ id }) => id === batch)?.tasks ?? []
  return <OpenTask task={task} draft={draft} tasks={tasks} onLeaving={setLeaving} />
}

async function readHere(device: Device, batch: string, place: number) {
  return {
    task: await device.task(batch, place),
    draft: await device.draft(batch, place),
    batches: await device.batches()
  }
}
