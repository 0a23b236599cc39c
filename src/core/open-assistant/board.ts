import type { Rules } from '../rules.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { openingsOf } from './openings.ts'
import { isTerminal } from './rows.ts'

/** What a hub signs after a call, with its version and its time. */
export type Signed =
  | { readonly kind: 'lottery' | 'activate'; readonly tree: string; readonly seed: number }
  | { readonly kind: 'abort' | 'halt' | 'recheck' | 'retry'; readonly tree: string }
  | { readonly kind: 'delete'; readonly message: string }

/** All trees that a hub holds, in the order of their ids. */
export type Board = readonly TreeView[]

/** The board as it is once a decision is taken, as far as the calls look at it. */
export function after(board: Board, decision: Signed): Board {
  return board.map((tree) => {
    if (decision.kind === 'delete') return withoutMessage(tree, decision.message)
    return tree.id === decision.tree ? inState(tree, stateAfter(tree, decision.kind)) : tree
  })
}

function stateAfter(tree: TreeView, kind: Signed['kind']): TreeView['state'] {
  switch (kind) {
    case 'lottery':
      return 'growing'
    case 'activate':
      return isThin(tree) ? 'aborted_low_grade' : 'ranking'
    case 'abort':
      return 'aborted_low_grade'
    case 'halt':
      return 'halted_by_moderator'
    default:
      return tree.state
  }
}

function inState(tree: TreeView, state: TreeView['state']): TreeView {
  return tree.row ? { ...tree, state, row: { ...tree.row, active: !isTerminal(state) } } : tree
}

function withoutMessage(tree: TreeView, id: string): TreeView {
  if (!tree.messages.some((message) => message.id === id)) return tree
  const gone = new Set([id])
  const messages = tree.messages.map((message): MessageView => {
    if (!gone.has(message.id) && (message.parent === undefined || !gone.has(message.parent))) return message
    gone.add(message.id)
    return { ...message, deleted: true }
  })
  return { ...tree, messages }
}

/** Whether it holds nothing to rank: no two answers of the assistant to one message. */
export function isThin({ messages }: TreeView): boolean {
  const answers = messages.filter(
    ({ accepted, deleted, role }) => accepted === true && !deleted && role === 'assistant'
  )
  const byParent = Map.groupBy(answers, ({ parent }) => parent)
  return ![...byParent].some(([parent, siblings]) => parent !== undefined && siblings.length > 1)
}

/** Trees in a state, by the language of their root. A tree that lost its state is in none. */
export function inStateOf(board: Board, state: TreeView['state'], lang: string): TreeView[] {
  return board.filter((tree) => tree.state === state && tree.lang === lang && tree.row?.lost !== true)
}

/** Sets of replies of a language that are short of ballots, prompters' too, whoever may rank them. */
export function openRankings(board: Board, lang: string, rules: Rules): number {
  return board
    .filter(({ state }) => state === 'ranking')
    .flatMap((tree) => openingsOf(tree, rules))
    .filter(({ target }) => target.lang === lang).length
}
