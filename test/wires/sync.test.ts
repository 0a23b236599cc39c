import { afterAll, describe, expect, it } from 'vitest'
import { HubSilent, NotHere } from '../../src/client/errors.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { RECEIPTS, SEGMENTS } from '../../src/sync/link/frame.ts'
import { states, Workshop } from './people.ts'
import { allMerged, atHub, atWork, LINES, work } from './work.ts'

afterAll(removeFolders)

describe('a device and a hub (wires in memory, time by hand)', () => {
  it('joins, borrows, works, syncs: everything finished is received and merged', async () => {
    const { workshop, device } = await atWork()
    await device.acceptTerms()
    const ids = await work(device, 5)
    await device.synced(3_600_000)
    expect(await states(device)).toEqual(Array(6).fill('merged'))
    expect((await atHub(workshop, device)).slice(1)).toEqual(ids)
    expect(await device.terms()).toMatchObject({ words: expect.stringContaining('Apache') })
    await workshop.end()
  })

  it('[DS1] works without any hub; what is finished is saved, and the wait for a hub ends with a count', async () => {
    const { workshop, device } = await atWork()
    await device.stop()
    workshop.wires.dead = true
    await work(device, 3)
    await device.start()
    let heard: unknown
    void device.synced(30_000).catch((cause) => {
      heard = cause
    })
    await workshop.passUntil(() => heard !== undefined)
    expect(heard).toEqual(new HubSilent(3))
    expect(await states(device)).toEqual(['saved', 'saved', 'saved'])
    await workshop.end()
  })

  it('[LK9] recovers by itself when the hub has vanished and come back, more than once', async () => {
    const { workshop, device } = await atWork()
    for (let times = 1; times <= 3; times++) {
      await workshop.hubVanishes()
      await work(device, 2)
      await workshop.passUntil(() => workshop.wires.last.ended)
      await workshop.hubComesBack()
      await workshop.passUntil(() => allMerged(device))
      expect(await device.items()).toHaveLength(2 * times)
    }
    await workshop.end()
  })

  it('[DV1] an item stays undoable for ten seconds, each for its own, also while connected', async () => {
    const { workshop, device, system } = await atWork()
    const [first] = await work(device, 1)
    system.pass(9000)
    const [second] = await work(device, 1)
    await device.undo(second!)
    const [third] = await work(device, 1)
    system.pass(1000)
    await until(async () => (await states(device))[0] === 'merged')
    expect(await states(device)).toEqual(['merged', 'saved'])
    await expect(device.undo(first!)).rejects.toEqual(new NotHere('sealed-already', first))
    await device.undo(third!)
    expect(await device.tasks()).toHaveLength(7)
    await expect(device.undo(third!)).rejects.toEqual(new NotHere('no-item', third))
    await workshop.end()
  })

  it('[SG8] the chain keeps the order of finishing, also when something between was undone', async () => {
    const { workshop, device } = await atWork(12)
    workshop.wires.dead = true
    workshop.wires.cut()
    const ids = await work(device, 8)
    await device.undo(ids[2]!)
    ids.splice(2, 1)
    // At the same millisecond: the clock does not tell their order.
    ids.push(...(await work(device, 3)))
    expect((await device.items()).map(({ id }) => id)).toEqual(ids)
    workshop.wires.dead = false
    await workshop.passUntil(() => allMerged(device))
    expect(await atHub(workshop, device)).toEqual(ids)
    await workshop.end()
  })

  it('[EX3] at most 8 kB go without a receipt, in the order of the chain', async () => {
    const { workshop, device, system } = await atWork(12)
    const { wires } = workshop
    wires.holds = (side, { channel }) => side === 'down' && channel === RECEIPTS
    await work(device, 12, () => Buffer.from(system.random(1800)).toString('base64'))
    void device.synced(3_600_000).catch(() => {})
    const up = () => wires.last.sent.up.filter(({ channel }) => channel === SEGMENTS)
    await until(async () => (await atHub(workshop, device)).length >= 2)
    await until(() => wires.last.sent.down.some(({ channel }) => channel === RECEIPTS))
    expect(up().reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8192 + 100)
    wires.letGo()
    await workshop.passUntil(() => allMerged(device))
    expect(await atHub(workshop, device)).toEqual((await device.items()).map(({ id }) => id))
    await workshop.end()
  })

  it('[EX2] what was never sent goes out with the proof, before any welcome', async () => {
    const { workshop, device } = await atWork()
    const { wires } = workshop
    await device.stop()
    await work(device, 3)
    wires.holds = (side, { said }) => side === 'down' && said?.is === 'welcome'
    await device.start()
    await until(async () => (await atHub(workshop, device)).length === 3)
    expect(wires.last.sent.up.map(({ channel, said }) => said?.is ?? channel).slice(0, 2)).toEqual(['hello', SEGMENTS])
    wires.letGo()
    await device.synced(3_600_000)
    await workshop.end()
  })

  it('[EX1] after a cut nothing goes twice that the hub holds, and its receipt comes all the same', async () => {
    const { workshop, device } = await atWork()
    const { wires, world } = workshop
    wires.holds = (side, { channel }) => side === 'down' && channel === RECEIPTS
    await work(device, 3)
    const synced = device.synced(3_600_000)
    await until(async () => (await atHub(workshop, device)).length === 3)
    expect(await states(device)).toEqual(['waiting', 'waiting', 'waiting'])
    wires.holds = () => false
    wires.cut()
    await workshop.passUntil(() => allMerged(device))
    await synced
    expect(wires.last.sent.up.filter(({ channel }) => channel === SEGMENTS)).toEqual([])
    expect(world.hub.counts.duplicates).toBe(0)
    await workshop.end()
  })

  it('[DI1] a checkout that cuts interrupt is asked with the same number, and lends once', async () => {
    const workshop = await Workshop.begin()
    const { world, wires } = workshop
    await world.import(LINES)
    const device = await workshop.joined()
    const { device: key = '' } = await device.contact()
    wires.holds = (side, { said }) => side === 'down' && said?.is === 'lent'
    const checkout = device.checkout({ count: 5, kinds: ['prompter_reply'] }, 3_600_000)
    for (let cuts = 0; cuts < 3; cuts++) {
      await workshop.passUntil(() => wires.last.said('down', 'lent').length > 0)
      const asked = wires.all.flatMap((wire) => wire.said('up', 'checkout'))
      expect(new Set(asked.map(({ fields }) => JSON.stringify(fields))).size).toBe(1)
      wires.cut()
      await workshop.passUntil(() => !wires.last.ended)
    }
    wires.letGo()
    await workshop.passUntil(async () => (await device.tasks()).length === 5)
    expect((await checkout).count).toBe(5)
    expect(await world.store.read((tx) => tx.lendingsTo(key))).toHaveLength(1)
    await workshop.end()
  })
})
