import { cpSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { toHandOver } from '../../src/client/bundle.ts'
import { setSetting } from '../../src/client/settings.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { DeviceStore } from '../../src/client/store/store.ts'
import { Caller } from '../../src/hub/examples/caller.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { World } from '../../src/hub/examples/world.ts'
import { makeVerify } from '../../src/hub/keys.ts'
import { aLink } from '../../src/sync/examples/held-link.ts'
import { readSegment } from '../../src/sync/segment/read.ts'
import type { System } from '../../src/sync/system.ts'
import { states } from '../wires/people.ts'
import { atWork, work } from '../wires/work.ts'
import { Keys, keyNumber } from './keys.ts'
import { applyToDevice, stickOfHub } from './sticks.ts'

afterAll(removeFolders)

/** Somebody sets the clock of a world. */
function setClock(system: System, by: number): void {
  const { now } = system
  Object.assign(system, { now: () => now() + by })
}

it('[LK8] a silent link ends in time though the clock is set back (seed 130)', () => {
  const { link, system, downs, opened } = aLink()
  link.start()
  opened()
  setClock(system, -41 * 365 * 86_400_000)
  system.pass(30_000)
  expect(downs).toEqual([1006])
})

it.each([-5000, -3_600_000])(
  '[DV1] an item goes out by itself after ten seconds though the clock is set back by %i ms (seed 10)',
  async (by) => {
    const { workshop, device, system } = await atWork()
    await work(device, 1)
    setClock(system, by)
    system.pass(10_000)
    await until(async () => (await states(device))[0] === 'merged')
    await workshop.end()
  }
)

it('[DV1] what falls due between the greeting and the welcome goes out with it (seed 1175)', async () => {
  const { workshop, device } = await atWork()
  const { wires } = workshop
  await device.stop()
  wires.holds = (side, { said }) => side === 'down' && said?.is === 'welcome'
  await device.start()
  await until(() => wires.last.said('down', 'welcome').length > 0)
  await device.acceptTerms()
  wires.letGo()
  await device.welcomed(3_600_000)
  await until(async () => (await states(device)).join() === 'merged')
  await workshop.end()
})

it('[BN10] a receipt of what a bundle carried away is kept, though the link knew nothing of that segment (seed 1002)', async () => {
  const { device, store, keyring, workshop } = await atWork()
  await work(device, 2)
  // A stick with them reaches the hub while the link is up.
  const { segments } = await toHandOver({ store, keyring, verify: makeVerify() }, false)
  await workshop.world.take(await Promise.all(segments.map(({ bytes }) => readSegment(bytes, makeVerify()))))
  await until(async () => (await states(device)).every((state) => state === 'merged'))
  await workshop.end()
})

it('[EX4] a device that stays connected asks again for a receipt from before what it has heard (seed 506)', async () => {
  const { workshop, device, store } = await atWork()
  await work(device, 2)
  await device.synced(3_600_000)
  await device.stop()
  await store.transact('strict', async (tx) => {
    for (const { receipt, ...row } of await tx.list('segments')) await tx.put('segments', row)
  })
  await device.start()
  await device.welcomed(3_600_000)
  expect(await states(device)).toEqual(['waiting', 'waiting'])
  await workshop.passUntil(async () => (await states(device)).every((state) => state === 'merged'))
  await workshop.end()
})

it('[EX6] a bundle that comes before the first contact does not shut a device out (seed 2074)', async () => {
  const { workshop, device } = await atWork()
  const { hub, system } = workshop.world
  await device.synced(3_600_000)
  const { sticks } = await stickOfHub(hub, 'devices', { system, open: true, small: false })
  const [store, keyring] = [openMemoryStore(), new Keys(() => keyNumber(50))]
  const early = workshop.device(store, keyring)
  await early.join(await workshop.invite())
  for (const stick of sticks) await applyToDevice(store, keyring, stick)
  await early.start()
  await early.welcomed(3_600_000)
  expect((await early.line()).title).toBe('Example')
  await workshop.end()
})

it('[EX6] a hub that forgot it knows a key again that took the place of a lost one by an invite (seed 1172)', async () => {
  const { workshop, device, store, keyring } = await atWork()
  const { world } = workshop
  await device.stop()
  const invite = await workshop.invite()
  const old = `${newFolder()}/old.sqlite`
  await world.store.scrub()
  cpSync(world.file, old)
  const { device: lost = '' } = await device.contact()
  const { device: next } = await keyring.make()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'before', [lost])
    await setSetting(tx, 'device', next)
  })
  await device.follow(invite)
  await device.start()
  await device.welcomed(3_600_000)
  await workshop.hubVanishes()
  cpSync(old, world.file)
  await workshop.hubComesBack()
  await work(device, 1)
  await workshop.passUntil(async () => (await device.open()).items === 0)
  expect((await device.line()).turnedAway).toBeUndefined()
  await workshop.end()
})

it('[RC1] a hub with a clock behind says all anew to a device that has heard later stamps (seeds 92 and 214)', async () => {
  const world = await World.begin()
  const hand = await world.member(10)
  const segments = [
    ...(await hand.seals({ kind: 'applause', v: 1 })),
    ...(await hand.seals({ kind: 'applause', v: 1, i: 2 }))
  ]
  await world.take(segments)
  const since = world.system.now() + 3_600_000
  const caller = await Caller.welcomed(world.hub, hand.signer, since)
  await caller.done()
  const receipts = await caller.receipts()
  expect(receipts.map(({ segment }) => segment)).toEqual(segments.map(({ hash }) => hash))
  expect(receipts.every(({ stamp }) => stamp > since)).toBe(true)
  // Once: what it says from now on is later by itself.
  const again = await Caller.welcomed(world.hub, hand.signer, receipts.at(-1)?.stamp)
  await again.done()
  expect(await again.receipts()).toEqual([])
  const absurd = await Caller.welcomed(world.hub, hand.signer, Number.MAX_SAFE_INTEGER)
  await absurd.done()
  expect(await absurd.receipts()).toEqual([])
  await world.store.close()
})

it('[DC3] notes of which a repair lacks a part shut nobody out, and go on once another brings it (seed 49)', async () => {
  const { workshop, device, store } = await atWork()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const word of ['one ', 'two']) doc.getText('notes').insert(doc.getText('notes').length, word)
  const keep = (to: DeviceStore, n: number) =>
    to.transact('strict', async (tx) => {
      await tx.put('updates', { document: 'notes/en', n, bytes: updates[n] as Uint8Array })
      await setSetting(tx, 'notes', ['en'])
    })
  await keep(store, 1)
  await device.restart()
  const notes = await device.openNotes('en')
  await until(async () => notes.synced)
  expect([notes.text.toString(), (await device.line()).turnedAway]).toEqual(['', undefined])
  const [other, keyring] = [openMemoryStore(), new Keys(() => keyNumber(51))]
  await keep(other, 0)
  const second = workshop.device(other, keyring)
  await second.join(await workshop.invite())
  await second.start()
  await until(async () => notes.text.toString() === 'one two' && notes.synced)
  expect((await second.openNotes('en')).text.toString()).toBe('one two')
  await workshop.end()
})
