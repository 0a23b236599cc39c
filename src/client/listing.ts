import { type Content, makeFact } from '../core/fact/fact.ts'
import { type System, secondsNow } from '../sync/system.ts'
import { nextOrder } from './items.ts'
import { getSetting } from './settings.ts'
import type { DeviceStore, ItemRow, ReadTx } from './store/store.ts'

/** Whether lists of those who did most may name this person: yes, until they say otherwise. */
export async function readListed(tx: ReadTx): Promise<boolean> {
  return (await lastWish(tx))?.shown !== false
}

/** Says so to the project. A contribution like any other: it goes out with the next contact. */
export async function setListed(store: DeviceStore, system: System, shown: boolean): Promise<ItemRow | undefined> {
  return store.transact('strict', async (tx) => {
    const device = await getSetting(tx, 'device')
    const last = await lastWish(tx)
    if (device === undefined || (last?.shown ?? true) === shown) return undefined
    // The later one counts, also within one second, or when the clock was set back meanwhile.
    const saved = Math.max(secondsNow(system), Number(last?.saved ?? -1) + 1)
    const content: Content = { kind: 'listing', v: 1, shown, saved }
    const order = await nextOrder(tx)
    const item = { id: makeFact(device, content).id, device, saved: system.now(), order, contents: [content] }
    await tx.put('items', item)
    return item
  })
}

async function lastWish(tx: ReadTx): Promise<Content | undefined> {
  const contents = (await tx.list('items')).flatMap((item) => item.contents.at(-1) ?? [])
  const wishes = contents.filter(({ kind }) => kind === 'listing')
  return wishes.sort((a, b) => Number(a.saved) - Number(b.saved)).at(-1)
}
