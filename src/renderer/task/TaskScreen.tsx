import { useRef, useState } from 'react'
import type { Device } from '../../client/device.ts'
import { ButtonLink } from '../design/Button.tsx'
import { useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { nextTask, pathOf } from './next-task.ts'
import { OpenTask } from './OpenTask.tsx'
import { TaskBar } from './TaskBar.tsx'
import { TaskFrame, TaskNotice } from './TaskFrame.tsx'
import styles from './TaskScreen.module.css'

/** One task over the whole window: what to do, the work, what to do with it. */
export function TaskScreen({ batch, place }: { batch: string; place: number }) {
  const { t } = useWords()
  const [leaving, setLeaving] = useState(false)
  const written = useRef<string>(undefined)
  const here = useLive((device) => readHere(device, batch, place), `${batch}/${place}`)
  if (!here) return <TaskFrame bar={<TaskBar />}>{null}</TaskFrame>
  const { task, draft, batches, finished } = here
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
        {written.current !== undefined && written.current !== finished && (
          <LeftBehind text={written.current} lang={task.lang} />
        )}
      </TaskNotice>
    )
  const tasks = batches.find(({ id }) => id === batch)?.tasks ?? []
  const onWritten = (text: string | undefined) => {
    written.current = text
  }
  return <OpenTask task={task} draft={draft} tasks={tasks} onLeaving={setLeaving} onWritten={onWritten} />
}

/** Another window has finished the task with other words: those of this one are still here to be copied. */
function LeftBehind({ text, lang }: { text: string; lang: string }) {
  const { t } = useWords()
  return (
    <section className={styles.left}>
      <h2>{t('task-left-title')}</h2>
      <p>{t('task-left')}</p>
      <blockquote lang={lang} dir="auto">
        {text}
      </blockquote>
    </section>
  )
}

async function readHere(device: Device, batch: string, place: number) {
  const task = await device.task(batch, place)
  const work = task?.item === undefined ? [] : await device.work()
  return {
    task,
    /** What was written, by whichever window. */
    finished: work.find(({ id }) => id === task?.item)?.text,
    draft: await device.draft(batch, place),
    batches: await device.batches()
  }
}
