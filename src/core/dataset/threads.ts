import type { MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import type { Ids } from './ids.ts'
import { meansOf } from './judged.ts'
import type { Fields } from './parsed.ts'
import { partOf, type Split } from './split.ts'
import { alternates, isTrainable, placeOf, threadsIn, turnOf } from './turns.ts'

/**
 * [XP13] Threads for supervised training: from the root to each assistant's message that no other assistant's message
 * follows, so that no thread is the beginning of another and each ends with an answer. Open-Assistant's loader cuts a
 * last question off, and then may give the same thread twice.
 *
 * @returns `odd`: threads in which the roles do not take turns, which are not given.
 */
export function threadsOf(cut: Cut, ids: Ids, split?: Split): { threads: Fields[]; odd: number } {
  const threadTo = threadsIn(cut)
  const inner = new Set<string>()
  for (const message of cut.messages)
    if (message.role === 'assistant' && isTrainable(message))
      for (const above of threadTo(message) ?? []) if (above.id !== message.id) inner.add(above.id)
  const ends = cut.messages.filter(({ id, role }) => role === 'assistant' && !inner.has(id))
  const threads = ends.flatMap((end) => [threadTo(end)].filter((thread) => thread !== undefined))
  const good = threads.filter(alternates)
  return { threads: good.map((thread) => lineOf(cut, thread, ids, split)), odd: threads.length - good.length }
}

function lineOf(cut: Cut, thread: readonly MessageView[], ids: Ids, split: Split | undefined): Fields {
  const end = thread.at(-1) as MessageView
  return {
    thread_id: ids.message(end.id),
    ...placeOf(cut, end, ids),
    split: partOf(cut.view, split),
    messages: thread.map((message) => new Map(Object.entries(withLabels(message, ids))))
  }
}

function withLabels(message: MessageView, ids: Ids): Fields {
  const labels = meansOf(message)
  return {
    ...turnOf(message),
    message_id: ids.message(message.id),
    ...(message.lang !== undefined && { lang: message.lang }),
    ...(message.rank !== undefined && { rank: message.rank }),
    ...(Object.keys(labels).length > 0 && { labels })
  }
}
