import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Hub } from '../hub.ts'
import type { Wish } from './dispatch.ts'

/**
 * Lends to a member so many tasks that their device has `tasks` open ones; if it is connected it sees them at once.
 * @returns the lending; undefined: it has them already, or nothing is open for this wish.
 */
export async function topUp(
  hub: Hub,
  device: DeviceKey,
  tasks: number,
  wish: Pick<Wish, 'langs' | 'kinds'>
): Promise<string | undefined> {
  const count = tasks - (await openTasks(hub, device))
  if (count <= 0 || !hub.ingest.people.has(device)) return undefined
  const lent = await hub.lend(device, { ...wish, count, nonce: hub.system.random(8) })
  if (lent) hub.publishTo(device)
  return lent?.id
}

async function openTasks(hub: Hub, device: DeviceKey): Promise<number> {
  const { batches } = await hub.inboxOf(device)
  const lists = await hub.store.read((tx) => Promise.all(Object.keys(batches).map((id) => tx.loansOf(id))))
  return lists.flat().filter(({ done }) => !done).length
}
