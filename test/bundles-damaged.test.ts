import { describe, expect, it } from 'vitest'
import { FromHub, handedOver, toHandOver } from '../src/client/bundle.ts'
import { setSetting } from '../src/client/settings.ts'
import { openMemoryStore } from '../src/client/store/memory.ts'
import { readItems } from '../src/client/work.ts'
import { joined } from '../src/core/bytes.ts'
import { makeFact } from '../src/core/fact/fact.ts'
import { forDevices, forHubs, hubSideOf, takerFor } from '../src/hub/bundle.ts'
import { treeLine, World } from '../src/hub/examples/world.ts'
import { type Applied, applyBundle, type Taker } from '../src/sync/bundle/apply.ts'
import type { BundleHead, BundleItem } from '../src/sync/bundle/bundle.ts'
import { openerOf } from '../src/sync/bundle/lock.ts'
import { type Writing, writeBundle } from '../src/sync/bundle/write.ts'
import { listed } from '../src/sync/examples/bundles.ts'
import { testSigner, testVerify } from '../src/sync/examples/key.ts'
import { NO_HEAD, seal, writeSegment } from '../src/sync/segment/seal.ts'

const openerFor = async (byte: number) => openerOf((await testSigner(byte)).device, new Uint8Array(32).fill(byte))

async function written(
  items: AsyncIterable<BundleItem>,
  writing: Partial<Writing> & Pick<Writing, 'signer' | 'project'>
) {
  const all: Uint8Array[] = []
  let chances = 1
  const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => (chances = (chances * 31 + 7) % 251))
  const more = { title: 'Example', made: 1_790_000_000, holds: [], readers: undefined, maxBytes: 1e9, random }
  const said = { madeBy: 'a device', audience: 'hubs' } as const
  for await (const { bytes } of writeBundle(items, { ...more, ...said, ...writing })) all.push(bytes)
  return joined(...all)
}

function applied(file: Uint8Array, taker: Taker): Promise<Applied> {
  return applyBundle(
    async function* () {
      yield file
    },
    taker.verify,
    taker
  )
}

/** A hub, and a device that has finished four things, each in a segment of its own. */
async function aDay() {
  const world = await World.begin()
  await world.import(treeLine('tree', { replies: 4 }))
  const hand = await world.member(3)
  const store = openMemoryStore()
  const keyring = { make: () => Promise.reject(new Error('no new key')), find: async () => hand.signer }
  const parts = { store, keyring, verify: testVerify }
  const hubs = [(await testSigner(1)).device, (await testSigner(2)).device]
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'project', world.hub.project)
    await setSetting(tx, 'device', hand.device)
    await setSetting(tx, 'hubs', hubs)
  })
  const tasks = await world.borrow(hand, 'prompter_reply', 4)
  expect(tasks).toHaveLength(4)
  for (const [order, { task }] of tasks.entries()) {
    const content = hand.writing('prompter_reply', task, `My reply ${order}`)
    const { id } = makeFact(hand.device, content)
    await store.transact('strict', (tx) =>
      tx.put('items', { id, device: hand.device, saved: order, order, contents: [content] })
    )
    await toHandOver(parts, false)
  }
  const { items, segments } = await toHandOver(parts, false)
  expect(items).toHaveLength(4)
  const bundle = await written(listed(items), { signer: hand.signer, project: world.hub.project, readers: hubs })
  const hub = takerFor(world.hub, [await openerFor(1)])
  const states = async () => (await store.transact('relaxed', readItems)).map(({ state }) => state)
  const fromHub = async () => {
    const bound = { project: world.hub.project, title: '', hubs, keys: [hand.device] }
    const from = new FromHub(parts, bound)
    const openers = [await openerFor(3)]
    return {
      from,
      taker: {
        project: world.hub.project,
        verify: testVerify,
        openers,
        take: (item: BundleItem, head: BundleHead) => from.take(item, head)
      }
    }
  }
  const answer = async () => {
    const side = (await hubSideOf(world.store, world.hub.identity.hub))!
    const about = { signer: side.signer, project: side.project, readers: [hand.device] }
    return written(forDevices(side, [hand.device]), { ...about, madeBy: 'a hub', audience: 'devices' })
  }
  return { world, hand, store, bundle, hub, segments, states, fromHub, answer }
}

describe('a damaged bundle', () => {
  it('[BN2] [BN9] costs a hub the item that is damaged, and no other', async () => {
    const { world, bundle, hub } = await aDay()
    const lost = new Set<string>()
    for (let at = 0; at < bundle.byteLength; at += 13) {
      const spoilt = bundle.map((byte, i) => (i === at ? byte ^ 4 : byte))
      const { counts, damage, refusals, whole } = await applied(spoilt, hub)
      const missing = damage.filter(({ what }) => what === 'items')
      expect([damage.length, refusals, whole], `byte ${at}`).toEqual([1, [], false])
      expect(counts.new + counts.known).toBe(4 - missing.length)
      for (const { from, to } of missing) lost.add(`${from} ${to}`)
    }
    expect([...lost].sort()).toEqual(['1 1', '2 2', '3 3', '4 4'])
    expect((await applied(bundle, hub)).counts).toEqual({ new: 0, known: 4, 'not-ours': 0 })
    await world.store.close()
  })

  it('[BN2] that breaks off anywhere brings what is whole of it', async () => {
    const { world, bundle, hub } = await aDay()
    let most = 0
    for (let length = 0; length < bundle.byteLength; length += 97) {
      const cut = await applied(bundle.slice(0, length), hub).catch(({ reason }) => reason as string)
      if (typeof cut === 'string') expect([cut, most]).toEqual(['malformed', 0])
      else {
        const here = cut.counts.new + cut.counts.known
        expect(here).toBeGreaterThanOrEqual(most)
        expect(['cut', 'end']).toContain(cut.damage.at(-1)?.what)
        most = here
      }
    }
    expect(most).toBe(4)
    await world.store.close()
  })

  it('[BN2] [BN10] of a hub costs a device the receipt or part of a batch that is damaged, and another completes it', async () => {
    const { world, hand, store, bundle, hub, fromHub, answer, segments, states } = await aDay()
    await handedOver(store, segments, 5)
    expect(await states()).toEqual(Array.from({ length: 4 }, () => 'handed-over'))
    await applied(bundle, hub)
    await world.import(treeLine('other', { replies: 3 }))
    expect(await world.borrow(hand, 'prompter_reply', 3)).toHaveLength(3)
    const home = await answer()
    const kept = async () => ({
      batches: (await store.transact('relaxed', (tx) => tx.list('batches'))).length,
      updates: (await store.transact('relaxed', (tx) => tx.list('updates'))).length
    })
    const one = await fromHub()
    const hit = await spoiltIn(home, 'batch')
    expect((await applied(hit, one.taker)).damage).toMatchObject([{ what: 'items', kind: 'batch' }])
    await one.from.done()
    expect(await kept()).toEqual({ batches: 0, updates: 1 })
    const { kinds } = await applied(home, (await fromHub()).taker)
    expect(kinds.receipt).toBe(4)
    expect(await states()).not.toContain('handed-over')
    for (let at = 0; at < home.byteLength; at += 41) {
      const { from, taker } = await fromHub()
      const { damage, refusals } = await applied(
        home.map((byte, i) => (i === at ? byte ^ 4 : byte)),
        taker
      )
      await from.done()
      expect([damage.length, refusals], `byte ${at}`).toEqual([1, []])
    }
    expect(await kept()).toEqual({ batches: 1, updates: 0 })
    await world.store.close()
  })
})

/** A file in which one item of a kind is damaged. */
async function spoiltIn(file: Uint8Array, kind: BundleItem['kind']): Promise<Uint8Array> {
  for (let at = 0; ; at += 20) {
    const spoilt = file.map((byte, i) => (i === at ? byte ^ 4 : byte))
    const { damage } = await applyBundle(
      async function* () {
        yield spoilt
      },
      testVerify,
      undefined
    )
    if (damage[0]?.kind === kind) return spoilt
  }
}

describe('a bundle', () => {
  it('[BN8] made before an erasure does not bring the text back, whichever comes first', async () => {
    const { world, hand, store, fromHub, answer } = await aDay()
    await world.import(treeLine('other', { replies: 2 }))
    await world.borrow(hand, 'prompter_reply', 2)
    const before = await answer()
    const fact = await world.store.read((tx) => tx.factOfVersion('other'))
    await world.decide([{ kind: 'erase', v: 1, facts: [fact], at: 1_790_000_001 }], await testSigner(2))
    const after = await answer()
    for (const [file, erased] of [
      [before, false],
      [after, true],
      [before, true]
    ] as const) {
      const { from, taker } = await fromHub()
      await applied(file, taker)
      await from.done()
      const tasks = await store.transact('relaxed', (tx) => tx.list('tasks'))
      const texts = tasks.flatMap(({ thread }) => thread).filter(({ id }) => id === 'other')
      expect(texts.length).toBeGreaterThan(0)
      expect(texts.every(({ text }) => (text === null) === erased)).toBe(true)
      expect(await store.transact('relaxed', (tx) => tx.list('updates'))).toEqual([])
    }
    await world.store.close()
  })

  it('[BN9] of somebody whom nobody let in is refused, unless a hub vouches for it', async () => {
    const { world, hub } = await aDay()
    const stranger = await testSigner(4)
    const { segments } = await seal([{ kind: 'sing', v: 1 }], world.hub.project, NO_HEAD, stranger)
    const items: BundleItem[] = segments.map((segment) => ({ kind: 'segment', bytes: writeSegment(segment) }))
    const bundle = (byte: number) =>
      testSigner(byte).then((signer) => written(listed(items), { signer, project: world.hub.project }))
    for (const byte of [4, 3])
      expect((await applied(await bundle(byte), hub)).refusals).toEqual([
        { number: 1, kind: 'segment', reason: 'unknown-device' }
      ])
    expect((await applied(await bundle(1), hub)).counts.new).toBe(1)
    await world.store.close()
  })

  it('[SG3] holds no segment of another project, whatever its head says', async () => {
    const { world, hub, hand } = await aDay()
    const { segments } = await seal([{ kind: 'sing', v: 1 }], 'ab'.repeat(32), NO_HEAD, hand.signer)
    const items: BundleItem[] = segments.map((segment) => ({ kind: 'segment', bytes: writeSegment(segment) }))
    const bundle = await written(listed(items), { signer: hand.signer, project: world.hub.project })
    expect((await applied(bundle, hub)).refusals).toMatchObject([{ reason: 'wrong-project' }])
    const foreign = await written(listed(items), { signer: hand.signer, project: 'ab'.repeat(32) })
    expect(await applied(foreign, hub)).toMatchObject({ refused: 'wrong-project', counts: { new: 0 } })
    await world.store.close()
  })

  it('[BN9] for a hub begins behind a mark, if the log is still the same', async () => {
    const { world, hub, bundle } = await aDay()
    const side = (await hubSideOf(world.store, world.hub.identity.hub))!
    const first = await forHubs(side)
    await applied(bundle, hub)
    const later = await forHubs(side, first.mark)
    const kinds: string[] = []
    for await (const { kind } of later.items) kinds.push(kind)
    expect([later.fromMark, later.segments, kinds.length]).toEqual([true, kinds.length, later.segments])
    expect(kinds.length).toBeGreaterThanOrEqual(4)
    const restored = await forHubs(side, `3-${'0'.repeat(16)}`)
    expect([restored.fromMark, restored.segments]).toEqual([false, first.segments + later.segments])
    await world.store.close()
  })
})
