import type { Board, Signed } from './board.ts'
import type { Situation } from './situation.ts'

/** What the hourly job does to trees: prompts that wait are halted if their author is disabled. It rolls for no backlog. */
export function hourly(board: Board, accounts: Situation['accounts']): Signed[] {
  return board
    .filter(({ state, row, messages }) => {
      const author = messages[0]?.contributor ?? ''
      return state === 'prompt_lottery_waiting' && row?.lost !== true && !accounts(author).enabled
    })
    .map(({ id }) => ({ kind: 'halt', tree: id }))
}

/** What a start of the backend does: the same, and every tree that has no state or is active looks at itself. */
export function start(board: Board, accounts: Situation['accounts']): Signed[] {
  const rechecked = board
    .filter(({ row }) => row?.active || row?.lost)
    .map(({ id }): Signed => ({ kind: 'recheck', tree: id }))
  return [...hourly(board, accounts), ...rechecked]
}

/** The operator's retry. */
export function retryScoring(board: Board): Signed[] {
  return board
    .filter(({ state, row }) => state === 'scoring_failed' && row?.lost !== true)
    .map(({ id }) => ({ kind: 'retry', tree: id }))
}
