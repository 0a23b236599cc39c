import type { MessageView } from '../tree/view.ts'
import type { Board } from './board.ts'
import { DUPLICATE_WINDOW, type Refusal } from './refusals.ts'
import type { Account } from './situation.ts'

/**
 * Why Open-Assistant refuses what someone hands in for a reason outside of the tree, which is for a hub to say: with a
 * `decline` of this rule. Reasons within the tree need no decision; they are found whenever it is derived.
 *
 * @param text of a message; blanks around it are no part of it.
 */
export function declineOf(
  board: Board,
  { enabled }: Account,
  contributor: string,
  text: string | undefined,
  now: number
): Refusal | undefined {
  if (!enabled) return 'user-disabled'
  if (text === undefined) return undefined
  const same = (message: MessageView) =>
    message.contributor === contributor &&
    message.at !== undefined &&
    message.at > now - DUPLICATE_WINDOW &&
    message.text?.trim() === text.trim()
  return board.some(({ messages }) => messages.some(same)) ? 'same-text-again' : undefined
}

/** How often ballots since a time put a reply of each contributor on a place, 0 the best. Weighs in the lottery. */
export function rankedOn(board: Board, place: number, since: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { messages } of board) {
    const authors = new Map(messages.map(({ id, contributor }) => [id, contributor]))
    for (const { ballots } of messages)
      for (const { order, at } of ballots) {
        const author = authors.get([order[place] ?? ''].flat()[0] ?? '')
        if (at >= since && author !== undefined) counts.set(author, (counts.get(author) ?? 0) + 1)
      }
  }
  return counts
}
