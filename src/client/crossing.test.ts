import { beforeEach, describe, expect, it } from 'vitest'
import { testSigner } from '../sync/examples/key.ts'
import { type ManualSystem, manualSystem } from '../sync/manual-system.ts'
import type { Signer } from '../sync/signer.ts'
import { Device } from './device.ts'
import { setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'
import type { DeviceStore, TaskRow } from './store/store.ts'
import { Outbox } from './sync/outbox.ts'
import { bytesToSend } from './to-send.ts'

const BATCH = 'b'.repeat(64)
const PROJECT = 'a'.repeat(64)

let store: DeviceStore
let device: Device
let system: ManualSystem
let signer: Signer
let outbox: Outbox

beforeEach(async () => {
  store = openMemoryStore()
  system = manualSystem()
  signer = await testSigner(1)
  outbox = new Outbox(store, PROJECT)
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'project', PROJECT)
    await setSetting(tx, 'device', signer.device)
    await setSetting(tx, 'address', 'http://127.0.0.1:1')
    for (let place = 0; place < 40; place++) await tx.put('tasks', task(place))
  })
  device = opened()
})

function task(place: number): TaskRow {
  const thread = [{ role: 'prompter' as const, lang: 'sw', text: 'Habari?' }]
  return { batch: BATCH, place, kind: 'assistant_reply', lang: 'sw', thread, candidates: [] }
}

/** Its hub refuses every connection at once. */
function opened(): Device {
  return new Device({
    ...{ store, keyring: { make: async () => signer, find: async () => signer }, verify: async () => true },
    system,
    connect: () => ({
      ...{ binaryType: 'arraybuffer', extensions: '', onopen: null, onmessage: null, onclose: null, onerror: null },
      send() {},
      close() {}
    })
  })
}

/** Such as no deflation makes small. */
const words = (place: number) =>
  Array.from({ length: 60 }, (_, at) => (((place + 1) * 7919 * (at + 13)) % 99_991).toString(36)).join(' ')
const answer = (place: number, text: string) => device.answer({ task: `${BATCH}/${place}`, text })
const bytesKept = async () => {
  const rows = await store.transact('relaxed', (tx) => tx.list('segments'))
  return rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}

describe('what is to cross', () => {
  it('[LK15] is told before it is sealed, to the byte: in one segment and in several, behind what was sealed before', async () => {
    expect((await device.crossing.transfer()).up).toBe(0)
    await answer(0, 'Nzuri sana, asante.')
    const one = await bytesToSend(store)
    await outbox.sealAll(signer)
    expect([one, await bytesToSend(store)]).toEqual([await bytesKept(), await bytesKept()])
    for (let place = 1; place < 40; place++) await answer(place, `Jibu ${place}: ${words(place)}`)
    const all = await bytesToSend(store)
    expect((await device.crossing.transfer()).up).toBe(all)
    await outbox.sealAll(signer)
    expect(await bytesKept()).toBe(all)
    expect((await store.transact('relaxed', (tx) => tx.list('segments'))).length).toBeGreaterThan(2)
  })

  it('[LK15] is less by what has a receipt', async () => {
    await answer(0, 'Nzuri')
    await outbox.sealAll(signer)
    const [row] = await outbox.unreceived(signer.device)
    const facts = row!.facts.map(() => ({ is: 'received' as const }))
    await outbox.keepReceipts([{ segment: row!.hash, stamp: 1, hub: 'h'.repeat(64), facts }])
    expect(await bytesToSend(store)).toBe(0)
  })
})

describe('who says when', () => {
  const stands = async () => {
    const { syncing, paused } = await device.line()
    return { syncing, paused }
  }

  it('a program begins by itself', async () => {
    await device.crossing.begin()
    expect(await stands()).toEqual({ syncing: true, paused: false })
    await device.stop()
  })

  it('on a network that costs by the byte nothing begins before the person says so, also after a restart', async () => {
    await device.crossing.setMetered(true)
    for (device of [device, opened()]) {
      await device.crossing.begin()
      expect(await stands()).toEqual({ syncing: false, paused: true })
    }
    await device.crossing.once()
    expect(await stands()).toEqual({ syncing: true, paused: false })
    await device.crossing.pause()
  })

  it('a pause outlasts the turn of another window', async () => {
    await device.crossing.begin()
    await device.crossing.pause()
    await device.crossing.begin()
    expect(await stands()).toEqual({ syncing: false, paused: true })
    await device.crossing.resume()
    expect(await stands()).toEqual({ syncing: true, paused: false })
    await device.stop()
  })

  it('a sync on wish ends after six hours at the latest, and one that was ended by hand does not end the next', async () => {
    const passes = async (hours: number) => {
      system.pass(hours * 3_600_000)
      for (let turns = 0; turns < 20; turns++) await Promise.resolve()
    }
    await device.crossing.setMetered(true)
    await device.crossing.once()
    await passes(6)
    expect(await stands()).toEqual({ syncing: false, paused: true })
    await device.crossing.once()
    await device.crossing.pause()
    await device.crossing.setMetered(false)
    await passes(6)
    expect(await stands()).toEqual({ syncing: true, paused: false })
    await device.stop()
  })

  it('the price of a megabyte is kept as it was said', async () => {
    expect(await device.crossing.price()).toBeUndefined()
    await device.crossing.setPrice({ amount: 0.35, money: 'KES' })
    expect(await opened().crossing.price()).toEqual({ amount: 0.35, money: 'KES' })
  })
})

describe('receipts', () => {
  it('are told by segment, the newest word first, with what became of the items in it', async () => {
    await answer(0, 'Nzuri')
    await answer(1, 'Mbaya')
    await outbox.sealAll(signer)
    await answer(2, 'Sawa')
    await outbox.sealAll(signer)
    const [first, second] = await outbox.unreceived(signer.device)
    const word = (stamp: number, segment = first!, ...is: ('received' | 'merged')[]) =>
      outbox.keepReceipts([
        { segment: segment.hash, stamp, hub: 'h'.repeat(64), facts: is.map((each) => ({ is: each })) }
      ])
    await word(7, second!, 'received')
    device.refresh()
    expect((await device.receipts()).map(({ items }) => items)).toEqual([1])
    await word(9, first!, 'merged', 'received')
    device.refresh()
    expect(await device.receipts()).toEqual([
      {
        ...{ segment: first!.hash, stamp: 9, items: 2 },
        states: [
          { state: 'merged', count: 1 },
          { state: 'received', count: 1 }
        ]
      },
      { segment: second!.hash, stamp: 7, items: 1, states: [{ state: 'received', count: 1 }] }
    ])
  })
})
