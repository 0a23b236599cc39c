import { type ManualSystem, manualSystem } from '../../sync/manual-system.ts'
import { Device } from '../device.ts'
import { setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { DeviceStore, TaskRow } from '../store/store.ts'

/** A device that has these tasks, in memory, with time by hand. It has no key and never syncs. */
export async function offlineDevice(
  ...tasks: readonly TaskRow[]
): Promise<{ store: DeviceStore; device: Device; system: ManualSystem }> {
  const store = openMemoryStore()
  const system = manualSystem()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'device', 'd'.repeat(64))
    for (const task of tasks) await tx.put('tasks', task)
  })
  const unused = () => Promise.reject(new Error('not in this test'))
  const device = new Device({
    ...{ store, keyring: { make: unused, find: unused }, verify: unused, system },
    connect: () => {
      throw new Error('not in this test')
    }
  })
  return { store, device, system }
}
