import { describe, expect, it } from 'vitest'
import { aLink } from '../../sync/examples/held-link.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { RECEIPTS, writeFrame } from '../../sync/link/frame.ts'
import { writeReceipt } from '../../sync/receipt.ts'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { SegmentRow } from '../store/store.ts'
import { Session } from './session.ts'

const PROJECT = 'a'.repeat(64)
const [HUB, OTHER] = ['b'.repeat(64), 'c'.repeat(64)]
const KEY = await testSigner(1)
const HUB_KEY = await testSigner(2)

/** A device with so many segments that is connected, to a hub in the hands of the test. */
async function connected(segments = 0) {
  const store = openMemoryStore()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'device', KEY.device)
    await setSetting(tx, 'hubs', [HUB_KEY.device])
    for (let n = 1; n <= segments; n++) await tx.put('segments', segmentOf(n))
  })
  let looks = 0
  const { system, sockets, connect, opened } = aLink()
  const session = new Session({
    ...{ store, system, connect, verify: testVerify, settings: { project: PROJECT, device: KEY.device } },
    keyring: { make: async () => KEY, find: async () => KEY },
    ...{ onChange: () => looks++, onTurnedAway() {} },
    onTrouble(cause) {
      throw cause
    }
  })
  session.start()
  const tips: [number, string][] = segments === 0 ? [] : [[segments, segmentOf(segments).hash]]
  const meets = (name: string) => {
    const hub = opened()
    const nonce = new Uint8Array(32)
    hub.says('challenge', { v: 1, project: PROJECT, hub: name, nonce, tips, loose: [], begun: [] })
    hub.says('welcome', { now: 1, inbox: 'inbox/1', lacks: [] })
    return hub
  }
  const hub = meets(HUB)
  await expect.poll(() => session.settled).toBe(true)
  const contact = () => store.transact('relaxed', (tx) => getSetting(tx, 'contact'))
  /** What counts of what hubs said, by segment. */
  const words = async () => (await store.transact('relaxed', (tx) => tx.list('segments'))).map(({ receipt }) => receipt)
  return { session, system, hub, meets, sockets, contact, words, looks: () => looks }
}

function segmentOf(n: number): SegmentRow {
  const hash = n.toString(16).padStart(64, '0')
  return { device: KEY.device, n, hash, next: n + 1, bytes: new Uint8Array(10), facts: [hash] }
}

/** As a frame of the link. */
async function receiptOf(n: number, stamp: number, is: 'received' | 'merged' = 'received'): Promise<Uint8Array> {
  const { hash: segment } = segmentOf(n)
  return writeFrame(RECEIPTS, await writeReceipt({ segment, stamp, facts: [{ is }] }, HUB_KEY))
}

describe('the last contact', () => {
  it('[LK8] is when the hub was heard last on a link that has ended, not when it began nor when its end is found', async () => {
    const { session, system, hub, contact } = await connected()
    const began = system.now()
    for (let times = 0; times < 720; times++) {
      system.pass(5000)
      hub.says('ping', {})
    }
    const heard = system.now()
    expect([await contact(), heard - began]).toEqual([began, 3_600_000])
    system.pass(20_000)
    hub.onclose?.({ code: 1006, reason: '' })
    await expect.poll(contact).toBe(heard)
    await session.stop()
  })
})

describe('receipts', () => {
  it('[RC3] that come in a row are kept together, a few at once, and looked at as often', async () => {
    const { session, hub, words, looks } = await connected(100)
    const receipts = await Promise.all(Array.from({ length: 100 }, (_, at) => receiptOf(at + 1, at + 1)))
    const before = looks()
    for (const receipt of receipts) hub.gives(receipt)
    const stamps = async () => (await words()).map((word) => word?.stamp)
    await expect.poll(stamps).toEqual(Array.from({ length: 100 }, (_, at) => at + 1))
    expect(looks() - before).toBeLessThan(20)
    await session.stop()
  })

  it('[RC3] of the same segment count by their stamps also where they are kept together', async () => {
    const { session, hub, words } = await connected(1)
    hub.gives(await receiptOf(1, 5))
    hub.gives(await receiptOf(1, 6, 'merged'))
    hub.gives(await receiptOf(1, 4))
    await expect.poll(words).toMatchObject([{ stamp: 6, facts: [{ is: 'merged' }] }])
    await session.stop()
  })

  it('[RC3] are words of the hub that was met before them, and of no one met later', async () => {
    const { session, system, hub, meets, sockets, words } = await connected(2)
    const [first, second] = [await receiptOf(1, 5), await receiptOf(2, 5)]
    hub.gives(first)
    hub.onclose?.({ code: 1006, reason: '' })
    while (sockets.at(-1) === hub) system.pass(100)
    const other = meets(OTHER)
    other.gives(second)
    await expect.poll(words).toMatchObject([{ hub: HUB }, { hub: OTHER }])
    await session.stop()
  })
})
