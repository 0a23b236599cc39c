import type { MessageId } from '../fact/fact.ts'
import type { MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import type { Ids } from './ids.ts'
import { isErased, isHeld } from './select.ts'

/** One turn of a conversation, as chat templates take it. */
export type Turn = { readonly role: 'user' | 'assistant'; readonly content: string }

export function turnOf({ role, text }: MessageView): Turn {
  return { role: role === 'prompter' ? 'user' : 'assistant', content: text ?? '' }
}

/** What leaves for training: texts that are there and that no flag holds back, whatever else is given. */
export function isTrainable(message: MessageView): boolean {
  return !isErased(message) && !isHeld(message)
}

/** The thread from the root to a message; undefined if a part of it is not in the export. */
export function threadsIn({ messages }: Cut): (message: MessageView) => MessageView[] | undefined {
  const byId = new Map<MessageId, MessageView>(messages.filter(isTrainable).map((message) => [message.id, message]))
  return (message) => {
    const thread: MessageView[] = []
    for (let one: MessageView | undefined = byId.get(message.id); one; one = byId.get(one.parent ?? '')) {
      thread.unshift(one)
      if (one.parent === undefined || one.depth === 0) return thread
    }
    return undefined
  }
}

/** Whether it begins with a prompt and the roles take turns. */
export function alternates(thread: readonly MessageView[]): boolean {
  return thread.every(({ role }, at) => (role === 'prompter') === (at % 2 === 0))
}

/** Whose tree, and in which language. */
export function placeOf({ view }: Cut, message: MessageView, ids: Ids) {
  const lang = message.lang ?? view.lang
  return { message_tree_id: ids.message(view.id), lang }
}
