import type { MessageView } from '../tree/view.ts'
import type { Board } from './board.ts'
import { DUPLICATE_WINDOW, isTooLong, type Refusal } from './refusals.ts'
import type { Account } from './situation.ts'

/**
 * Why Open-Assistant refuses what someone hands in for a reason outside of a tree, which is for a hub to say: with a
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
  // Of a first message nothing is left to tell why once it is refused: there is no tree.
  if (isTooLong(text)) return 'too-long'
  const same = (message: MessageView) =>
    message.contributor === contributor &&
    message.at !== undefined &&
    message.at > now - DUPLICATE_WINDOW &&
    message.text?.trim() === text.trim()
  return board.some(({ messages }) => messages.some(same)) ? 'same-text-again' : undefined
}
