import { useCallback, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { NotHere } from '../../client/errors.ts'
import type { DraftRow, ItemRow, TaskRow } from '../../client/store/store.ts'
import { UnderstoryError } from '../../core/error.ts'
import type { FactId } from '../../core/fact/fact.ts'
import { useToast } from '../design/Toast.tsx'
import { useOpened } from '../project/device.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import type { Kept } from './draft-keeper.ts'
import { dropLetters, keepLetters } from './last-letters.ts'
import { useLead } from './lead.ts'
import { nextTask, pathOf, workPathOf } from './next-task.ts'
import { type Changing, prepare } from './task-here.ts'
import type { Beside, Given, Missing } from './task-work.ts'
import { typeAhead } from './typed-ahead.ts'
import { useActiveSeconds } from './use-active-seconds.ts'
import { useDraft } from './use-draft.ts'

/** What is given to an open task, and what finishing, skipping and taking back do. */
export function useOpenTask(props: {
  readonly task: TaskRow
  readonly draft: DraftRow | undefined
  /** Absent: the task is open. */
  readonly changing?: Changing | undefined
  onLeaving(leaving: boolean): void
  onWritten(text: string | undefined): void
}) {
  const { batch, place } = props.task
  const { changing } = props
  const { device, project, letters } = useOpened()
  const { t, told, gap } = useWords()
  const toast = useToast()
  const [, navigate] = useLocation()
  const lead = useLead()
  const [before] = useState(() => splitDraft(props.draft, changing))
  const [restored, setRestored] = useState<{ readonly n: number; readonly draft: Given }>()
  const seconds = useActiveSeconds(before.took)
  const stand = useRef<() => Given>(undefined)
  const settle = useRef<() => void>(undefined)
  const keeping = () => ({
    ...(changing && { changes: changing.item }),
    ...(stand.current && { stand: stand.current() })
  })
  const { kept, keeper, save, done } = useDraft(before.kept, {
    settle: () => settle.current?.(),
    keep: (value) => device.keepDraft(batch, place, value, keeping()),
    keepNow: (value) =>
      keepLetters(letters, project.id, { batch, place, value: value ?? null, saved: Date.now(), ...keeping() }),
    dropNow: () => dropLetters(letters, project.id, { batch, place })
  })
  const given = useRef<{ value: Given | undefined; missing: Missing | undefined }>({
    value: undefined,
    missing: 'task-nothing-given'
  })
  const started = useRef(false)
  const [touched, setTouched] = useState(false)
  const [missing, setMissing] = useState<Missing>()
  const [note, setNote] = useState<string>()
  const [trouble, setTrouble] = useState<unknown>()
  /** Nothing is drawn for it: the next screen is to come at once. */
  const busy = useRef(false)

  const secondsNow = useRef(seconds)
  secondsNow.current = seconds
  const onWritten = useRef(props.onWritten)
  onWritten.current = props.onWritten
  const give = useCallback(
    (value: Given | undefined, beside: Beside = {}) => {
      given.current = { value, missing: beside.missing }
      stand.current = beside.stand
      settle.current = beside.settle
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

  const move = useCallback(() => {
    const { value } = given.current
    if (started.current && value) keeper.change({ ...value, took: secondsNow.current() })
  }, [keeper])

  /** Texts that were finished before, newest first; without the one that this is a change of. */
  const changed = changing?.item
  const mine = useCallback(async () => {
    // Nobody has written yet what could be compared with them, and the task is to be there at once.
    await new Promise((later) => setTimeout(later, FIRST_WORDS))
    const written = (await device.texts()).filter(({ id }) => id !== changed)
    return written.slice(0, MOST_OWN).map(({ text }) => text)
  }, [device, changed])

  const undo = async (item: FactId, of: Pick<TaskRow, 'batch' | 'place'>) => {
    try {
      await device.undo(item)
      toast.show({ words: t('task-undone-toast') })
      const now = await device.task(of.batch, of.place)
      if (now) navigate(workPathOf(now))
    } catch (cause) {
      toast.show({ words: await whyNotUndone(item, cause) })
    }
  }
  /** What is sent already says where it can be changed, if it can. */
  const whyNotUndone = async (item: FactId, why: unknown): Promise<string> => {
    if (!(why instanceof UnderstoryError)) return t('trouble-unknown')
    const { cause, action } = why.told
    const isSent = why instanceof NotHere && why.what === 'sealed-already'
    const isChangeable = isSent && (await device.work()).some(({ id, changeable }) => id === item && changeable)
    return isChangeable ? `${told(cause)}${gap}${told(action)}` : told(cause)
  }
  /** Saves what `give` makes of it, and goes on; nothing of it happens twice. */
  const hand = async (give: () => Promise<{ item: ItemRow; path: string; words: WordKey }>) => {
    if (busy.current) return
    busy.current = true
    setTrouble(undefined)
    props.onLeaving(true)
    try {
      const { item, path, words } = await give()
      done()
      const action = { words: t('task-undo'), byKey: true, run: () => void undo(item.id, props.task) }
      toast.show({ words: t(words), action })
      lead(path, () => navigate(path))
    } catch (cause) {
      await save()
      setTrouble(cause)
      busy.current = false
      props.onLeaving(false)
    }
  }
  const answer = (value: Given, words: readonly [more: WordKey, last: WordKey]) =>
    hand(async () => {
      // Read before: a reading that fails must not call unsaved what is saved.
      const batches = await device.batches()
      const next = nextTask(batches, { batch, place })
      const item = await device.answer({ task: `${batch}/${place}`, ...value, took: seconds() })
      // What fails is told by the screen that reads it again.
      if (next) await prepare(device, next, batches).catch(() => {})
      settle.current?.()
      if (next) typeAhead(pathOf(next), value.text, given.current.value?.text)
      return { item, path: next ? pathOf(next) : '/', words: words[next?.batch === batch ? 0 : 1] }
    })
  const change = (value: Given, { item: before }: Changing) =>
    hand(async () => {
      const item = await device.amend({ amend: before, ...value, took: seconds() })
      return { item, path: `/work?item=${item.id}`, words: 'change-done-toast' }
    })
  const finishWith = (value: Given) =>
    changing ? change(value, changing) : answer(value, ['task-done-toast', 'task-done-batch-toast'])

  return {
    draft: restored?.draft ?? before.draft,
    /** Counts the versions that were taken back. */
    restored: restored?.n ?? 0,
    stand: before.stand,
    kept,
    missing,
    note,
    trouble: trouble ?? (kept.is === 'failed' ? kept.cause : undefined),
    isBusy: () => busy.current,
    /** What stands here has a past of its own to undo: something was changed, now or before the task was opened. */
    touched: touched || before.stand !== undefined,
    give,
    move,
    mine,
    save,
    /** The part is there; from now on what it gives is the person's. */
    start: () => {
      started.current = true
    },
    /** `missing`: the work has to say or do more; `asked`: one word is enough. */
    async finish(): Promise<'missing' | 'asked' | undefined> {
      settle.current?.()
      const { value, missing } = given.current
      const lacks = missing ?? (value && changing && isSame(value, changing.given) ? 'change-same' : undefined)
      if (lacks !== undefined || value === undefined) {
        // A question that stands there already is asked again.
        setMissing(typeof lacks === 'object' ? { ...lacks } : (lacks ?? 'task-nothing-given'))
        return typeof lacks === 'object' ? 'asked' : 'missing'
      }
      await finishWith(value)
      return undefined
    },
    /** The question in the way of finishing is answered. */
    agree: finishWith,
    /** What is written so far stays beside the skip, and is there again when that is taken back. */
    async skip(reason: string) {
      await save()
      await answer({ skip: reason }, ['task-skipped-toast', 'task-skipped-batch-toast'])
    },
    /** The finished item stays as it is; what was begun is a version of it. */
    async leave() {
      done()
      if (changing) await device.keepDraft(batch, place, undefined, { changes: changing.item })
      navigate(`/work?item=${changing?.item}`)
    },
    /** Takes an earlier version back; how it stood until now becomes one. */
    async restore(value: Given) {
      await save()
      await device.keepVersion(batch, place)
      setRestored({ n: (restored?.n ?? 0) + 1, draft: value })
    },
    /** What was finished last opens again; once it is sealed, that is told. */
    async undoLast() {
      const offered = toast.shown()?.action
      toast.show(undefined)
      if (offered) return offered.run()
      const finished = (await device.work()).filter(({ id, task }) => id !== undefined && task !== undefined)
      // Of what is sent it is told that it is.
      const last = finished.find(({ state }) => state === 'saved') ?? finished[0]
      if (!last?.task || last.id === undefined) return
      await undo(last.id, last.task)
    }
  }
}

/** Milliseconds until there may be something to compare. */
const FIRST_WORDS = 1500
/** Older texts are not looked at again. */
const MOST_OWN = 300

/** A draft counts the active seconds along; the work itself knows nothing of them. */
function splitDraft(row: DraftRow | undefined, changing: Changing | undefined) {
  if (!row) return { draft: changing?.given, stand: undefined, took: 0, kept: { is: 'nothing' } as Kept }
  const { took = 0, ...draft } = row.value
  return { draft, stand: row.stand, took: Number(took), kept: { is: 'kept', at: row.saved } as Kept }
}

/** Whether both say the same. */
function isSame(given: Given, before: Given): boolean {
  const names = [...new Set([...Object.keys(given), ...Object.keys(before)])]
  return names.every((name) => JSON.stringify(given[name]) === JSON.stringify(before[name]))
}
