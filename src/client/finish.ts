import type { FactId } from '../core/fact/fact.ts'
import type { System } from '../sync/system.ts'
import { makeItem, readAnswer, taskNamed } from './answer.ts'
import { leaveDraft } from './drafts.ts'
import { NotHere } from './errors.ts'
import { givenIn, orderNow, tookOrder } from './items.ts'
import { getSetting } from './settings.ts'
import { type DeviceStore, type ItemRow, type StoreTx, type TaskRow, taskKey } from './store/store.ts'
import { MOST_FINISHED, thinVersions, versionsOf } from './versions.ts'

/**
 * [DS1] Saves a finished item; it is durable when this resolves, and its task has no draft any more.
 * @throws {BadAnswer} or {NotHere}; nothing is saved then.
 */
export async function finish(store: DeviceStore, system: System, value: unknown): Promise<ItemRow> {
  const answer = readAnswer(value)
  const [batch, place] = taskNamed(answer)
  return store.transact('strict', async (tx) => {
    // Whoever finishes waits for each turn to the store and back: what can goes together.
    const [task, device, order, begun] = await Promise.all([
      tx.get('tasks', taskKey(batch, place)),
      getSetting(tx, 'device'),
      orderNow(tx),
      begunOn(tx, batch, place)
    ])
    if (!task || device === undefined) throw new NotHere('no-task', answer.task)
    if (task.item !== undefined) throw new NotHere('answered-already', answer.task)
    const now = system.now()
    const zone = system.zone?.(now)
    const item = makeItem(answer, task, device, now, order, () => system.random(12))
    const made = { ...item, ...(zone !== undefined && { zone }) }
    await Promise.all([putItem(tx, task, made), tookOrder(tx, order), leaveTask(tx, begun, answer)])
    return made
  })
}

/** The item stands for its task from now on, and nothing waits to be finished there. */
export async function putFinished(
  tx: StoreTx,
  task: TaskRow,
  item: ItemRow,
  answer: Readonly<Record<string, unknown>>
): Promise<void> {
  const begun = await begunOn(tx, task.batch, task.place)
  await Promise.all([putItem(tx, task, item), leaveTask(tx, begun, answer)])
}

async function putItem(tx: StoreTx, task: TaskRow, item: ItemRow): Promise<void> {
  await Promise.all([tx.put('items', item), tx.put('tasks', { ...task, item: item.id })])
}

/** What there is of the work on a task until it is finished. */
async function begunOn(tx: StoreTx, batch: FactId, place: number) {
  const [draft, versions] = await Promise.all([tx.get('drafts', taskKey(batch, place)), versionsOf(tx, batch, place)])
  return { draft, versions }
}

async function leaveTask(
  tx: StoreTx,
  { draft, versions }: Awaited<ReturnType<typeof begunOn>>,
  answer: Readonly<Record<string, unknown>>
): Promise<void> {
  const added = draft && (await leaveDraft(tx, draft, answer))
  await thinVersions(tx, added ? [...versions, added] : versions, MOST_FINISHED)
}

/**
 * Takes back an item that was never sealed. What was given is the draft of its task, which is open again; or the draft
 * of the change that it was, and the item before it stands again.
 * @throws {NotHere}
 */
export async function takeBack(store: DeviceStore, id: FactId): Promise<void> {
  await store.transact('strict', async (tx) => {
    const item = await tx.get('items', id)
    if (!item) throw new NotHere('no-item', id)
    if (item.segment !== undefined) throw new NotHere('sealed-already', id)
    await tx.drop('items', id)
    const task = item.task && (await tx.get('tasks', taskKey(...item.task)))
    if (!task) return
    const { batch, place, kind, lang } = task
    const { item: _, ...open } = task
    const changes = item.amends
    await tx.put('tasks', { ...open, ...(changes !== undefined && { item: changes }) })
    const value = givenIn(item)
    if (!value) return // of a skip: the draft was left where it was
    const { saved } = item
    await tx.put('drafts', { batch, place, kind, lang, value, saved, versioned: saved, ...(changes && { changes }) })
  })
}
