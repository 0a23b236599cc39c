import { checkFact } from '../core/fact/check.ts'
import { type Content, type FactId, makeFact, type VersionId } from '../core/fact/fact.ts'
import { type System, secondsNow } from '../sync/system.ts'
import { BadAnswer, NotHere } from './errors.ts'
import { nextOrder } from './items.ts'
import { getSetting } from './settings.ts'
import type { DeviceStore, ItemRow, LentMessage, ReadTx, StoreTx } from './store/store.ts'
import { splitText, whole } from './texts.ts'

/** The reaction that asks moderators to look (open-assistant.md 3). */
export const FLAG = 'red_flag'

/**
 * Calls a moderator to a message. It needs no task.
 * @throws {BadAnswer} or {NotHere} no-message; nothing is saved then.
 */
export async function report(store: DeviceStore, system: System, message: VersionId, text: string): Promise<ItemRow> {
  return store.transact('strict', async (tx) => {
    const said = whole(text)
    await refuseUnknown(tx, message)
    return put(tx, system, (head, device) => splitText(device, said, () => system.random(12), reportOn(message, head)))
  })
}

/**
 * Reacts to a message, or takes the reaction back. One that was not sealed yet is undone rather than answered by another.
 *
 * @returns the item that says so; undefined if there was nothing to say, or nothing is said any more.
 * @throws {BadAnswer} or {NotHere} no-message; nothing is saved then.
 */
export async function react(
  store: DeviceStore,
  system: System,
  message: VersionId,
  emoji: string,
  on: boolean
): Promise<ItemRow | undefined> {
  return store.transact('strict', async (tx) => {
    await refuseUnknown(tx, message)
    const last = lastReaction(await tx.list('items'), message, emoji)
    if ((last !== undefined && isOn(last)) === on) return undefined
    if (last && last.segment === undefined) {
      await tx.drop('items', last.id)
      return undefined
    }
    const removed = on ? {} : { removed: true }
    // The later one counts, also within one second, or when the clock was put back meanwhile.
    const least = last === undefined ? 0 : Number(last.contents[0]?.saved) + 1
    return put(tx, system, ({ saved }) => [
      { kind: 'emoji', v: 1, message, emoji, ...removed, saved: Math.max(saved, least) }
    ])
  })
}

/**
 * Asks the moderators for another look at what they returned.
 * @param id the item that was returned.
 * @throws {BadAnswer} or {NotHere} no-item; nothing is saved then.
 */
export async function appeal(store: DeviceStore, system: System, id: FactId, text: string): Promise<ItemRow> {
  return store.transact('strict', async (tx) => {
    const said = whole(text)
    if (!(await tx.get('items', id))) throw new NotHere('no-item', id)
    const head = (saved: Head) => ({ kind: 'appeal', v: 1, fact: id, ...saved })
    return put(tx, system, (saved, device) => splitText(device, said, () => system.random(12), head(saved)))
  })
}

/** No work of this person is to be given away any more. */
export async function withdraw(store: DeviceStore, system: System): Promise<ItemRow> {
  return store.transact('strict', (tx) => put(tx, system, (head) => [{ kind: 'withdraw', v: 1, ...head }]))
}

/** A message that some task here shows. */
async function messageHere(tx: ReadTx, id: unknown): Promise<LentMessage | undefined> {
  for (const { thread, candidates } of await tx.list('tasks'))
    for (const message of [...thread, ...candidates]) if (message.id !== undefined && message.id === id) return message
  return undefined
}

/** The reactions that are this person's last word, as `message/emoji`. */
export async function readReactions(tx: ReadTx): Promise<ReadonlySet<string>> {
  const own = (await tx.list('items')).filter(({ contents: [content] }) => content?.kind === 'emoji')
  const given = new Set<string>()
  for (const item of own.sort((a, b) => a.order - b.order)) {
    const { message, emoji } = item.contents[0] as Content
    if (isOn(item)) given.add(`${message}/${emoji}`)
    else given.delete(`${message}/${emoji}`)
  }
  return given
}

/** The messages that this person has called a moderator to, with words or without, and not taken that back. */
export async function readReported(tx: ReadTx): Promise<ReadonlySet<VersionId>> {
  const flagged = [...(await readReactions(tx))].filter((each) => each.endsWith(`/${FLAG}`))
  const told = (await tx.list('items')).flatMap(({ contents }) => {
    const said = contents.find(({ kind }) => kind === 'report')
    return said ? [String(said.message)] : []
  })
  return new Set([...flagged.map((each) => each.slice(0, -FLAG.length - 1)), ...told])
}

type Head = { readonly saved: number }

function reportOn(message: VersionId, head: Head): Content {
  return { kind: 'report', v: 1, message, ...head }
}

async function put(
  tx: StoreTx,
  system: System,
  make: (head: Head, device: string) => readonly Content[]
): Promise<ItemRow> {
  const device = await getSetting(tx, 'device')
  if (device === undefined) throw new NotHere('not-joined')
  const contents = make({ saved: secondsNow(system) }, device)
  const fact = makeFact(device, contents.at(-1) as Content)
  const checked = checkFact(fact)
  if (checked.is === 'malformed') throw new BadAnswer(checked.field, checked.problem)
  // The same said twice within a second is one fact.
  const before = await tx.get('items', fact.id)
  if (before) return before
  const item = { id: fact.id, device, saved: system.now(), order: await nextOrder(tx), contents }
  await tx.put('items', item)
  return item
}

async function refuseUnknown(tx: ReadTx, message: VersionId): Promise<void> {
  if (!(await messageHere(tx, message))) throw new NotHere('no-message', message)
}

function lastReaction(items: readonly ItemRow[], message: VersionId, emoji: string): ItemRow | undefined {
  const own = items.filter(({ contents: [content] }) => {
    return content?.kind === 'emoji' && content.message === message && content.emoji === emoji
  })
  return own.sort((a, b) => a.order - b.order).at(-1)
}

function isOn({ contents: [content] }: ItemRow): boolean {
  return content?.removed !== true
}
