import type { Content, DeviceKey, TreeId } from '../../src/core/fact/fact.ts'
import { lendingOf } from '../../src/hub/dispatch/lending.ts'
import type { Hub } from '../../src/hub/hub.ts'
import { Bulk, importer } from '../bulk.ts'
import type { Message } from '../day-of-work.ts'

/** In each batch; as in a volunteer's day, two writings to three rankings to six reviews. */
const IN_BATCH = { replies: 4, rankings: 5, reviews: 11 }
export const TASKS_IN_BATCH = 20

/** The trees of a file so many times over, each time under other names, in the hub's store. */
export async function importCopies(hub: Hub, messages: readonly Message[], copies: number): Promise<void> {
  const bulk = new Bulk(hub)
  const from = await importer(hub)
  for (let copy = 0; copy < copies; copy++) {
    for (const message of messages) addMessage(bulk, from, message, copy)
    await bulk.flush(2000)
  }
  await bulk.flush()
}

/** Lends so many batches of real messages to a device, each task about another one as far as there are. */
export async function lendBatches(
  hub: Hub,
  device: DeviceKey,
  messages: readonly Message[],
  copies: number,
  count: number
): Promise<void> {
  const all = Array.from({ length: copies }, (_, copy) => messages.map((message) => ({ message, copy }))).flat()
  const prompts = turning(all.filter(({ message }) => message.role === 'prompter'))
  const reviewed = turning(all.filter(({ message }) => message.role === 'assistant'))
  const ranked = turning(all.filter(({ message }) => repliesOf(message).length >= 3))
  const taskOf = (kind: string, { message, copy }: (typeof all)[number], candidates: readonly Message[] = []) => {
    const thread = message.thread.map(({ id }) => named(id, copy))
    return { kind, thread, candidates: candidates.map(({ id }) => named(id, copy)), target: thread.at(-1) ?? '' }
  }
  for (let batch = 0; batch < count; batch++) {
    const needs = [
      ...many(IN_BATCH.replies, () => taskOf('assistant_reply', prompts())),
      ...many(IN_BATCH.rankings, () => {
        const each = ranked()
        return taskOf('rank_assistant_replies', each, repliesOf(each.message).slice(0, 3))
      }),
      ...many(IN_BATCH.reviews, () => taskOf('label_assistant_reply', reviewed()))
    ]
    // Each is due later than the one before.
    const head = { device, lang: 'en', at: 0, until: 2 ** 32 + batch * 3600, nonce: hub.system.random(8) }
    await hub.lendContent(lendingOf(needs as Parameters<typeof lendingOf>[0], 0, head, hub.system))
  }
}

function addMessage(bulk: Bulk, from: DeviceKey, { id, role, text, lang, thread }: Message, copy: number): void {
  const tree: TreeId = named(thread[0]?.id ?? id, copy)
  const parent = thread.at(-2)
  if (!parent) bulk.add(from, { kind: 'import_tree', v: 1, tree, as: 'growing', fields: {}, at: 1 })
  const place = parent ? parent.replies.findIndex((reply) => reply.id === id) : 0
  const content: Content = { kind: 'import_message', v: 1, tree, message: named(id, copy), place, text, salt: salt() }
  const fields = { role, lang, review_result: true, review_count: 3 }
  bulk.add(from, { ...content, ...(parent && { parent: named(parent.id, copy) }), fields })
}

function repliesOf({ replies }: Message): Message[] {
  return replies.filter(({ role }) => role === 'assistant')
}

function named(id: string, copy: number): string {
  return `${id}-${copy}`
}

function turning<T>(list: readonly T[]): () => T {
  let n = 0
  return () => list[n++ % list.length] as T
}

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}

let salts = 0
/** Of eight bytes, all different. */
function salt(): Uint8Array {
  salts += 1
  return new Uint8Array(new BigUint64Array([BigInt(salts)]).buffer)
}
