import type { FactId } from '../core/fact/fact.ts'
import type { System } from '../sync/system.ts'
import {
  type DeviceStore,
  type DraftRow,
  type ReadTx,
  type StoreTx,
  type TaskRow,
  taskKey,
  type VersionRow
} from './store/store.ts'
import { keepVersion } from './versions.ts'

/** A draft older than this since a version was last kept of it gets one before it is written over. */
const BETWEEN_VERSIONS = 60_000
/** Fewer characters less are an ordinary correction. */
const MUCH = 40

export type Keeping = Pick<DraftRow, 'changes' | 'stand'>
type Given = DraftRow['value']

/**
 * Keeps a draft, or drops it if there is nothing to keep. What a task that was finished meanwhile cannot take as a draft
 * becomes a version of it, and so does what this one writes over, if much of it goes or a minute has passed: no words
 * are lost.
 *
 * @returns whether a draft came or went.
 */
export async function keepDraft(
  store: DeviceStore,
  system: System,
  { batch, place }: Pick<DraftRow, 'batch' | 'place'>,
  value: Given | undefined,
  keeping: Keeping = {}
): Promise<boolean> {
  return store.transact('relaxed', async (tx) => {
    const key = taskKey(batch, place)
    const task = await tx.get('tasks', key)
    const before = await tx.get('drafts', key)
    const saved = system.now()
    if (task && task.item !== keeping.changes) {
      if (value !== undefined) await keepVersion(tx, { batch, place, value, saved })
      return false
    }
    const isDue = before !== undefined && Math.abs(saved - (before.versioned ?? before.saved)) >= BETWEEN_VERSIONS
    const kept = before !== undefined && (isDue || losesMuch(before.value, value))
    if (kept) await keepVersion(tx, before)
    if (value === undefined) await tx.drop('drafts', key)
    else {
      const versioned = kept ? saved : (before?.versioned ?? saved)
      await tx.put('drafts', {
        ...about(batch, place, task, before),
        value,
        saved,
        versioned,
        ...keeping
      })
    }
    return (before === undefined) !== (value === undefined)
  })
}

/** How a draft stands becomes a version of it, before something else takes its place. */
export async function keepDraftsVersion(store: DeviceStore, batch: FactId, place: number): Promise<void> {
  await store.transact('relaxed', async (tx) => {
    const draft = await tx.get('drafts', taskKey(batch, place))
    if (draft) await keepVersion(tx, draft)
  })
}

/**
 * A task is finished: its draft goes. Words that the answer does not have stay as a version; beside a skip the draft stays
 * where it is, to be there again if the skip is taken back.
 * @returns the version, if one was made.
 */
export async function leaveDraft(tx: StoreTx, draft: DraftRow, answer: Given): Promise<VersionRow | undefined> {
  if (answer.skip !== undefined) return undefined
  const version = draft.value.text === answer.text ? undefined : await keepVersion(tx, draft)
  await tx.drop('drafts', taskKey(draft.batch, draft.place))
  return version
}

function about(batch: FactId, place: number, task: TaskRow | undefined, before: DraftRow | undefined) {
  const { kind, lang } = task ?? before ?? {}
  return { batch, place, ...(kind !== undefined && { kind }), ...(lang !== undefined && { lang }) }
}

/** A text of which a good part goes, or everything that was given. */
function losesMuch(before: Given, after: Given | undefined): boolean {
  if (after === undefined) return true
  const [was, is] = [before.text, after.text]
  if (typeof was !== 'string') return false
  const length = typeof is === 'string' ? is.length : 0
  return was.length - length >= MUCH && length < was.length * 0.8
}

/** A task and the draft of it, as they stand. */
export async function readTask(
  tx: ReadTx,
  batch: FactId,
  place: number
): Promise<{ task: TaskRow | undefined; draft: DraftRow | undefined }> {
  const key = taskKey(batch, place)
  return { task: await tx.get('tasks', key), draft: await tx.get('drafts', key) }
}
