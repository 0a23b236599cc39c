import { cpSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import type { Device } from '../../src/client/device.ts'
import { HubSilent, NotHere } from '../../src/client/errors.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { RECEIPTS, SEGMENTS } from '../../src/sync/link/frame.ts'
import { copyOf, keys, states, Workshop } from './people.ts'

afterAll(removeFolders)

const LINES = Array.from({ length: 12 }, (_, i) => treeLine(`t${i}`, { replies: 1 })).join('')

/** A workshop with work, and a device that has borrowed some of it. */
async function atWork(count = 8, store = openMemoryStore(), keyring = keys()) {
  const workshop = await Workshop.begin()
  await workshop.world.import(LINES)
  const device = await workshop.joined(store, keyring)
  await device.checkout({ count, kinds: ['prompter_reply', 'assistant_reply'] }, 3_600_000)
  return { workshop, device, store, keyring, system: workshop.world.system }
}

/** Finishes so many open tasks. */
async function work(device: Device, count: number, text = (i: number) => `Answer ${i}.`): Promise<string[]> {
  const ids: string[] = []
  for (const [i, { batch, place }] of (await device.tasks()).slice(0, count).entries())
    ids.push((await device.answer({ task: `${batch}/${place}`, text: text(i), took: 3 })).id)
  return ids
}

/** The device's facts as the hub holds them, in the order of the chain. */
async function atHub({ world }: Workshop, device: Device): Promise<string[]> {
  const { device: key = '' } = await device.contact()
  return world.store.read(async (tx) => {
    const segments = []
    for (const hash of await tx.allSegments()) segments.push((await tx.segment(hash))!)
    const own = segments.filter(({ header }) => header.device === key).sort((a, b) => a.header.n - b.header.n)
    return own.flatMap(({ ids }) => ids)
  })
}

const allMerged = async (device: Device) => (await states(device)).every((state) => state === 'merged')

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

  it('[EX4] [EX7] a hub put back from an older backup gets everything again, with membership and lendings', async () => {
    const workshop = await Workshop.begin()
    const { world } = workshop
    await world.import(LINES)
    const old = `${newFolder()}/old.sqlite`
    await world.store.scrub()
    cpSync(world.file, old)
    const device = await workshop.joined()
    await device.checkout({ count: 6, kinds: ['prompter_reply'] }, 3_600_000)
    const ids = await work(device, 4)
    await device.synced(3_600_000)
    await workshop.hubVanishes()
    cpSync(old, world.file)
    await workshop.hubComesBack()
    expect(await atHub(workshop, device)).toEqual([])
    await work(device, 1)
    await workshop.passUntil(async () => (await atHub(workshop, device)).length === 5)
    await workshop.passUntil(() => allMerged(device))
    expect((await atHub(workshop, device)).slice(0, 4)).toEqual(ids)
    await workshop.passUntil(async () => !(await device.open()).fetching)
    await workshop.end()
  })

  it('[EX7] sync ends only when what was given back has arrived', async () => {
    const workshop = await Workshop.begin()
    const { world, wires } = workshop
    await world.import(LINES)
    const old = `${newFolder()}/old.sqlite`
    const device = await workshop.joined()
    await world.store.scrub()
    cpSync(world.file, old)
    await device.checkout({ count: 2, kinds: ['prompter_reply'] }, 3_600_000)
    await device.stop()
    await workshop.hubVanishes()
    cpSync(old, world.file)
    await workshop.hubComesBack()
    await work(device, 2)
    let segments = 0
    // The first is the device's own, of both answers; what comes behind it is the lending.
    wires.holds = (side, { channel }) => side === 'up' && channel === SEGMENTS && segments++ > 0
    await device.start()
    let done = false
    const synced = device.synced(3_600_000).then(() => {
      done = true
    })
    await until(async () => (await states(device)).every((state) => state === 'received') && segments > 1)
    await device.items()
    expect(done).toBe(false)
    wires.letGo()
    await synced
    // No later message, no second sync: as a program that ends here.
    wires.cut()
    const { device: key = '' } = await device.contact()
    expect(await world.store.read((tx) => tx.lacksFor(key))).toEqual([])
    expect(await world.store.read((tx) => tx.lendingsTo(key))).toHaveLength(1)
    await workshop.end()
  })

  it('[EX7] a lending that a cut overtakes on its way back is given back on the next connection', async () => {
    const workshop = await Workshop.begin()
    const { world, wires } = workshop
    await world.import(LINES)
    const old = `${newFolder()}/old.sqlite`
    const [store, gate] = [openMemoryStore(), { opens: Promise.resolve() }]
    const device = await workshop.joined({
      scrub: () => store.scrub(),
      close: () => store.close(),
      transact: (durability, task) => store.transact(durability, async (tx) => gate.opens.then(() => task(tx)))
    })
    await world.store.scrub()
    cpSync(world.file, old)
    await device.checkout({ count: 2, kinds: ['prompter_reply'] }, 3_600_000)
    await work(device, 2)
    await device.synced(3_600_000)
    await workshop.hubVanishes()
    cpSync(old, world.file)
    await workshop.hubComesBack()
    wires.holds = (side, { said }) => side === 'down' && said?.is === 'lacks'
    await workshop.passUntil(() => wires.last.said('down', 'lacks').length > 0)
    let open = () => {}
    gate.opens = new Promise<void>((resume) => {
      open = resume
    })
    wires.letGo()
    const turns = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise<void>((resume) => void setImmediate(resume))
    }
    await turns()
    wires.cut()
    await turns()
    open()
    await workshop.passUntil(() => allMerged(device))
    await workshop.passUntil(async () => !(await device.open()).fetching)
    await workshop.end()
  })

  it('[DC5] a batch that is here is not opened again', async () => {
    const { workshop, device } = await atWork()
    const before = workshop.wires.last
    workshop.wires.cut()
    await workshop.passUntil(() => workshop.wires.last !== before && workshop.wires.last.said('up', 'open').length > 0)
    await workshop.passUntil(async () => !(await device.open()).fetching)
    const opened = workshop.wires.last.said('up', 'open').map(({ fields }) => JSON.stringify(fields))
    expect(opened.filter((each) => each.includes('batch/'))).toEqual([])
    await workshop.end()
  })

  it('[EX8] a copied device takes a new key, and the work of both branches arrives, once', async () => {
    const { workshop, device, store, keyring } = await atWork(6)
    await work(device, 1)
    await device.synced(3_600_000)
    await device.stop()
    const copy = workshop.device(await copyOf(store), keyring)
    await work(device, 2, (i) => `Original ${i}.`)
    await work(copy, 3, (i) => `Copy ${i}.`)
    await device.start()
    await device.synced(3_600_000)
    const before = (await copy.contact()).device
    await copy.start()
    await workshop.passUntil(async () => (await copy.open()).items === 0)
    await copy.synced(3_600_000)
    const after = (await copy.contact()).device
    expect(after).not.toBe(before)
    const { people } = workshop.world.hub.ingest
    expect(people.get(after!)?.contributor).toBe(people.get(before!)?.contributor)
    const held = await workshop.world.store.read(async (tx) => {
      const texts: unknown[] = []
      for (const hash of await tx.allSegments())
        for (const { content } of (await tx.segment(hash))?.facts ?? [])
          if (content.took === 3) texts.push(content.text)
      return texts.sort()
    })
    expect(held).toEqual(['Answer 0.', 'Copy 0.', 'Copy 1.', 'Copy 2.', 'Original 0.', 'Original 1.'])
    expect((await states(copy)).every((state) => state === 'merged' || state === 'spare')).toBe(true)
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
