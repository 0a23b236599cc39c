import { afterAll, describe, expect, it, vi } from 'vitest'
import { uuidOf } from '../../core/hash.ts'
import { readReceipt } from '../../sync/receipt.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import { until } from '../examples/conformance.ts'
import { faultsOf } from '../examples/faults.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { lacksOf } from '../link/membership.ts'
import type { Turn } from '../link/turns.ts'

afterAll(removeFolders)

const TREE = '11111111-1111-4111-8111-111111111111'

/** The hub waits a moment for others that may come, and again after more than it takes at once. */
async function takenInCrowd(world: World, segments: readonly Segment[]): Promise<boolean[]> {
  const taken = world.take(segments)
  let isOver = false
  const over = () => {
    isOver = true
  }
  taken.then(over, over)
  let passed = 0
  await until(() => {
    // Less than a crowd's work is put off for.
    if (passed < 500) world.system.pass(5)
    passed += 5
    return isOver
  })
  return taken
}

/** From now on many call at once. */
function comes(world: World): readonly (Turn | undefined)[] {
  return Array.from({ length: 65 }, () => world.hub.turns.enter())
}

/** Somebody has borrowed so many tasks of a tree, and then a crowd has come. */
async function borrowedBefore(count = 1) {
  const world = await World.begin()
  const hand = await world.member(10)
  await world.import(treeLine(TREE, { replies: 0 }))
  const borrowed = await world.borrow(hand, 'assistant_reply', count)
  const inbox = async () => Object.keys((await world.hub.inboxOf(hand.device)).batches)
  const lent = await inbox()
  comes(world)
  const writings = borrowed.map(({ task }, n) => hand.writing('assistant_reply', task, `Where it is wet ${n}.`))
  return { world, hand, borrowed, writings, inbox, lent }
}

/** Somebody has borrowed nothing, and a crowd has come. */
async function member() {
  const world = await World.begin()
  const hand = await world.member(10)
  comes(world)
  return { world, hand }
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
    const callers = comes(world)
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
    comes(world)
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
    const { world, hand, writings } = await borrowedBefore()
    const bo = await world.member(11)
    const segments = await hand.seals(...writings)
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
    const { world, hand, borrowed, writings } = await borrowedBefore(2)
    await takenInCrowd(world, await hand.seals(...writings))
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
    const again = await World.begin({ folder: world.folder })
    expect(await again.store.read((tx) => tx.hasStale())).toBe(false)
    expect((await again.view(TREE)).messages).toHaveLength(1 + borrowed.length)
    expect(await faultsOf(again.file)).toEqual([])
    await again.store.close()
  })

  it('[DC5] a batch whose answers are still to be placed is no longer in the inbox', async () => {
    const { world, hand, writings, inbox, lent } = await borrowedBefore()
    expect(lent).toHaveLength(1)
    await takenInCrowd(world, await hand.seals(...writings))
    expect(await inbox()).toEqual([])
    expect(await world.store.read((tx) => tx.unplaced())).toHaveLength(1)
    await world.store.close()
  })

  it('[EX7] a lending that answers name which are still to be placed is asked for', async () => {
    const { world, hand } = await member()
    const unknown = 'ab'.repeat(32)
    await takenInCrowd(world, await hand.seals(hand.writing('assistant_reply', [unknown, 0], 'Where it is wet.')))
    expect(await world.store.read((tx) => tx.lacksFor(hand.device))).toEqual([])
    expect(await lacksOf(world.hub, hand.device)).toEqual([unknown])
    await world.hub.ingest.later.fresh()
    expect(await lacksOf(world.hub, hand.device)).toEqual([unknown])
    await world.store.close()
  })

  it('[LK16] what a hostile answer calls its task is nobody’s, and holds up nothing', async () => {
    const { world, hand } = await member()
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
    const { world, hand, borrowed } = await borrowedBefore()
    const [skip] = await hand.seals(hand.answer('skip', borrowed[0]!.task, { reason: 'x', pieces: [{}, null, 7] }))
    await takenInCrowd(world, [skip!])
    await world.hub.ingest.later.fresh()
    expect(await world.outcome(skip!.ids[0]!)).toBe('merged')
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
  })

  it('[HS10] erasures of an answer that is placed later wait for the same as if it had been placed first', async () => {
    const { world, hand, writings } = await borrowedBefore()
    const bo = await world.member(11)
    const segments = await hand.seals(...writings)
    await takenInCrowd(world, segments)
    const erase = { kind: 'erase', v: 1, facts: segments.flatMap(({ ids }) => ids), at: 1 }
    for (const each of [bo, hand]) await takenInCrowd(world, await each.seals(erase))
    await world.hub.ingest.later.fresh()
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
  })

  it('[LK16] of segments that are full of facts fewer are placed at a time, so that nobody waits for all of them', async () => {
    const { world, hand, borrowed } = await borrowedBefore()
    const skip = (_: unknown, saved: number) => hand.answer('skip', borrowed[0]!.task, { saved, reason: 'x' })
    const segments = await hand.seals(...Array.from({ length: 5 * 512 }, skip))
    expect(segments).toHaveLength(5)
    await takenInCrowd(world, segments)
    const transactions = vi.spyOn(world.store, 'write')
    await world.hub.ingest.later.fresh()
    // Four of them, the fifth, and one that finds no more.
    expect(transactions).toHaveBeenCalledTimes(3)
    await world.store.close()
  })

  it('[EX7] of many such lendings some are asked for at a time, as of those that placed answers wait for', async () => {
    const { world, hand } = await member()
    const unknown = Array.from({ length: 60 }, (_, n) => `${n}`.padStart(64, '0'))
    const answers = unknown.map((lending, n) => hand.writing('assistant_reply', [lending, 0], `Where it is wet ${n}.`))
    await takenInCrowd(world, await hand.seals(...answers))
    expect(await lacksOf(world.hub, hand.device)).toHaveLength(50)
    await world.hub.ingest.later.fresh()
    expect(await lacksOf(world.hub, hand.device)).toHaveLength(50)
    await world.store.close()
  })

  it('[RL6] what was begun in a crowd pauses while work comes from another hub', async () => {
    const { world, hand, writings } = await borrowedBefore()
    await takenInCrowd(world, await hand.seals(...writings))
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
    const { world, hand, writings } = await borrowedBefore(20)
    const other = await world.member(11)
    await takenInCrowd(world, await hand.seals(...writings))
    await world.borrow(other, 'label_assistant_reply', 20)
    expect(await world.store.read((tx) => tx.hasStale())).toBe(false)
    await world.store.close()
  })
})
