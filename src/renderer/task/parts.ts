import { type ComponentType, lazy, memo } from 'react'
import { isBallot, isReview, isWriting } from '../../core/fact/kinds.ts'
import type { TaskWorkProps } from './task-work.ts'
import { WriteWork } from './write/WriteWork.tsx'

/** Does one kind of task. */
type Part = {
  readonly Work: ComponentType<TaskWorkProps>
  /** Or it comes once it is drawn. */
  readonly isHere: boolean
}

// What happens around the work, as with every letter of a draft that is kept, does not draw it anew: hence `memo`.
const WRITING: Part = { Work: memo(WriteWork), isHere: true }
const writing = { now: () => WRITING, fetch: async () => {} }
const judging = fetched(async () => (await import('./judge/JudgeWork.tsx')).JudgeWork)
const ranking = fetched(async () => (await import('./rank/RankWork.tsx')).RankWork)

/** Which part does a kind of task; undefined: this version has none. */
export function partOf(kind: string): Part | undefined {
  return waysOf(kind)?.now()
}

/** Whoever waits for it draws the part at once, and not first without it. */
export async function fetchPart(kind: string): Promise<void> {
  await waysOf(kind)?.fetch()
}

function waysOf(kind: string) {
  if (isWriting(kind)) return writing
  if (isReview(kind)) return judging
  if (isBallot(kind)) return ranking
  return undefined
}

/** Comes when it is first needed. */
function fetched(get: () => Promise<Part['Work']>) {
  let here: Part | undefined
  const fetch = async () => {
    const Work = here?.Work ?? memo(await get())
    here ??= { Work, isHere: true }
    return { default: here.Work }
  }
  const later: Part = { Work: lazy(fetch), isHere: false }
  return { now: () => here ?? later, fetch }
}
