import { afterAll, describe, expect, it } from 'vitest'
import { DeviceFolder, linesOf } from '../device-folder.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds } from '../understory.ts'
import { SocketBreaker } from './broken-sockets.ts'

afterAll(cleanUp)

describe('a proxy that breaks WebSockets (real processes)', () => {
  it('[LK14] everything goes by calls over HTTP: joining, borrowing, work and receipts', async () => {
    const port = await freePort()
    const hub = await HubProcess.start(newFolder(), port, ['practice'])
    const proxy = await SocketBreaker.before(port)
    const device = new DeviceFolder('amina')
    await device.join(hub.invite.replace(`:${port}/`, `:${proxy.port}/`))
    expect(await device.checkout('--count', '5')).toBe(5)
    await device.work()
    const { stdout } = await succeeds(device.args('sync', '--json'))
    const told = linesOf<{ up: number; done: { up: number }; reach: { hub: boolean; road: string } }>(stdout)
    expect(told[0]?.up).toBeGreaterThan(0)
    expect(told.at(-1)).toMatchObject({ up: 0, down: 0, reach: { hub: true, road: 'post', project: true } })
    expect(told.at(-1)?.done.up).toBeGreaterThan(0)
    const { items } = await device.status()
    expect(items.map(({ state }) => state).filter((state) => state === 'saved' || state === 'waiting')).toEqual([])
    expect(items).toHaveLength(6)
    expect(proxy.counts.broken).toBeGreaterThanOrEqual(9)
  })
})
