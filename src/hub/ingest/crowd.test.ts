import { afterAll, describe, expect, it, vi } from 'vitest'
import { uuidOf } from '../../core/hash.ts'
import { readReceipt } from '../../sync/receipt.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import { checkStore } from '../check/check.ts'
import type { Fault } from '../check/fault.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { lacksOf } from '../link/membership.ts'
import { openSqliteStore } from '../store/sqlite.ts'

afterAll(removeFolders)

const TREE = '11111111-1111-4111-8111-111111111111'

/** The hub waits a moment for others that may come, and once more after several. */
async function takenInCrowd(world: World, segments: readonly Segment[]): Promise<boolean[]> {
  const taken = world.take(segments)
  for (let round = 0; round < 2; round++) {
    world.system.pass(5)
    await new Promise(setImmediate)
  }
  return taken
}

async function faultsOf(file: string): Promise<Fault[]> {
  const faults: Fault[] = []
  const store = openSqliteStore(file, { readOnly: true })
  await checkStore(store, file, (fault) => void faults.push(fault))
  await store.close()
  return faults
}

describe('a crowd before the hub (real store, time by hand)', () => {
  it('[RC1] work is on disk and receipted `received` at once, and what became of it is said when the crowd is through', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine(TREE))
    const [borrowed] = await world.borrow(hand, 'prompter_reply', 1)
    const said = async () => {
      const receipts = await world.store.read((tx) => tx.receiptsSince(hand.device, 0))
      const read = await Promise.all(
        receipts.map(({ bytes }) => readReceipt(bytes, [world.hub.identity.hub.device], world.hub.verify))
      )
      return read.map(({ facts }) => facts.map(({ is }) => is).join())
    }
    const callers = Array.from({ length: 65 }, () => world.hub.turns.enter())
    const segments = await hand.seals(hand.writing('prompter_reply', borrowed!.task, 'Why does moss grow?'))
    expect(await takenInCrowd(world, segments)).toEqual([true])
    expect(await said()).toEqual(['received'])
    for (const caller of callers) caller?.leave()
    world.system.pass(2500)
    await world.hub.ingest.later.fresh()
    expect((await said()).at(-1)).toBe('merged')
    await world.store.close()
  })

  it('[HS1] what comes within a moment of each other shares one flush to disk', async () => {
    const world = await World.begin()
    const hands = await Promise.all([10, 11, 12].map((byte) => world.member(byte)))
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const transactions = vi.spyOn(world.store, 'write')
    const taken: Promise<boolean[]>[] = []
    for (const hand of hands) {
      taken.push(world.take(await hand.seals({ kind: 'applause', v: 1 })))
      world.system.pass(3)
    }
    const said: boolean[] = []
    for (const each of taken) void each.then((isNew) => said.push(...isNew))
    await until(() => {
      world.system.pass(1)
      return said.length === 3
    })
    expect(said).toEqual([true, true, true])
    expect(transactions).toHaveBeenCalledTimes(1)
    await world.store.close()
  })

  it('[LK16] the facts of an answer find their trees after its receipt, and what names them meanwhile finds them then', async () => {
    const world = await World.begin()
    const [ada, bo] = [await world.member(10), await world.member(11)]
    await world.import(treeLine(TREE, { replies: 0 }))
    const [borrowed] = await world.borrow(ada, 'assistant_reply', 1)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const segments = await ada.seals(ada.writing('assistant_reply', borrowed!.task, 'It grows where it is wet.'))
    const [reply] = segments.flatMap(({ ids }) => ids)
    await takenInCrowd(world, segments)
    const emoji = { kind: 'emoji', v: 1, message: uuidOf(reply!), emoji: '+1', saved: 1 }
    const [thumb] = await bo.seals(emoji)
    await takenInCrowd(world, [thumb!])
    const state = () =>
      world.store.read(async (tx) => [
        await tx.unplaced(),
        await Promise.all([reply!, thumb!.ids[0]!].map((id) => tx.treesOf(id)))
      ])
    expect(await state()).toEqual([segments.map(({ hash }) => hash), [[], []]])
    await world.hub.ingest.later.fresh()
    expect(await state()).toEqual([[], [[TREE], [TREE]]])
    await world.store.close()
  })

  it('[LK16] what is put off is done by the next start, and till then a check finds no fault in it', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine(TREE, { replies: 0 }))
    const borrowed = await world.borrow(hand, 'assistant_reply', 2)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const answers = borrowed.map(({ task }, n) => hand.writing('assistant_reply', task, `Where it is wet ${n}.`))
    await takenInCrowd(world, await hand.seals(...answers))
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
    const again = await World.begin({ folder: world.folder })
    expect(await again.store.read((tx) => tx.hasStale())).toBe(false)
    expect((await again.view(TREE)).messages).toHaveLength(1 + borrowed.length)
    expect(await faultsOf(again.file)).toEqual([])
    await again.store.close()
  })

  it('[DC5] a batch whose answers are still to be placed is no longer in the inbox', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine(TREE, { replies: 0 }))
    const borrowed = await world.borrow(hand, 'assistant_reply', 1)
    const batches = async () => Object.keys((await world.hub.inboxOf(hand.device)).batches)
    expect(await batches()).toHaveLength(1)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    await takenInCrowd(world, await hand.seals(hand.writing('assistant_reply', borrowed[0]!.task, 'Where it is wet.')))
    expect(await batches()).toEqual([])
    expect(await world.store.read((tx) => tx.unplaced())).toHaveLength(1)
    await world.store.close()
  })

  it('[EX7] a lending that answers name which are still to be placed is asked for', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const unknown = 'ab'.repeat(32)
    await takenInCrowd(world, await hand.seals(hand.writing('assistant_reply', [unknown, 0], 'Where it is wet.')))
    expect(await world.store.read((tx) => tx.lacksFor(hand.device))).toEqual([])
    expect(await lacksOf(world.hub, hand.device)).toEqual([unknown])
    await world.hub.ingest.later.fresh()
    expect(await lacksOf(world.hub, hand.device)).toEqual([unknown])
    await world.store.close()
  })

  it('[LK16] what a hostile answer calls its task is nobody’s, and holds up nothing', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const odd = [[{ toString: 1, valueOf: 1 }, 0], ['x'.repeat(9), {}], [1, 2, 3], {}, 'task', ['ab'.repeat(32), -1]]
    const contents = odd.map((task) => ({ kind: 'skip', v: 1, task, saved: 1, took: 1, reason: 'x' }))
    const segments = await hand.seals(...contents)
    expect(await takenInCrowd(world, segments)).toEqual(segments.map(() => true))
    expect(await lacksOf(world.hub, hand.device)).toEqual([])
    expect(await faultsOf(world.file)).toEqual([])
    await world.hub.ingest.later.fresh()
    expect(await world.store.read((tx) => tx.unplaced())).toEqual([])
    await world.store.close()
  })

  it('[FA2] of pieces that an answer of a kind without pieces names, nothing is made, now or at the next start', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine(TREE, { replies: 0 }))
    const [borrowed] = await world.borrow(hand, 'assistant_reply', 1)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const [skip] = await hand.seals(hand.answer('skip', borrowed!.task, { reason: 'x', pieces: [{}, null, 7] }))
    await takenInCrowd(world, [skip!])
    await world.hub.ingest.later.fresh()
    expect(await world.outcome(skip!.ids[0]!)).toBe('merged')
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
  })

  it('[EX7] of many such lendings some are asked for at a time, as of those that placed answers wait for', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const unknown = Array.from({ length: 60 }, (_, n) => `${n}`.padStart(64, '0'))
    const answers = unknown.map((lending, n) => hand.writing('assistant_reply', [lending, 0], `Where it is wet ${n}.`))
    await takenInCrowd(world, await hand.seals(...answers))
    expect(await lacksOf(world.hub, hand.device)).toHaveLength(50)
    await world.hub.ingest.later.fresh()
    expect(await lacksOf(world.hub, hand.device)).toHaveLength(50)
    await world.store.close()
  })

  it('[RL6] what was begun in a crowd pauses while work comes from another hub', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine(TREE, { replies: 0 }))
    const [borrowed] = await world.borrow(hand, 'assistant_reply', 1)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    await takenInCrowd(world, await hand.seals(hand.writing('assistant_reply', borrowed!.task, 'Where it is wet.')))
    const allIsHere = world.hub.ingest.later.hold()
    const unplaced = async () => (await world.store.read((tx) => tx.unplaced())).length
    world.system.pass(60_000)
    await world.decide([])
    expect(await unplaced()).toBe(1)
    await allIsHere()
    expect(await unplaced()).toBe(0)
    await world.store.close()
  })

  it('[RC1] what a crowd has left to derive is derived before anything is lent', async () => {
    const world = await World.begin()
    const [one, two] = [await world.member(10), await world.member(11)]
    await world.import(treeLine(TREE, { replies: 0 }))
    const borrowed = await world.borrow(one, 'assistant_reply', 20)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const segments = await one.seals(
      ...borrowed.map(({ task }, n) => one.writing('assistant_reply', task, `It grows where it is wet ${n}.`))
    )
    await takenInCrowd(world, segments)
    await world.borrow(two, 'label_assistant_reply', 20)
    expect(await world.store.read((tx) => tx.hasStale())).toBe(false)
    await world.store.close()
  })
})
