import { useCallback, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { DraftRow, ItemRow, TaskRow } from '../../client/store/store.ts'
import { UnderstoryError } from '../../core/error.ts'
import { useToast } from '../design/Toast.tsx'
import { useDevice } from '../project/device.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import type { Kept } from './draft-keeper.ts'
import { nextTask, pathOf } from './next-task.ts'
import type { Beside, Given, Missing } from './task-work.ts'
import { useActiveSeconds } from './use-active-seconds.ts'
import { useDraft } from './use-draft.ts'
import { MOD } from './use-task-keys.ts'

/** What is given to an open task, and what finishing, skipping and taking back do. */
export function useOpenTask(props: {
  readonly task: TaskRow
  readonly draft: DraftRow | undefined
  onLeaving(leaving: boolean): void
  onWritten(text: string | undefined): void
}) {
  const { batch, place } = props.task
  const device = useDevice()
  const { t, told } = useWords()
  const toast = useToast()
  const [, navigate] = useLocation()
  const [before] = useState(() => splitDraft(props.draft))
  const seconds = useActiveSeconds(before.took)
  const { kept, keeper } = useDraft(batch, place, before.kept)
  const given = useRef<{ value: Given | undefined; missing: Missing | undefined }>({
    value: undefined,
    missing: 'task-nothing-given'
  })
  const started = useRef(false)
  const [touched, setTouched] = useState(false)
  const [missing, setMissing] = useState<Missing>()
  const [note, setNote] = useState<string>()
  const [trouble, setTrouble] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  const secondsNow = useRef(seconds)
  secondsNow.current = seconds
  const onWritten = useRef(props.onWritten)
  onWritten.current = props.onWritten
  const give = useCallback(
    (value: Given | undefined, beside: Beside = {}) => {
      given.current = { value, missing: beside.missing }
      setNote(beside.note)
      // What stands there as the task opens is no change of the person's.
      if (!started.current) return
      setTouched(true)
      setMissing(undefined)
      keeper.change(value && { ...value, took: secondsNow.current() })
      onWritten.current(typeof value?.text === 'string' ? value.text : undefined)
    },
    [keeper]
  )

  const goTo = (path: string, words: string, undo: () => void) => {
    toast.show({ words, action: { words: t('task-undo'), keys: [MOD, 'Z'], run: undo } })
    navigate(path)
  }
  /** After a skip the store knows no draft any more; it comes back with the task. */
  const takeBack = (item: ItemRow, value: Given | undefined) => async () => {
    try {
      await device.undo(item.id)
      if (value) await device.keepDraft(batch, place, value)
      toast.show({ words: t('task-undone-toast') })
      navigate(pathOf(props.task))
    } catch (cause) {
      toast.show({ words: cause instanceof UnderstoryError ? told(cause.told.cause) : t('trouble-unknown') })
    }
  }
  const answer = async (value: Given, words: readonly [more: WordKey, last: WordKey], draftAfterUndo?: Given) => {
    if (busy) return
    setBusy(true)
    setTrouble(undefined)
    props.onLeaving(true)
    try {
      // Read before: a reading that fails must not call unsaved what is saved.
      const next = nextTask(await device.batches(), { batch, place })
      const item = await device.answer({ task: `${batch}/${place}`, ...value, took: seconds() })
      keeper.drop()
      const undo = takeBack(item, draftAfterUndo)
      goTo(next ? pathOf(next) : '/', t(words[next?.batch === batch ? 0 : 1]), () => void undo())
    } catch (cause) {
      await keeper.flush()
      setTrouble(cause)
      setBusy(false)
      props.onLeaving(false)
    }
  }

  const undoLast = toast.shown?.action
  return {
    draft: before.draft,
    kept,
    missing,
    note,
    trouble: trouble ?? (kept.is === 'failed' ? kept.cause : undefined),
    busy,
    /** Something was changed since the task was opened. */
    touched,
    give,
    save: () => void keeper.flush(),
    /** The part is there; from now on what it gives is the person's. */
    start: () => {
      started.current = true
    },
    /** `missing`: the work has to say or do more; `asked`: one word is enough. */
    async finish(): Promise<'missing' | 'asked' | undefined> {
      const { value, missing: lacks } = given.current
      if (lacks !== undefined || value === undefined) {
        // A question that stands there already is asked again.
        setMissing(typeof lacks === 'object' ? { ...lacks } : (lacks ?? 'task-nothing-given'))
        return typeof lacks === 'object' ? 'asked' : 'missing'
      }
      await answer(value, ['task-done-toast', 'task-done-batch-toast'])
      return undefined
    },
    /** The question in the way of finishing is answered. */
    agree: (value: Given) => answer(value, ['task-done-toast', 'task-done-batch-toast']),
    skip: (reason: string) =>
      answer({ skip: reason }, ['task-skipped-toast', 'task-skipped-batch-toast'], given.current.value),
    undoLast:
      undoLast &&
      (() => {
        toast.show(undefined)
        undoLast.run()
      })
  }
}

/** A draft counts the active seconds along; the work itself knows nothing of them. */
function splitDraft(row: DraftRow | undefined): { draft: Given | undefined; took: number; kept: Kept } {
  if (!row) return { draft: undefined, took: 0, kept: { is: 'nothing' } }
  const { took = 0, ...draft } = row.value
  return { draft, took: Number(took), kept: { is: 'kept', at: row.saved } }
}
