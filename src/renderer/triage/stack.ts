import type { BatchTask } from '../../client/work.ts'
import { isReview } from '../../core/fact/kinds.ts'

/** The cards still to be judged, the one on top first, and those that were, the last one last. */
export type Stack = { readonly left: readonly BatchTask[]; readonly given: readonly Given[] }
/** `item`: it is saved; absent: that is under way. */
export type Given = { readonly task: BatchTask; readonly words: string; readonly item?: string }

/** The judging tasks of a batch: from `place` on, then those before it. */
export function stackOf(tasks: readonly BatchTask[], place = 0): Stack {
  const open = tasks.filter(({ kind, is }) => is === 'open' && isReview(kind))
  return {
    left: [...open.filter((task) => task.place >= place), ...open.filter((task) => task.place < place)],
    given: []
  }
}

/** The top card is judged; the next one is on top. */
export function give({ left, given }: Stack, words: string): Stack {
  const [task, ...rest] = left
  return task ? { left: rest, given: [...given, { task, words }] } : { left, given }
}

export function saved({ left, given }: Stack, { place }: BatchTask, item: string): Stack {
  return { left, given: given.map((each) => (each.task.place === place ? { ...each, item } : each)) }
}

/** It could not be saved: it is on top again, and what was judged after it and is not saved either comes after it. */
export function putBack({ left, given }: Stack): Stack {
  const unsaved = given.filter(({ item }) => item === undefined).map(({ task }) => task)
  return { left: [...unsaved, ...left], given: given.filter(({ item }) => item !== undefined) }
}

/** A card that is on top again because it was taken back; also one of an earlier visit. */
export function takenBack({ left, given }: Stack, task: BatchTask): Stack {
  const isOther = ({ place }: BatchTask) => place !== task.place
  return { left: [task, ...left.filter(isOther)], given: given.filter((each) => isOther(each.task)) }
}

/** Somebody else, such as another window, has finished it. */
export function without({ left, given }: Stack, { place }: BatchTask): Stack {
  return { left, given: given.filter(({ task }) => task.place !== place) }
}
