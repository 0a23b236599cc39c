import type { FactId } from '../core/fact/fact.ts'
import type { System } from '../sync/system.ts'
import { makeItem, readAnswer, taskNamed } from './answer.ts'
import { leaveDraft } from './drafts.ts'
import { NotHere } from './errors.ts'
import { givenIn, nextOrder } from './items.ts'
import { getSetting } from './settings.ts'
import { type DeviceStore, type ItemRow, type StoreTx, type TaskRow, taskKey } from './store/store.ts'
import { MOST_FINISHED, thinVersions } from './versions.ts'

/**
 * [DS1] Saves a finished item; it is durable when this resolves, and its task has no draft any more.
 * @throws {BadAnswer} or {NotHere}; nothing is saved then.
 */
export async function finish(store: DeviceStore, system: System, value: unknown): Promise<ItemRow> {
  const answer = readAnswer(value)
  const [batch, place] = taskNamed(answer)
  return store.transact('strict', async (tx) => {
    // Whoever finishes waits for each turn to the store and back: what can goes together.
    const [task, device, order] = await Promise.all([
      tx.get('tasks', taskKey(batch, place)),
      getSetting(tx, 'device'),
      nextOrder(tx)
    ])
    if (!task || device === undefined) throw new NotHere('no-task', answer.task)
    if (task.item !== undefined) throw new NotHere('answered-already', answer.task)
    const now = system.now()
    const zone = system.zone?.(now)
    const item = makeItem(answer, task, device, now, order, () => system.random(12))
    const made = { ...item, ...(zone !== undefined && { zone }) }
    await putFinished(tx, task, made, answer)
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
  const { batch, place } = task
  await Promise.all([
    tx.put('items', item),
    tx.put('tasks', { ...task, item: item.id }),
    leaveDraft(tx, batch, place, answer).then(() => thinVersions(tx, batch, place, MOST_FINISHED))
  ])
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
