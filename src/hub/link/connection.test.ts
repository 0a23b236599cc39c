import { afterAll, describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import type { Content } from '../../core/fact/fact.ts'
import { testSigner } from '../../sync/examples/key.ts'
import { challengeStatement, writeControl } from '../../sync/link/control.ts'
import { CONTROL, writeFrame } from '../../sync/link/frame.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

const noise = (i: number): Content => ({ kind: 'applause', v: 1, i })

describe('a hub’s link (no socket, time by hand)', () => {
  it('[LK6] takes nothing before the proof, and no proof but the caller’s own for this project and this call', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const [other, signer] = [await testSigner(11), hand.signer]
    const [segment] = await hand.seals(noise(1))
    const { project } = world.hub
    const first = await Caller.call(world.hub, signer)
    const { nonce } = await first.hears('challenge')
    const good = await signer.sign(challengeStatement(project, nonce, signer.device))
    const calls: [string, (caller: Caller, nonce: Uint8Array) => Promise<void>][] = [
      ['unknown-device 4401', async (caller) => caller.give(segment!)],
      ['unknown-device 4401', async (caller) => caller.tell('checkout', { request: 1, count: 1 })],
      ['unknown-device 4401', async (caller) => caller.document(16, Uint8Array.of(0, 0, 1, 0))],
      ['bad-signature 4404', async (caller) => caller.tell('hello', { v: 1, since: 0, proof: new Uint8Array(64) })],
      ['bad-signature 4404', async (caller) => caller.tell('hello', { v: 1, since: 0, proof: good })],
      [
        'bad-signature 4404',
        async (caller, own) =>
          caller.tell('hello', {
            v: 1,
            since: 0,
            proof: await other.sign(challengeStatement(project, own, signer.device))
          })
      ],
      [
        'bad-signature 4404',
        async (caller, own) =>
          caller.tell('hello', {
            ...{ v: 1, since: 0 },
            proof: await signer.sign(challengeStatement('0'.repeat(64), own, signer.device))
          })
      ],
      ['newer-version 4405', async (caller) => caller.hello({ v: 2 })],
      ['malformed 4406', async (caller) => caller.connection.receive(writeFrame(CONTROL, encodeCbor(['hello', {}])))],
      ['malformed 4406', async (caller) => caller.connection.receive(Uint8Array.of(0, 255))]
    ]
    for (const [wanted, act] of calls) {
      const caller = await Caller.call(world.hub, signer)
      await act(caller, (await caller.hears('challenge')).nonce)
      await until(() => caller.closed !== undefined)
      expect(`${caller.fields('refused')?.reason} ${caller.closed?.code}`).toBe(wanted)
      await caller.hello()
      expect(caller.fields('welcome')).toBeUndefined()
    }
    first.tell('hello', { v: 1, since: 0, proof: good })
    expect(await first.hears('welcome')).toBeDefined()
    first.tell('hello', { v: 1, since: 0, proof: good })
    await until(() => first.closed !== undefined)
    expect(first.closed?.code).toBe(4404)
    expect(await world.store.read((tx) => tx.segment(segment!.hash))).toBeUndefined()
    expect(world.log.join()).not.toContain(signer.device)
    await world.store.close()
  })

  it('[EX6] an unknown device is let in by the grant that this hub signed and lost, and by nothing else', async () => {
    const [before, restored] = [await World.begin({ seed: 4 }), await World.begin({ seed: 4 })]
    expect(restored.hub.project).toBe(before.hub.project)
    const [hand, earlier] = [await before.member(10), await before.member(11)]
    const grantingOf = (device: string) =>
      before.store.read(async (tx) => {
        const grant = (await tx.factsAboutPersons()).find(({ content }) => content.device === device)
        return (await tx.segment((await tx.segmentOf(grant!.id))!))!
      })
    const granting = await grantingOf(hand.device)
    const stranger = await testSigner(12)
    const grant: Content = { kind: 'grant', v: 1, device: hand.device, role: 'contributor', contributor: 'x', at: 1 }
    const forged = (await seal([grant], before.hub.project, NO_HEAD, stranger)).segments[0]!
    const calling = async (credentials: Uint8Array[]) => {
      const caller = await Caller.call(restored.hub, hand.signer)
      await caller.hello({ credentials })
      await caller.hears('welcome')
      return caller.closed?.code ?? 'welcome'
    }
    expect(await calling([])).toBe(4401)
    expect(await calling([writeSegment(forged), Uint8Array.of(1)])).toBe(4401)
    expect(await restored.store.read((tx) => tx.segment(forged.hash))).toBeUndefined()
    expect(await calling([Uint8Array.of(1), writeSegment(granting)])).toBe('welcome')
    expect(await calling([])).toBe('welcome')
    // Also the grant of a key before the one that calls, whose chain would be refused.
    expect(await calling([writeSegment(await grantingOf(earlier.device))])).toBe('welcome')
    expect(restored.hub.ingest.people.has(earlier.device)).toBe(true)
    for (const world of [before, restored]) await world.store.close()
  })

  it('[DI1] a checkout answered twice lends once; where nothing is open the answer says so', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const hand = await world.member(10)
    const first = await Caller.welcomed(world.hub, hand.signer)
    first.tell('checkout', { request: 77, count: 5 })
    const lent = await first.hears('lent')
    first.hangUp()
    const again = await Caller.welcomed(world.hub, hand.signer)
    again.tell('checkout', { request: 77, count: 5 })
    expect(await again.hears('lent')).toEqual(lent)
    again.tell('checkout', { request: 78, count: 5 })
    await again.done()
    expect(again.fields('lent')).toEqual({ request: 78, count: 0, cause: 'nothing-open' })
    expect(await world.store.read((tx) => tx.lendingsTo(hand.device))).toHaveLength(1)
    await world.store.close()
  })

  it('[LK8] pings every 5 s, and hangs up on whoever was silent for 25 s', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const pings = () => caller.said.filter(({ is }) => is === 'ping').length
    world.system.pass(10_000)
    expect(pings()).toBe(2)
    caller.tell('pong', {})
    world.system.pass(25_000)
    expect([pings(), caller.terminated]).toEqual([7, false])
    world.system.pass(5000)
    expect(caller.terminated).toBe(true)
    await world.store.close()
  })

  it('[LK8] a device that is slow to prove itself answers pings meanwhile', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const caller = await Caller.call(world.hub, hand.signer)
    world.system.pass(5000)
    caller.tell('pong', {})
    await caller.hello()
    expect(await caller.hears('welcome')).toBeDefined()
    await world.store.close()
  })

  it('leaves no timer and no guest behind, however early the link breaks', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const timers = world.system.waiting
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const early = await Caller.call(world.hub, hand.signer)
    await early.hello()
    early.hangUp() // while the hub works on the proof
    caller.hangUp()
    const [segment] = await hand.seals(noise(1))
    await world.take([segment!])
    for (const each of [caller, early]) expect(await each.receipts()).toEqual([])
    expect(world.system.waiting).toBe(timers)
    await world.store.close()
  })

  it('a device that sends faster than it is worked on is hung up on', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const large = writeFrame(CONTROL, writeControl('compare', { hashes: Array(90).fill('a'.repeat(64)) }))
    for (let i = 0; i < 100; i++) caller.connection.receive(large)
    await until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4408)
    await world.store.close()
  })

  it('[RC1] a store that fails is the hub’s trouble: the link may be tried again, and nothing was receipted', async () => {
    let fails = false
    const world = await World.begin({
      engine: (store) => ({
        read: (work) => store.read(work),
        scrub: () => store.scrub(),
        close: () => store.close(),
        write: (work) => (fails ? Promise.reject(new Error('no space')) : store.write(work))
      })
    })
    const hand = await world.member(10)
    const caller = await Caller.welcomed(world.hub, hand.signer)
    fails = true
    caller.give((await hand.seals(noise(1)))[0]!)
    await until(() => caller.closed !== undefined)
    expect([caller.fields('refused')?.reason, caller.closed?.code]).toEqual(['hub-trouble', 1011])
    expect(await caller.receipts()).toEqual([])
    await world.store.close()
  })
})
