import { afterAll, describe, expect, it } from 'vitest'
import { readReceipt } from '../../sync/receipt.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

describe('a crowd before the hub (real store, time by hand)', () => {
  it('[RC1] work is on disk and receipted `received` at once, and what became of it is said when the crowd is through', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(treeLine('11111111-1111-4111-8111-111111111111'))
    const [borrowed] = await world.borrow(hand, 'prompter_reply', 1)
    const said = async () => {
      const receipts = await world.store.read((tx) => tx.receiptsSince(hand.device, 0))
      const read = await Promise.all(
        receipts.map(({ bytes }) => readReceipt(bytes, [world.hub.identity.hub.device], world.hub.verify))
      )
      return read.map(({ facts }) => facts.map(({ is }) => is).join())
    }
    const callers = Array.from({ length: 33 }, () => world.hub.turns.enter())
    const segments = await hand.seals(hand.writing('prompter_reply', borrowed!.task, 'Why does moss grow?'))
    expect(await world.take(segments)).toEqual([true])
    expect(await said()).toEqual(['received'])
    for (const caller of callers) caller?.leave()
    world.system.pass(2500)
    await world.hub.ingest.fresh()
    expect((await said()).at(-1)).toBe('merged')
    await world.store.close()
  })

  it('[RC1] what a crowd has left to derive is derived before anything is lent', async () => {
    const world = await World.begin()
    const [one, two] = [await world.member(10), await world.member(11)]
    await world.import(treeLine('11111111-1111-4111-8111-111111111111', { replies: 0 }))
    const borrowed = await world.borrow(one, 'assistant_reply', 20)
    for (let n = 0; n < 33; n++) world.hub.turns.enter()
    const segments = await one.seals(
      ...borrowed.map(({ task }, n) => one.writing('assistant_reply', task, `It grows where it is wet ${n}.`))
    )
    await world.take(segments)
    await world.borrow(two, 'label_assistant_reply', 20)
    expect(await world.store.read((tx) => tx.hasStale())).toBe(false)
    await world.store.close()
  })
})
