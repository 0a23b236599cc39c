import { expect, it } from 'vitest'
import { Device } from './device.ts'
import { aComputer, itemOf, KEY, keyringWith, NEXT, PROJECT, put, works } from './journal/examples/computer.ts'
import { setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'

/** A device whose store was lost, in a new one, while its journal cannot be read yet: it was let in by another key. */
async function lostAndBegun() {
  const computer = aComputer()
  await (await works(computer)).close()
  const { journals, system } = computer
  const reads = { fail: true }
  computer.journals = {
    ...journals,
    read: async (name) => {
      if (reads.fail) throw new Error('no read')
      return journals.read(name)
    }
  }
  computer.store = openMemoryStore()
  const keyring = keyringWith(KEY, NEXT)
  computer.keyring = keyring
  const twin = computer.starts()
  await put(twin.store, async (tx) => {
    await setSetting(tx, 'project', PROJECT)
    await setSetting(tx, 'device', NEXT.device)
    await setSetting(tx, 'address', 'http://127.0.0.1:1')
  })
  let calls = 0
  const device = new Device({
    ...{ store: twin.store, keyring, verify: async () => true, system },
    connect: () => {
      calls += 1
      return {
        ...{ binaryType: 'arraybuffer', extensions: '', onopen: null, onmessage: null, onclose: null, onerror: null },
        send() {},
        close() {}
      }
    }
  })
  twin.onChange(() => device.refresh())
  await device.start()
  return { computer, twin, device, reads, calls: () => calls }
}

it('[EX5] [JN6] what a journal read late brings of an earlier key goes out at once, though the device is connected: it calls again', async () => {
  const { computer, twin, device, reads, calls } = await lostAndBegun()
  expect([twin.copies(), calls()]).toEqual(['failing', 1])
  reads.fail = false
  computer.system.pass(10_000)
  await expect.poll(calls).toBe(2)
  expect(twin.copies()).toBe('two')
  const items = await twin.store.transact('relaxed', (tx) => tx.list('items'))
  expect(items.map(({ id }) => id)).toContain(itemOf(0).id)
  await device.stop()
})

it('[EX5] and not for what it has called for already', async () => {
  const { computer, device, twin, reads, calls } = await lostAndBegun()
  reads.fail = false
  computer.system.pass(10_000)
  await expect.poll(calls).toBe(2)
  device.refresh()
  await device.line()
  await twin.store.transact('relaxed', async () => {})
  await new Promise(setImmediate)
  expect(calls()).toBe(2)
  await device.stop()
})
