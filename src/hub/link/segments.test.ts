import { afterAll, describe, expect, it } from 'vitest'
import type { Content } from '../../core/fact/fact.ts'
import { testSigner } from '../../sync/examples/key.ts'
import { SEGMENTS, writeFrame } from '../../sync/link/frame.ts'
import { writeParts } from '../../sync/link/parts.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

const noise = (i: number): Content => ({ kind: 'applause', v: 1, i })

describe('segments over a hub’s link (no socket, time by hand)', () => {
  it('[EX1] says what it holds of the caller: tips, what is loose, what has begun', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const segments = []
    for (let i = 1; i <= 4; i++) segments.push(...(await hand.seals(noise(i))))
    const [one, two, , four] = segments
    await world.take([one!, two!, four!])
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const big = await hand.seals({ kind: 'applause', v: 1, noise: world.system.random(3000) })
    const [part] = writeParts(big[0]!.hash, writeSegment(big[0]!))
    caller.connection.receive(writeFrame(SEGMENTS, part!.slice(0, 1000)))
    await caller.done()
    caller.hangUp()
    const again = await Caller.call(world.hub, hand.signer)
    expect(again.fields('challenge')).toMatchObject({
      hub: world.hub.identity.hub.device,
      tips: [[2, two!.hash]],
      loose: [four!.hash],
      begun: [[big[0]!.hash.slice(0, 8), expect.any(Number), 993]]
    })
    await world.store.close()
  })

  it('[EX9] takes a member’s segment from any member, and a stranger’s from nobody', async () => {
    const world = await World.begin()
    const [hand, relay] = [await world.member(10), await world.member(11)]
    const [segment] = await hand.seals(noise(1))
    const caller = await Caller.welcomed(world.hub, relay.signer)
    caller.give(segment!)
    await caller.done()
    expect(await world.store.read((tx) => tx.segment(segment!.hash))).toBeDefined()
    expect((await caller.receipts()).map((receipt) => receipt.segment)).toEqual([segment!.hash])
    const later = await Caller.welcomed(world.hub, relay.signer)
    later.tell('compare', { hashes: [segment!.hash] })
    await later.hears('held')
    expect((await later.receipts()).map((receipt) => receipt.segment)).toEqual([segment!.hash])
    const strange = await seal([noise(2)], world.hub.project, NO_HEAD, await testSigner(12))
    caller.give(strange.segments[0]!)
    await until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4401)
    await world.store.close()
  })

  it('[EX9] what becomes of another person’s segment later is said to whoever brought it or asked for it, over that link', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const [hand, relay, other] = [await world.member(10), await world.member(11), await world.member(12)]
    const [reply] = await world.borrow(hand, 'assistant_reply', 1)
    const [segment] = await hand.seals(hand.writing('assistant_reply', reply!.task, 'Moss.'))
    const [brings, asks, hears] = await Promise.all(
      [relay, relay, other].map(({ signer }) => Caller.welcomed(world.hub, signer))
    )
    brings!.give(segment!)
    await brings!.done()
    asks!.tell('compare', { hashes: [segment!.hash] })
    await asks!.hears('held')
    await world.decide([{ kind: 'decline', v: 1, fact: segment!.ids[0]!, rule: 'copied', at: 1 }])
    const said = async (caller: Caller) => (await caller.receipts()).map(({ facts }) => facts[0]?.is)
    expect(await said(brings!)).toEqual(['merged', 'returned'])
    expect(await said(asks!)).toEqual(['merged', 'returned'])
    expect(await said(hears!)).toEqual([])
    await world.store.close()
  })

  it('[EX9] a segment of another project, or with a broken signature, ends the link and is not held', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const good = (await hand.seals(noise(1)))[0]!
    const foreign = (await seal([noise(1)], '7'.repeat(64), NO_HEAD, hand.signer)).segments[0]!
    for (const [segment, code] of [
      [foreign, 4403],
      [{ ...good, signature: good.signature.map((byte) => byte ^ 1) }, 4404]
    ] as const) {
      const caller = await Caller.welcomed(world.hub, hand.signer)
      caller.give(segment)
      await until(() => caller.closed !== undefined)
      expect(caller.closed?.code).toBe(code)
    }
    expect(await world.store.read((tx) => tx.tips(hand.device))).toEqual([])
    await world.store.close()
  })

  it('[EX7] asks for a lending that work names and the hub lacks, before it gives the receipt', async () => {
    const [world, elsewhere] = [await World.begin({ seed: 4 }), await World.begin({ seed: 4 })]
    const hand = await world.member(10)
    await elsewhere.member(10)
    for (const each of [world, elsewhere]) await each.import(treeLine('t', { replies: 0 }))
    const [reply] = await world.borrow(hand, 'assistant_reply')
    const [segment] = await hand.seals(hand.writing('assistant_reply', reply!.task, 'Moss.'))
    const caller = await Caller.welcomed(elsewhere.hub, hand.signer)
    caller.give(segment!)
    await caller.done()
    expect(caller.fields('lacks')).toEqual({ lendings: [reply!.task[0]] })
    const order = caller.frames.map(({ channel, payload }) => `${channel} ${Buffer.from(payload).includes('lacks')}`)
    expect(order.indexOf('0 true')).toBeLessThan(order.findIndex((each) => each.startsWith('2 ')))
    const later = await Caller.welcomed(elsewhere.hub, hand.signer)
    expect(later.fields('welcome')?.lacks).toEqual([reply!.task[0]])
    const lending = await world.store.read(async (tx) => (await tx.segment((await tx.segmentOf(reply!.task[0]))!))!)
    later.give(lending)
    await later.done()
    expect((await later.receipts()).at(-1)?.facts).toEqual([{ is: 'merged' }])
    for (const each of [world, elsewhere]) await each.store.close()
  })

  it('[EX5] a comparison finds the first segment held', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const [one] = await hand.seals(noise(1))
    const [two] = await hand.seals(noise(2))
    await world.take([one!])
    const caller = await Caller.welcomed(world.hub, hand.signer)
    caller.tell('compare', { hashes: [two!.hash, one!.hash] })
    expect(await caller.hears('held')).toEqual({ n: 1, hash: one!.hash })
    await world.store.close()
  })
})
