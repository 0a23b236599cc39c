import { lazy, Suspense, useId, useLayoutEffect, useRef, useState } from 'react'
import type { DraftRow, TaskRow } from '../../client/store/store.ts'
import type { BatchTask } from '../../client/work.ts'
import { isWriting } from '../../core/fact/kinds.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { NotForMe } from '../message/Veil.tsx'
import { RoundOffer } from '../rounds/RoundOffer.tsx'
import { useWords } from '../words/words.tsx'
import { Actions } from './Actions.tsx'
import { enterWork, focusWork } from './enter-work.ts'
import { AsideButton } from './map/AsideButton.tsx'
import { pathOf } from './next-task.ts'
import styles from './OpenTask.module.css'
import { partOf } from './parts.ts'
import { ReportDialog, reportable } from './ReportDialog.tsx'
import { Skeleton } from './Skeleton.tsx'
import { HARMFUL, SkipDialog } from './SkipDialog.tsx'
import { SyncMark } from './SyncMark.tsx'
import { DraftState, HelpButtons, TaskBar, VersionsButton } from './TaskBar.tsx'
import { TaskFrame } from './TaskFrame.tsx'
import type { Changing } from './task-here.ts'
import { TASK_TITLE } from './task-title.ts'
import { putTypedAhead } from './typed-ahead.ts'
import { useBeside } from './use-beside.ts'
import { useOpenTask } from './use-open-task.ts'
import { useTaskKeys } from './use-task-keys.ts'

/** A task that is open: the part that does its kind, in the frame. */
export function OpenTask(props: {
  readonly task: TaskRow
  readonly draft: DraftRow | undefined
  /** A finished item that is given otherwise; absent: the task is open. */
  readonly changing?: Changing | undefined
  readonly tasks: readonly BatchTask[]
  /** The answer is on its way; what the store says meanwhile is no news. */
  onLeaving(leaving: boolean): void
  /** The words that stand here now, if the person has changed any. */
  onWritten(text: string | undefined): void
}) {
  const { task, tasks, changing } = props
  const { t } = useWords()
  const work = useRef<HTMLDivElement>(null)
  const titleId = useId()
  const [skipping, setSkipping] = useState(false)
  const [reporting, setReporting] = useState(false)
  const [looking, setLooking] = useState(false)
  const open = useOpenTask(props)
  // It stays the same, also when what is fetched has come.
  const [part] = useState(() => partOf(task.kind))
  const [isThere, setThere] = useState(part?.isHere === true)

  // Not from inside the part: what is around it is not in reach before it has come.
  const { start } = open
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and it is the same task
  useLayoutEffect(() => {
    if (!isThere) return
    start()
    enterWork(work.current)
    putTypedAhead(pathOf(task), work.current?.querySelector<HTMLTextAreaElement>('textarea[data-focus]'))
  }, [isThere])

  const finish = async () => {
    if ((await open.finish()) === 'missing') focusWork(work.current)
  }
  const leave = () => (changing ? void open.leave() : setSkipping(true))
  const isChange = changing !== undefined
  const beside = useBeside(isChange ? [] : tasks, task.place)
  const title = t(TASK_TITLE[task.kind])
  const free = !skipping && !reporting && !looking
  const canReport = reportable(task).length > 0
  useTaskKeys({
    isBusy: open.isBusy,
    finish: free && part && isThere ? () => void finish() : undefined,
    skip: free && !isChange ? leave : undefined,
    report: free && canReport ? () => setReporting(true) : undefined,
    save: open.save,
    previous: free ? beside.previous : undefined,
    next: free ? beside.next : undefined,
    undo: free ? () => void open.undoLast() : undefined,
    undoesItself: () => open.touched && isTextField(document.activeElement)
  })
  return (
    <TaskFrame
      bar={
        <div>
          <TaskBar
            titleId={titleId}
            title={isChange ? t('change-title', { task: title }) : title}
            lang={task.lang}
            tasks={isChange ? [] : tasks}
            place={task.place}
          >
            <DraftState kept={open.kept} isChange={isChange} />
            <VersionsButton onPress={() => void open.save().finally(() => setLooking(true))} />
            <AsideButton task={task} />
            <HelpButtons kind={task.kind} />
            <SyncMark />
          </TaskBar>
          {!isChange && part && <RoundOffer kind={task.kind} then={pathOf(task)} />}
        </div>
      }
      actions={
        <Actions
          missing={open.missing}
          note={open.note}
          trouble={open.trouble !== undefined && <ToldOf cause={open.trouble} />}
          isEarly={!isThere}
          isChange={isChange}
          onSkip={leave}
          {...(canReport && { onReport: () => setReporting(true) })}
          onAgree={(given) => void open.agree(given)}
          {...(part && { onFinish: () => void finish() })}
        />
      }
    >
      <section className={styles.part} ref={work} aria-labelledby={titleId} aria-busy={part && !isThere}>
        {part ? (
          <Suspense fallback={<Skeleton task={task} />}>
            <NotForMe value={isChange ? undefined : () => void open.skip(HARMFUL)}>
              <part.Work
                key={isWriting(task.kind) ? 0 : open.restored}
                task={task}
                draft={open.draft}
                stand={open.stand}
                onGive={open.give}
                onMove={open.move}
                mine={open.mine}
              />
            </NotForMe>
            <Arrived then={() => setThere(true)} />
          </Suspense>
        ) : (
          <p className={styles.unknown}>{t('task-unknown')}</p>
        )}
      </section>
      <SkipDialog
        isOpen={skipping}
        onClose={() => setSkipping(false)}
        onSkip={(reason) => {
          setSkipping(false)
          void open.skip(reason)
        }}
      />
      <ReportDialog task={task} isOpen={reporting} onClose={() => setReporting(false)} />
      {looking && (
        <Suspense fallback={null}>
          <Versions
            task={task}
            onClose={() => setLooking(false)}
            onRestore={(value) => {
              setLooking(false)
              void open.restore(value)
            }}
          />
        </Suspense>
      )}
    </TaskFrame>
  )
}

const Versions = lazy(async () => ({ default: (await import('./Versions.tsx')).Versions }))

/** Its effect runs after those of the part beside it, before that can be seen: a key pressed at once must not be lost. */
function Arrived({ then }: { then: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useLayoutEffect(() => {
    then()
  }, [])
  return null
}

function isTextField(element: Element | null): boolean {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text')
}
