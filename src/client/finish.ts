import type { FactId } from '../core/fact/fact.ts'
import type { System } from '../sync/system.ts'
import { makeItem, readAnswer, taskNamed } from './answer.ts'
import { NotHere } from './errors.ts'
import { givenIn, nextOrder } from './items.ts'
import { getSetting } from './settings.ts'
import { type DeviceStore, type DraftRow, type ItemRow, taskKey } from './store/store.ts'

/**
 * [DS1] Saves a finished item; it is durable when this resolves, and its task has no draft any more.
 * @throws {BadAnswer} or {NotHere}; nothing is saved then.
 */
export async function finish(store: DeviceStore, system: System, value: unknown): Promise<ItemRow> {
  const answer = readAnswer(value)
  const [batch, place] = taskNamed(answer)
  return store.transact('strict', async (tx) => {
    const task = await tx.get('tasks', taskKey(batch, place))
    const device = await getSetting(tx, 'device')
    if (!task || device === undefined) throw new NotHere('no-task', answer.task)
    if (task.item !== undefined) throw new NotHere('answered-already', answer.task)
    const order = await nextOrder(tx)
    const made = makeItem(answer, task, device, system.now(), order, () => system.random(12))
    await tx.put('items', made)
    await tx.put('tasks', { ...task, item: made.id })
    await tx.drop('drafts', taskKey(batch, place))
    return made
  })
}

/**
 * Takes back an item that was never sealed. Its task is open again, and what was given is its draft.
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
    const { item: _, ...open } = task
    await tx.put('tasks', open)
    const value = givenIn(item)
    if (value) await tx.put('drafts', { batch: task.batch, place: task.place, value, saved: item.saved })
  })
}

/**
 * Keeps a draft, or drops it if there is nothing to keep. A finished task keeps none.
 * @returns whether a draft came or went.
 */
export async function keepDraft(
  store: DeviceStore,
  system: System,
  { batch, place }: Pick<DraftRow, 'batch' | 'place'>,
  value: DraftRow['value'] | undefined
): Promise<boolean> {
  return store.transact('relaxed', async (tx) => {
    const key = taskKey(batch, place)
    const task = await tx.get('tasks', key)
    const before = await tx.get('drafts', key)
    if (value === undefined) await tx.drop('drafts', key)
    else if (task && task.item === undefined) await tx.put('drafts', { batch, place, value, saved: system.now() })
    return (before === undefined) !== (value === undefined)
  })
}
