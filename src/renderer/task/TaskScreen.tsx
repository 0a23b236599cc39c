import { useEffect, useReducer, useRef } from 'react'
import type { DraftRow } from '../../client/store/store.ts'
import type { BatchTask } from '../../client/work.ts'
import { ButtonLink } from '../design/Button.tsx'
import { useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { nextTask, pathOf } from './next-task.ts'
import { OpenTask } from './OpenTask.tsx'
import { TaskBar } from './TaskBar.tsx'
import { TaskFrame, TaskNotice } from './TaskFrame.tsx'
import styles from './TaskScreen.module.css'
import { readHere, type TaskHere, tasksLately } from './task-here.ts'
import { useBeside } from './use-beside.ts'
import { useTaskKeys } from './use-task-keys.ts'

/** One task over the whole window: what to do, the work, what to do with it. */
export function TaskScreen(props: {
  readonly batch: string
  readonly place: number
  /** A finished item of it is given otherwise. */
  readonly change?: boolean
  /** What was read of it before it opened. */
  readonly first?: TaskHere | undefined
  /** Told a while after it has opened. */
  onNext?(next: BatchTask): Promise<void>
}) {
  const { batch, place, change = false, first, onNext } = props
  const { t } = useWords()
  const [, again] = useReducer((times: number) => times + 1, 0)
  const written = useRef<string>(undefined)
  const last = useRef<TaskHere>(undefined)
  // Nothing is drawn for it: the next screen is to come at once.
  const isLeft = useRef(false)
  const read = useLive(
    async (device) => {
      // Whoever is on the way to the next task waits for nothing of this one.
      if (!isLeft.current || !last.current) last.current = await readHere(device, batch, place)
      return last.current
    },
    `${batch}/${place}`,
    first !== undefined
  )
  const here = read ?? first
  const changing = useStays(isLeft.current, change ? here?.changing : undefined)
  const batches = here?.batches ?? []
  const next = nextTask(batches, { batch, place })
  useTold(next, onNext)
  if (!here) return <OnTheWay tasks={change ? [] : tasksLately(batch)} place={place} />
  const { task, draft, finished } = here
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
        {draft && <LeftBehind {...draftWords(draft)} words={t('task-left-gone')} />}
      </TaskNotice>
    )
  if (change && !changing)
    return (
      <TaskNotice title={t('change-not-here-title')} words={t('change-not-here')}>
        <ButtonLink href="/work">{t('task-finished-work')}</ButtonLink>
        {back}
      </TaskNotice>
    )
  if (!change && task.item !== undefined && !isLeft.current)
    return (
      <TaskNotice title={t('task-finished-title')} words={t('task-finished')}>
        {onwards}
        <ButtonLink href="/work">{t('task-finished-work')}</ButtonLink>
        {back}
        {written.current !== undefined && written.current !== finished && (
          <LeftBehind text={written.current} lang={task.lang} words={t('task-left')} />
        )}
      </TaskNotice>
    )
  const tasks = batches.find(({ id }) => id === batch)?.tasks ?? []
  const onWritten = (text: string | undefined) => {
    written.current = text
  }
  const onLeaving = (leaving: boolean) => {
    isLeft.current = leaving
    if (!leaving) again()
  }
  // A draft of a change is none of the task, and the other way round.
  const own = draft?.changes === changing?.item ? draft : undefined
  return (
    <OpenTask task={task} draft={own} changing={changing} tasks={tasks} onLeaving={onLeaving} onWritten={onWritten} />
  )
}

/** The task is still read. Whoever only passes it by is not held up: the keys lead on from here already. */
function OnTheWay({ tasks, place }: { tasks: readonly BatchTask[]; place: number }) {
  useTaskKeys(useBeside(tasks, place))
  return <TaskFrame bar={<TaskBar />}>{null}</TaskFrame>
}

/** Milliseconds after which whoever has opened a task reads it, and does not wait for anything. */
const QUIET = 600

function useTold(next: BatchTask | undefined, tell: ((next: BatchTask) => Promise<void>) | undefined): void {
  const path = next && pathOf(next)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the same task as long as its path is
  useEffect(() => {
    if (!next || !tell) return
    // What fails is told by the screen that reads it then.
    const timer = setTimeout(() => tell(next).catch(() => {}), QUIET)
    return () => clearTimeout(timer)
  }, [path, tell])
}

/** The last value before the screen is left: what is saved then is no news for it. */
function useStays<T>(leaving: boolean, value: T): T {
  const kept = useRef(value)
  if (!leaving) kept.current = value
  return kept.current
}

/** Words that cannot be handed in here any more are still here to be copied. */
function LeftBehind({ text, lang, words }: { text: string; lang: string; words: string }) {
  const { t } = useWords()
  if (text === '') return null
  return (
    <section className={styles.left}>
      <h2>{t('task-left-title')}</h2>
      <p>{words}</p>
      <blockquote lang={lang} dir="auto">
        {text}
      </blockquote>
    </section>
  )
}

function draftWords({ value, lang = 'und' }: DraftRow): { text: string; lang: string } {
  return { text: typeof value.text === 'string' ? value.text : '', lang }
}
