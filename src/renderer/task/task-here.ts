import type { Device } from '../../client/device.ts'
import type { TaskRow } from '../../client/store/store.ts'
import type { Batch, BatchTask, Work } from '../../client/work.ts'
import type { FactId } from '../../core/fact/fact.ts'
import type { Given } from './task-work.ts'

/** A finished item that is to be given otherwise, and what it gave. */
export type Changing = { readonly item: FactId; readonly given: Given }

export type TaskHere = Awaited<ReturnType<typeof readTask>> & { readonly batches: readonly Batch[] }

/** As they were read last, by whichever screen. */
let lately: readonly Batch[] = []

let prepared: { readonly task: string; readonly here: TaskHere } | undefined

/**
 * Reads a task before the way leads there: its screen is drawn once, and not first without it. The item that was saved a
 * moment ago looked into the store, so there is nothing newer.
 * @param batches as they stood before that; its screen reads them anew.
 */
export async function prepare(
  device: Device,
  { batch, place }: Pick<TaskRow, 'batch' | 'place'>,
  batches: readonly Batch[]
): Promise<void> {
  prepared = { task: `${batch}/${place}`, here: { ...(await readTask(device, batch, place, true)), batches } }
}

/** What was read for this task just now; undefined: it was another. */
export function preparedFor(batch: string, place: number): TaskHere | undefined {
  const found = prepared?.task === `${batch}/${place}` ? prepared.here : undefined
  prepared = undefined
  return found
}

/** Whether a screen that was drawn of this would show what `prepare` has read just now. */
export function isPrepared(task: Pick<TaskRow, 'batch' | 'place'>, drawn: TaskHere | undefined): boolean {
  return prepared?.task === `${task.batch}/${task.place}` && isAsPrepared(drawn, prepared.here)
}

/** Whether a screen that was drawn of the first would be drawn the same of the second, but for what is around the work. */
export function isAsPrepared(drawn: TaskHere | undefined, here: TaskHere | undefined): boolean {
  return here !== undefined && drawn?.task === here.task && drawn?.draft === here.draft
}

/** What there is of a task on this device. */
export async function readHere(device: Device, batch: string, place: number, known = false): Promise<TaskHere> {
  const read = await readTask(device, batch, place, known)
  lately = await device.batches()
  return { ...read, batches: lately }
}

/** The tasks of a batch as they were when any task was read last: for the keys, until this one is read. */
export function tasksLately(batch: string): readonly BatchTask[] {
  return lately.find(({ id }) => id === batch)?.tasks ?? []
}

async function readTask(device: Device, batch: string, place: number, known: boolean) {
  const { task, draft, finished } = await device.taskHere(batch, place, known)
  return {
    task,
    /** What was written, by whichever window. */
    finished: finished?.text,
    changing: changingOf(finished),
    draft
  }
}

/** What is sealed can be changed; until then it is undone. */
function changingOf(work: Work | undefined): Changing | undefined {
  if (work?.id === undefined || !work.changeable || work.state === 'saved') return undefined
  const { labels, unsure, evidence, order, good, not_rankable } = work.given
  const given = Object.entries({ text: work.text, labels, unsure, evidence, order, good, not_rankable })
  return { item: work.id, given: Object.fromEntries(given.filter(([, value]) => value !== undefined)) }
}
