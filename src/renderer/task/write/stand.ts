import * as v from 'valibot'
import type { Given } from '../task-work.ts'
import { type History, NO_HISTORY, type Selection, trimmed } from './text-history.ts'

/** Where somebody stands in a text: all but the text itself. */
export type Stand = { readonly selection: Selection; readonly scroll: number; readonly history: History }

/** It is written with each draft, so it is kept small. */
const KEPT = { steps: 200, characters: 20_000 }

const Whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const SelectionShape = v.tuple([Whole, Whole])
const StepShape = v.object({
  at: Whole,
  gone: v.string(),
  come: v.string(),
  before: SelectionShape,
  after: SelectionShape
})
const StandShape = v.object({
  selection: SelectionShape,
  scroll: v.number(),
  done: v.array(StepShape),
  undone: v.array(StepShape)
})

/** As it is kept beside a draft. */
export function spelled({ selection, scroll, history }: Stand): Given {
  const { done, undone } = trimmed(history, KEPT)
  return { selection, scroll, done, undone }
}

/** At the end of the text, with nothing to undo, if nothing else is known. */
export function readStand(kept: Given | undefined, text: string): Stand {
  const parsed = v.safeParse(StandShape, kept)
  if (!parsed.success) return { selection: [text.length, text.length], scroll: 0, history: NO_HISTORY }
  const { selection, scroll, done, undone } = parsed.output
  return { selection, scroll, history: { done, undone } }
}
