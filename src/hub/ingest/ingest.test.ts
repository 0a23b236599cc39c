import { afterAll, describe, expect, it } from 'vitest'
import { makeFact } from '../../core/fact/fact.ts'
import { testSigner } from '../../sync/examples/key.ts'
import { type FactReceipt, readReceipt, writeReceipt } from '../../sync/receipt.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { type Borrowed, type Hand, treeLine, World } from '../examples/world.ts'
import type { HubStore } from '../store/store.ts'

afterAll(removeFolders)

/** A store of which the next commits fail. */
function failing(store: HubStore, state: { fails: number }): HubStore {
  return {
    read: (work) => store.read(work),
    scrub: () => store.scrub(),
    close: () => store.close(),
    write: (work) =>
      store.write(async (tx) => {
        const result = await work(tx)
        if (state.fails-- > 0) throw new Error('no space')
        return result
      })
  }
}

describe('ingest (real store, time by hand)', () => {
  it('[HS1] segments that come together share a transaction, each with its own answer and receipt', async () => {
    let writes = 0
    const world = await World.begin({
      engine: (store) => ({
        read: (work) => store.read(work),
        scrub: () => store.scrub(),
        close: () => store.close(),
        write: (work) => {
          writes += 1
          return store.write(work)
        }
      })
    })
    const hand = await world.member(10)
    const segments = []
    for (let i = 0; i < 30; i++) segments.push(...(await hand.seals({ kind: 'applause', v: 1, i })))
    writes = 0
    expect(await world.take([...segments, segments[4]!])).toEqual([...segments.map(() => true), false])
    // All that came before its turn.
    expect(writes).toBe(1)
    const receipts = await world.store.read((tx) => tx.receiptsSince(hand.device, 0))
    expect(receipts.map(({ segment }) => segment)).toEqual(segments.map(({ hash }) => hash))
    await world.store.close()
  })

  it('[RC1] a commit that fails gives no receipt and takes nothing; the same segment is taken later', async () => {
    const state = { fails: 0 }
    const world = await World.begin({ engine: (store) => failing(store, state) })
    const hand = await world.member(10)
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const [segment] = await hand.seals({ kind: 'applause', v: 1 })
    state.fails = 1
    await expect(world.hub.ingest.take(segment!)).rejects.toThrow('no space')
    expect(await caller.receipts()).toEqual([])
    expect(await world.store.read((tx) => tx.segment(segment!.hash))).toBeUndefined()
    expect(await world.hub.ingest.take(segment!)).toBe(true)
    expect((await caller.receipts()).map((receipt) => receipt.segment)).toEqual([segment!.hash])
    await world.store.close()
  })

  it('[HS1] what one segment breaks keeps none of the others out', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const [one] = await hand.seals({ kind: 'applause', v: 1, i: 1 })
    const [two] = await hand.seals({ kind: 'applause', v: 1, i: 2 })
    const [three] = await hand.seals({ kind: 'applause', v: 1, i: 3 })
    const broken = { ...two!, signature: undefined as unknown as Uint8Array }
    const taken = await Promise.allSettled([one!, broken, three!].map((each) => world.hub.ingest.take(each)))
    expect(taken.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await world.store.close()
  })

  it('[RC1] what became of an answer stands, whoever names it as a piece of theirs in another tree', async () => {
    const world = await World.begin()
    const [ada, bo] = [await world.member(10), await world.member(11)]
    for (const tree of ['a', 'b']) await world.import(treeLine(tree, { replies: 0 }))
    const [first] = await world.borrow(ada, 'assistant_reply', 1)
    const [answer] = await ada.seals(ada.writing('assistant_reply', first!.task, 'Where it is wet.'))
    await world.take([answer!])
    for (const { task } of await world.borrow(bo, 'assistant_reply', 2))
      await world.take(await bo.seals({ ...bo.writing('assistant_reply', task, 'Mine.'), pieces: [...answer!.ids] }))
    expect(await world.outcome(answer!.ids[0]!)).toBe('merged')
    expect(await world.store.read((tx) => tx.treesOf(answer!.ids[0]!))).toHaveLength(1)
    await world.store.close()
  })

  it('[HS8] a piece that comes into a second tree keeps what its first one says of it', async () => {
    const world = await World.begin()
    const [ada, bo] = [await world.member(10), await world.member(11)]
    for (const tree of ['a', 'b']) await world.import(treeLine(tree, { replies: 0 }))
    const text = { kind: 'piece', v: 1, text: 'Where it ', salt: new Uint8Array(12) }
    const piece = makeFact(ada.device, text).id
    const [first] = await world.borrow(ada, 'assistant_reply', 1)
    const writing = { ...ada.writing('assistant_reply', first!.task, 'is wet.'), pieces: [piece] }
    await world.take(await ada.seals(text, writing))
    for (const { task } of await world.borrow(bo, 'assistant_reply', 2))
      await world.take(await bo.seals({ ...bo.writing('assistant_reply', task, 'Mine.'), pieces: [piece] }))
    expect(await world.store.read((tx) => tx.treesOf(piece))).toHaveLength(2)
    expect(await world.store.read((tx) => tx.outcomesInTrees(piece))).toHaveLength(2)
    expect(await world.outcome(piece)).toBe('merged')
    await world.store.close()
  })

  it('[EX9] duplicates change nothing, whoever brings them, and the receipt is said again', async () => {
    const world = await World.begin()
    const [hand, other] = [await world.member(10), await world.member(11)]
    const [segment] = await hand.seals({ kind: 'applause', v: 1 })
    const relay = await Caller.welcomed(world.hub, other.signer)
    const own = await Caller.welcomed(world.hub, hand.signer)
    relay.give(segment!)
    await relay.done()
    const [first] = await own.receipts()
    own.give(segment!)
    await own.done()
    expect(await own.receipts()).toEqual([first, first])
    expect(await relay.receipts()).toEqual([first])
    expect(world.hub.counts).toEqual({ segments: 2, duplicates: 1 })
    await world.store.close()
  })

  it('[RC1] when an outcome changes, a later receipt says so to whoever wrote it', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const hand = await world.member(10)
    const [reply] = await world.borrow(hand, 'assistant_reply', 1)
    const [segment] = await hand.seals(hand.writing('assistant_reply', reply!.task, 'Moss.'))
    const caller = await Caller.welcomed(world.hub, hand.signer)
    await world.take([segment!])
    const [first] = await caller.receipts()
    expect(first?.facts).toEqual([{ is: 'merged' }])
    await world.decide([{ kind: 'decline', v: 1, fact: segment!.ids[0]!, rule: 'copied', at: 1 }])
    const later = (await caller.receipts()).at(-1)
    expect(later).toMatchObject({ segment: segment!.hash, facts: [{ is: 'returned', rule: 'copied' }] })
    expect(later!.stamp).toBeGreaterThan(first!.stamp)
    await world.store.close()
  })

  it('[RL4] gives on what another hub says where it says the same or knows nothing itself, and contradicts itself by no other’s word', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const [hand, other] = [await world.member(10), await testSigner(77)]
    const [reply] = await world.borrow(hand, 'assistant_reply', 1)
    const [known] = await hand.seals(hand.writing('assistant_reply', reply!.task, 'Moss.'))
    const [unknown] = await hand.seals({ kind: 'applause', v: 1 })
    await world.take([known!, unknown!])
    const { lastStamp } = world.hub.ingest
    const bring = async (segment: string, stamp: number, ...facts: FactReceipt[]) => {
      const bytes = await writeReceipt({ segment, stamp, facts }, other)
      return world.hub.ingest.takeReceipts([{ segment, stamp, facts, bytes }])
    }
    const stamp = lastStamp + 1000
    expect(await bring(known!.hash, stamp, { is: 'spare', rule: 'done-again' })).toBe(0)
    expect(await bring(known!.hash, stamp, { is: 'received' })).toBe(0)
    expect(await bring(known!.hash, stamp, { is: 'merged' })).toBe(1)
    expect(await bring(unknown!.hash, stamp + 1, { is: 'merged' })).toBe(1)
    // What this one says from then on is later.
    await world.decide([{ kind: 'decline', v: 1, fact: known!.ids[0]!, rule: 'copied', at: 1 }])
    const later = (await world.store.read((tx) => tx.receiptOf(known!.hash)))!
    const { hub } = world.hub.identity
    expect(await readReceipt(later.bytes, [hub.device], world.hub.verify)).toMatchObject({
      ...{ stamp: stamp + 2, facts: [{ is: 'returned', rule: 'copied' }] }
    })
    await world.store.close()
  })

  it('[RC1] each receipt has a later stamp than all before it, also when the clock went back or the hub began anew', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const stamps: number[] = []
    const another = async (i: number) => {
      await world.take(await hand.seals({ kind: 'applause', v: 1, i }))
      const all = await world.store.read((tx) => tx.receiptsSince(hand.device, 0))
      stamps.push(all.at(-1)!.stamp)
    }
    await another(1)
    await another(2)
    world.system.pass(-60_000)
    await another(3)
    await world.store.close()
    await world.start()
    await another(4)
    // Begun with its clock behind, it leaves out a minute.
    expect(stamps).toEqual([0, 1, 2, 60_002].map((i) => stamps[0]! + i))
    await world.store.close()
  })

  it('[HS1] work on a task whose lending is unknown is received, and placed when the lending comes', async () => {
    const [world, elsewhere] = [await World.begin({ seed: 3 }), await World.begin({ seed: 3 })]
    await world.import(treeLine('t', { replies: 0 }))
    const hand = await world.member(10)
    await elsewhere.import(treeLine('t', { replies: 0 }))
    await elsewhere.member(10)
    const [reply] = await world.borrow(hand, 'assistant_reply', 1)
    const [segment] = await hand.seals(hand.writing('assistant_reply', reply!.task, 'Moss.'))
    const fact = segment!.ids[0]!
    await elsewhere.take([segment!])
    expect(await elsewhere.outcome(fact)).toBe('received')
    expect(await elsewhere.store.read((tx) => tx.lacksFor(hand.device))).toEqual([reply!.task[0]])
    const hash = await world.store.read((tx) => tx.segmentOf(reply!.task[0]))
    const lending = (await world.store.read((tx) => tx.segment(hash!)))!
    await elsewhere.take([lending])
    expect(await elsewhere.outcome(fact)).toBe('merged')
    expect(await elsewhere.store.read((tx) => tx.loansOf(reply!.task[0]))).toEqual([{ place: 0, done: true }])
    for (const each of [world, elsewhere]) await each.store.close()
  })

  it('[I7] a tree that is ready is finished by the hub’s signature, and what comes late is spare', async () => {
    const world = await World.begin()
    await world.import(treeLine('t'), 'ranking')
    const hands: Hand[] = []
    for (let byte = 10; byte < 13; byte++) hands.push(await world.member(byte))
    const [first, slow, third] = hands as [Hand, Hand, Hand]
    const tasks = new Map<Hand, readonly Borrowed[]>()
    for (const hand of [first, slow]) tasks.set(hand, await world.borrow(hand, 'rank_assistant_replies'))
    const ballot = async (hand: Hand) => {
      const { task } = tasks.get(hand)![0]!
      const { tasks: lent, shown } = (await world.store.read((tx) => tx.lending(task[0])))!
      const order = ['t-1', 't-0'].map((id) => lent[task[1]]!.candidates!.indexOf(shown.indexOf(id)))
      return hand.seals(hand.answer('rank_assistant_replies', task, { order }))
    }
    await world.take(await ballot(first))
    expect(await world.view('t')).toMatchObject({ state: 'ranking' })
    world.system.pass(15 * 24 * 3600 * 1000) // the second is late, and its loan over
    tasks.set(third, await world.borrow(third, 'rank_assistant_replies'))
    await world.take(await ballot(third))
    const view = await world.view('t')
    expect(view).toMatchObject({ state: 'ready_for_export', finish: expect.any(String) })
    expect(view.due).toBeUndefined()
    expect((await world.store.read((tx) => tx.fact(view.finish!)))?.device).toBe(world.hub.identity.hub.device)
    const late = await ballot(slow)
    await world.take(late)
    expect(await world.outcome(late[0]!.ids[0]!)).toBe('spare after-finish')
    expect((await world.view('t')).finish).toBe(view.finish)
    await world.store.close()
  })

  it('[RC1] receipts that a device missed come in the order of their stamps, before any newer one', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    for (let i = 0; i < 5; i++) await world.take(await hand.seals({ kind: 'applause', v: 1, i }))
    const caller = await Caller.call(world.hub, hand.signer)
    await caller.hello()
    const coming: Promise<unknown>[] = []
    for (let i = 5; i < 9; i++) coming.push(world.take(await hand.seals({ kind: 'applause', v: 1, i })))
    await Promise.all(coming)
    await until(async () => (await caller.receipts()).length >= 9)
    const stamps = (await caller.receipts()).map(({ stamp }) => stamp)
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b))
    const since = stamps[6]!
    const again = await Caller.welcomed(world.hub, hand.signer, since)
    await again.done()
    expect((await again.receipts()).map(({ stamp }) => stamp)).toEqual(stamps.slice(7))
    await world.store.close()
  })

  it('[RC1] a receipt names the outcome of each fact of its segment, under the hub’s signature', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const [prompt] = await world.borrow(hand, 'initial_prompt', 1).catch(() => [])
    expect(prompt).toBeUndefined() // no language is known yet
    const [segment] = await hand.seals(
      { kind: 'applause', v: 1 },
      { kind: 'skip', v: 1 },
      { kind: 'piece', v: 1, text: 'x' }
    )
    await world.take([segment!])
    const stored = await world.store.read((tx) => tx.receiptOf(segment!.hash))
    const { hub, organizer } = world.hub.identity
    const receipt = await readReceipt(stored!.bytes, [hub.device], world.hub.verify)
    expect(receipt.facts).toEqual([{ is: 'received' }, { is: 'returned', rule: 'malformed' }, { is: 'merged' }])
    await expect(readReceipt(stored!.bytes, [organizer.device], world.hub.verify)).rejects.toThrow('bad-signature')
    await world.store.close()
  })
})
