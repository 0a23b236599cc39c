import type { Batch, BatchTask, Work } from '../../client/work.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { isBallot, isReview } from '../../core/fact/kinds.ts'

/** What a person does: three words for the many kinds of task. */
export const GROUPS = ['write', 'rank', 'judge'] as const
export type Group = (typeof GROUPS)[number]

/** A batch with open tasks, as Today shows it. */
export type OpenBatch = {
  readonly id: string
  readonly lang: string
  /** Milliseconds since 1970. */
  readonly until: number
  /** What it asks for in all, in the order of `GROUPS`. */
  readonly groups: readonly Group[]
  readonly left: readonly { readonly group: Group; readonly count: number }[]
  readonly done: number
  readonly skipped: number
  readonly total: number
  readonly ticks: readonly ('open' | 'done' | 'skipped' | 'now')[]
  readonly next: BatchTask
}

/** Those with something left to do, the most urgent first, as they come. */
export function openBatches(batches: readonly Batch[]): OpenBatch[] {
  return batches.flatMap(({ id, until, tasks }): OpenBatch[] => {
    const next = tasks.find(({ is }) => is === 'open')
    if (!next) return []
    const count = (group: Group, some: readonly BatchTask[]) =>
      some.filter(({ kind }) => groupOf(kind) === group).length
    const open = tasks.filter(({ is }) => is === 'open')
    return [
      {
        id,
        lang: next.lang,
        until: until * 1000,
        groups: GROUPS.filter((group) => count(group, tasks) > 0),
        left: GROUPS.map((group) => ({ group, count: count(group, open) })).filter((each) => each.count > 0),
        done: tasks.filter(({ is }) => is === 'done').length,
        skipped: tasks.filter(({ is }) => is === 'skipped').length,
        total: tasks.length,
        ticks: tasks.map((task) => (task === next ? 'now' : task.is)),
        next
      }
    ]
  })
}

/** Today is no archive: so many returned items and drafts at most, the rest is in My work. */
const MOST_WAITING = 4

/** What came back and what was begun, newest first; `more` are left out. */
export function waitingForMe(work: readonly Work[]): { shown: readonly Work[]; more: number } {
  const returned = work.filter(({ state }) => state === 'returned')
  const drafts = work.filter(({ state }) => state === 'draft')
  const all = [...returned.slice(0, MOST_WAITING / 2), ...drafts, ...returned.slice(MOST_WAITING / 2)]
  const shown = all.slice(0, MOST_WAITING)
  return { shown, more: all.length - shown.length }
}

/** Items that the project holds, whatever it made of them. */
export function receivedCount(work: readonly Work[]): number {
  return work.filter(({ state }) => ['received', 'merged', 'spare', 'returned'].includes(state)).length
}

function groupOf(kind: TaskKind): Group {
  if (isBallot(kind)) return 'rank'
  return isReview(kind) || kind === 'review_translation' ? 'judge' : 'write'
}
