import { useEffect, useRef, useState } from 'react'
import type { Device } from '../../client/device.ts'
import { NotHere } from '../../client/errors.ts'
import type { BatchTask } from '../../client/work.ts'
import { isReview } from '../../core/fact/kinds.ts'
import { afterFrame } from '../platform/after-frame.ts'
import { platform } from '../platform/platform.ts'
import { spelled } from '../task/judge/labels.ts'
import { give, putBack, type Stack, saved, stackOf, takenBack, without } from './stack.ts'
import { labelsFor, type Verdict } from './verdicts.ts'

// What was pressed is saved before the window closes.
const saving = new Set<Promise<void>>()
platform.onClosing(async () => {
  await Promise.all([...saving])
})

/** What there is to say apart from the cards. `sealed`: it cannot be taken back, and can be changed. */
export type News =
  | { readonly is: 'taken-back'; readonly words: string | undefined }
  | { readonly is: 'sealed'; readonly task: BatchTask }
  | { readonly is: 'elsewhere' }
  | { readonly is: 'failed'; readonly cause: unknown }

/**
 * The cards of a batch and what is done to them. The next card is there before the last one is saved; what is said to be
 * saved is. One that cannot be saved comes back, and with it all that were judged after it.
 */
export function useTriage(device: Device, batch: string, place: number | undefined) {
  const [stack, setStack] = useState<Stack>()
  const [news, setNews] = useState<News>()
  const [busy, setBusy] = useState(false)
  const line = useRef<Promise<boolean>>(Promise.resolve(true))

  useEffect(() => {
    let current = true
    const read = async () => {
      const here = (await device.batches()).find(({ id }) => id === batch)
      if (current) setStack(stackOf(here?.tasks ?? [], place))
    }
    void read().catch((cause: unknown) => setNews({ is: 'failed', cause }))
    return () => {
      current = false
    }
  }, [device, batch, place])

  /** One at a time, in the order pressed. @returns false: it is not saved, and nothing after it will be. */
  const save = async (task: BatchTask, value: Readonly<Record<string, unknown>>): Promise<boolean> => {
    try {
      const item = await device.answer({ task: `${task.batch}/${task.place}`, ...value })
      setStack((before) => before && saved(before, task, item.id))
      return true
    } catch (cause) {
      if (cause instanceof NotHere) {
        setStack((before) => before && without(before, task))
        setNews({ is: 'elsewhere' })
        return true
      }
      setStack((before) => before && putBack(before))
      setNews({ is: 'failed', cause })
      return false
    }
  }
  const answer = (value: Readonly<Record<string, unknown>>, words: string) => {
    const top = stack?.left[0]
    if (!stack || !top || busy) return
    setStack(give(stack, words))
    setNews(undefined)
    const mine = Promise.all([line.current, drawn()]).then(([goesOn]) => goesOn && save(top, value))
    line.current = mine
    const end = mine.then((isSaved) => {
      // Whoever presses on after a failure begins a new line.
      if (!isSaved && line.current === mine) line.current = Promise.resolve(true)
      saving.delete(end)
    })
    saving.add(end)
  }

  const undo = async () => {
    if (!stack || busy) return
    setBusy(true)
    try {
      await line.current
      const last = stack.given.at(-1)
      const item = last ? await itemOf(device, last.task) : await lastReview(device, batch)
      if (!item) return
      await device.undo(item.id)
      setStack((before) => before && takenBack(before, item.task))
      setNews({ is: 'taken-back', words: last?.words })
    } catch (cause) {
      const last = stack.given.at(-1)
      setNews(cause instanceof NotHere && last ? { is: 'sealed', task: last.task } : { is: 'failed', cause })
    } finally {
      setBusy(false)
    }
  }
  return {
    stack,
    news,
    undo,
    judge: (verdict: Verdict, words: string, took: number) => {
      const kind = stack?.left[0]?.kind
      if (kind !== undefined) answer({ ...spelled(labelsFor(verdict, kind)), took }, words)
    },
    skip: (reason: string, words: string, took: number) => answer({ skip: reason, took }, words)
  }
}

/** Once the next card can be seen: to save takes the processor too. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    afterFrame(resolve)
  })
}

type Undone = { readonly id: string; readonly task: BatchTask }

/** Read from the device: the stack may not have heard yet that it is saved. */
async function itemOf(device: Device, { batch, place }: BatchTask): Promise<Undone | undefined> {
  const task = await device.task(batch, place)
  return task?.item === undefined ? undefined : { id: task.item, task: { ...task, is: 'open' } }
}

/** What was judged last in this batch on an earlier visit, and is not sealed. */
async function lastReview(device: Device, batch: string): Promise<Undone | undefined> {
  const last = (await device.work()).find(({ state, task }) => state === 'saved' && task?.batch === batch)
  if (last?.id === undefined || !last.task || !isReview(last.task.kind)) return undefined
  return { id: last.id, task: { ...last.task, is: 'open' } }
}
