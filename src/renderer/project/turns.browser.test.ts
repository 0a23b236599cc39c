import { expect, it } from 'vitest'
import type { Device } from '../../client/device.ts'
import { takeTurns } from './turns.ts'

/** As far as turns know a device. */
function aDevice(stop: () => Promise<void> = async () => {}) {
  const did: string[] = []
  const device = {
    crossing: { begin: async () => void did.push('start') },
    stop: async () => {
      did.push('stop')
      await stop()
    },
    onChange: () => () => {},
    refresh: () => {},
    wake: () => {}
  }
  return { device: device as unknown as Device, did }
}

it('a window whose notes could not be saved gives up its turn all the same, and gets another', async () => {
  const name = crypto.randomUUID()
  const { device, did } = aDevice(async () => {
    throw new Error('full')
  })
  const end = takeTurns(device, name, Promise.resolve())
  await expect.poll(() => did).toEqual(['start'])
  const other = new BroadcastChannel(name)
  other.postMessage('my-turn')
  await expect.poll(() => did).toEqual(['start', 'stop', 'start'])
  other.close()
  await end()
})

it('a window that waits for its turn can be closed', async () => {
  const name = crypto.randomUUID()
  let release = () => {}
  void navigator.locks.request(`${name}-sync`, () => new Promise<void>((done) => (release = done)))
  const { device, did } = aDevice()
  await takeTurns(device, name, Promise.resolve())()
  expect(did).toEqual([])
  release()
})
