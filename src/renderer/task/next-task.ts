import type { Batch, BatchTask } from '../../client/work.ts'
import { isBallot, isReview, isWriting } from '../../core/fact/kinds.ts'

/** Kinds that this version has a screen for. */
function isDoable(kind: string): boolean {
  return isWriting(kind) || isReview(kind) || isBallot(kind)
}

/**
 * The open task to go on with: of the same kind first, since changing costs thought; then the rest of the batch, then
 * the batch that is due next.
 */
export function nextTask(batches: readonly Batch[], now: { batch: string; place: number }): BatchTask | undefined {
  const here = batches.find(({ id }) => id === now.batch)
  const kind = here?.tasks.find(({ place }) => place === now.place)?.kind
  const openIn = ({ tasks }: Batch) =>
    tasks.filter((task) => task.is === 'open' && isDoable(task.kind) && !isThis(task, now))
  const inTurn = here ? openIn(here).sort((a, b) => turn(a, now.place) - turn(b, now.place)) : []
  const found = inTurn.find((task) => task.kind === kind) ?? inTurn[0]
  if (found) return found
  // Whoever has many batches waits for none of those that are not needed.
  for (const batch of batches) {
    const [first] = batch.id === now.batch ? [] : openIn(batch)
    if (first) return first
  }
  return undefined
}

/** The open task of the batch beside this one, to be done first or come back to; undefined: there is none that way. */
export function taskBeside(tasks: readonly BatchTask[], place: number, by: 1 | -1): BatchTask | undefined {
  const there = tasks.filter((task) => task.is === 'open' && isDoable(task.kind) && (task.place - place) * by > 0)
  return there.sort((a, b) => (a.place - b.place) * by)[0]
}

/** Where a task opens. */
export function pathOf({ batch, place }: { batch: string; place: number }): string {
  return `/task/${batch}/${place}`
}

/** Where the judging tasks of its batch are cards, this one on top. */
export function triagePathOf({ batch, place }: { batch: string; place: number }): string {
  return `/triage/${batch}/${place}`
}

/** Where the answer of a finished task is given otherwise. */
export function changePathOf(task: { batch: string; place: number }): string {
  return `${pathOf(task)}/change`
}

/** Where a piece of own work opens: an open task as it is, what takes the place of something finished as its change. */
export function workPathOf(task: { batch: string; place: number; item?: string }): string {
  return task.item === undefined ? pathOf(task) : changePathOf(task)
}

function isThis(task: BatchTask, { batch, place }: { batch: string; place: number }): boolean {
  return task.batch === batch && task.place === place
}

/** Those after this place come before those left behind. */
function turn(task: BatchTask, place: number): number {
  return task.place > place ? task.place - 1e6 : task.place
}
