import { TREE_STATES, type TreeState } from './view.ts'

export type Imported = { readonly as: string; readonly fields: Readonly<Record<string, unknown>> }

/** States in which an imported tree stays; a parked prompt leaves its state by the lottery. */
export const PARKED: readonly TreeState[] = [
  'ready_for_export',
  'aborted_low_grade',
  'halted_by_moderator',
  'backlog_ranking',
  'scoring_failed'
]

/** Where an imported tree starts; undefined: a prompt of our own. */
export function startOf(imported: Imported | undefined): TreeState | undefined {
  if (!imported) return undefined
  switch (imported.as) {
    case 'growing':
    case 'ranking':
      return imported.as
    case 'backlog':
      return 'backlog_ranking'
    case 'prompts':
      return 'prompt_lottery_waiting'
    default: {
      const given = TREE_STATES.find((state) => state === imported.fields.tree_state) ?? 'ready_for_export'
      return given === 'ready_for_scoring' ? 'ranking' : given
    }
  }
}

/** Whether an imported tree came with all it would ever hold; none of these states is left by growing. */
export function startedFull(start: TreeState | undefined): boolean {
  return start === 'ranking' || (start !== undefined && PARKED.includes(start))
}
