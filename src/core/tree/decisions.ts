import { type KnownFact, ofKind } from '../fact/check.ts'
import type { Outcomes } from './outcomes.ts'
import type { TreeState } from './view.ts'

/** What moderators and hubs decided about a tree's state. */
export type Decided = {
  readonly halted: boolean
  readonly aborted: boolean
  /** Its prompt was drawn by the lottery. */
  readonly won: boolean
  readonly activated: boolean
  /** A restart names the import that brought it halted. */
  readonly released: boolean
}

/**
 * [MO2] Halts and aborts that no restart names, draws, and activations of trees of the backlog. A restart of what was
 * not halted is returned, and so is an activation of what is not in the backlog. What came halted is restarted by naming
 * its import.
 *
 * @param start where an imported tree starts.
 */
export function readDecisions(facts: readonly KnownFact[], start: TreeState | undefined, outcomes: Outcomes): Decided {
  const halts = ofKind(facts, 'halt')
  const aborts = ofKind(facts, 'abort')
  const imports = start === 'halted_by_moderator' ? ofKind(facts, 'import_tree') : []
  const stops = new Set([...halts, ...aborts, ...imports].map(({ id }) => id))
  const undone = new Set<string>()
  for (const restart of ofKind(facts, 'restart')) {
    const named = restart.content.halts.filter((id) => stops.has(id))
    for (const id of named) undone.add(id)
    if (named.length > 0) outcomes.merged(restart)
    else outcomes.returned(restart, 'not-halted')
  }
  const activations = start === 'backlog_ranking' ? ofKind(facts, 'activate') : []
  for (const activation of ofKind(facts, 'activate')) {
    if (start === 'backlog_ranking') outcomes.merged(activation)
    else outcomes.returned(activation, 'not-in-backlog')
  }
  return {
    halted: halts.some(({ id }) => !undone.has(id)),
    aborted: aborts.some(({ id }) => !undone.has(id)),
    won: ofKind(facts, 'lottery').length > 0,
    activated: activations.length > 0,
    released: imports.some(({ id }) => undone.has(id))
  }
}
