import { cpSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { SEGMENTS } from '../../src/sync/link/frame.ts'
import { copyOf, states, Workshop } from './people.ts'
import { allMerged, atHub, atWork, LINES, work } from './work.ts'

afterAll(removeFolders)

describe('copies and backups (wires in memory, time by hand)', () => {
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
})
