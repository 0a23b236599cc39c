import { afterAll, describe, expect, it } from 'vitest'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { fits } from '../../sync/segment/seal.ts'
import { removeFolders } from '../examples/folders.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

async function members(world: World, count: number): Promise<Hand[]> {
  const hands: Hand[] = []
  for (let i = 0; i < count; i++) hands.push(await world.member(10 + i))
  return hands
}

/** Open loans by kind and target. */
async function reserved(world: World): Promise<Map<string, number>> {
  const loans = await world.store.read((tx) => tx.openLoans(Math.floor(world.system.now() / 1000)))
  const counts = new Map<string, number>()
  for (const { kind, target } of loans) counts.set(`${kind} ${target}`, (counts.get(`${kind} ${target}`) ?? 0) + 1)
  return counts
}

const seconds = (world: World) => Math.floor(world.system.now() / 1000)

describe('dispatch (real store, time by hand)', () => {
  it('[DI1] twenty devices that borrow at once never get more of a task than is wanted, nor more replies than a tree takes', async () => {
    const world = await World.begin()
    // Thirteen accepted replies each, all open for answers: 12 more messages per tree are wanted.
    await world.import(['a', 'b'].map((id) => treeLine(id, { replies: 13 })).join(''))
    await world.import(['c', 'd', 'e'].map((id) => treeLine(id, { replies: 3 })).join(''), 'ranking')
    const hands = await members(world, 20)
    const kinds: TaskKind[] = ['prompter_reply', 'assistant_reply', 'rank_assistant_replies']
    const lent = await Promise.all(
      hands.map((hand) => world.hub.lend(hand.device, { kinds, count: 15, nonce: world.system.random(8) }))
    )
    const needs = await world.store.read((tx) => tx.needs())
    const counts = await reserved(world)
    for (const { kind, target, wanted } of needs)
      expect(counts.get(`${kind} ${target}`) ?? 0).toBeLessThanOrEqual(wanted)
    const loans = await world.store.read((tx) => tx.openLoans(0))
    for (const tree of ['a', 'b']) expect(loans.filter((loan) => loan.tree === tree)).toHaveLength(12)
    const ballots = needs.filter(({ kind }) => kind === 'rank_assistant_replies').map(({ wanted }) => wanted)
    expect(loans.filter(({ kind }) => kind === 'rank_assistant_replies')).toHaveLength(
      ballots.reduce((sum, wanted) => sum + wanted, 0)
    )
    expect(lent.filter((each) => each === undefined).length).toBeGreaterThan(0)
    await world.store.close()
  })

  it('[DI1] a loan that is over or done reserves nothing', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 3 }), 'ranking')
    const [ada, bo, di, ed] = await members(world, 4)
    // Two ballots that agree are enough, so two are wanted.
    for (const hand of [ada!, bo!]) expect(await world.borrow(hand, 'rank_assistant_replies')).toHaveLength(1)
    expect(await world.borrow(di!, 'rank_assistant_replies')).toEqual([])
    world.system.pass(14 * 24 * 3600 * 1000 + 1000)
    const again = await world.borrow(di!, 'rank_assistant_replies')
    expect(again).toHaveLength(1)
    await world.take(await di!.seals(di!.answer('skip', again[0]!.task, { reason: 'no' })))
    expect(await world.borrow(di!, 'rank_assistant_replies')).toEqual([])
    for (const hand of [ada!, ed!]) expect(await world.borrow(hand, 'rank_assistant_replies')).toHaveLength(1)
    await world.store.close()
  })

  it('[DI1] nobody is offered what is their own, what they have borrowed, or what they have done', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 0 }))
    const [ada, bo] = await members(world, 2)
    const [reply] = await world.borrow(ada!, 'assistant_reply')
    expect(await world.borrow(ada!, 'assistant_reply')).toEqual([])
    await world.take(await ada!.seals(ada!.writing('assistant_reply', reply!.task, 'Moss.')))
    expect(await world.borrow(ada!, 'label_assistant_reply')).toEqual([])
    expect(await world.borrow(ada!, 'assistant_reply')).toEqual([])
    const [label] = await world.borrow(bo!, 'label_assistant_reply')
    await world.take(await bo!.seals(bo!.answer('label_assistant_reply', label!.task, { labels: { spam: 0 } })))
    expect(await world.borrow(bo!, 'label_assistant_reply')).toEqual([])
    await world.store.close()
  })

  it('[DI1] a person is one on all devices', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 0 }))
    const [ada, phone] = await members(world, 1).then(([hand]) => [hand!, hand!])
    const other = await world.member(40)
    await world.take(await ada!.seals({ kind: 'succeed', v: 1, to: '5'.repeat(64), saved: 1 }))
    expect(await world.borrow(phone!, 'assistant_reply')).toHaveLength(1)
    const wish = { count: 5, nonce: world.system.random(8) }
    expect(await world.hub.lend('5'.repeat(64), wish)).toBeUndefined()
    expect(await world.hub.lend(other.device, wish)).toMatchObject({ count: 1 })
    await world.store.close()
  })

  it('[DI1] a wish for a language takes its regions; a wish for a region takes just that', async () => {
    const world = await World.begin()
    const langs = ['pt', 'pt-BR', 'pt-PT', 'ptx', 'en']
    await world.import(langs.map((lang) => treeLine(`t-${lang}`, { replies: 0, lang })).join(''))
    const lentFor = async (byte: number, lang?: string) => {
      const hand = await world.member(byte)
      return (await world.borrow(hand, 'assistant_reply', 20, lang)).map(({ target }) => target).sort()
    }
    expect(await lentFor(10, 'pt')).toEqual(['t-pt', 't-pt-BR', 't-pt-PT'])
    expect(await lentFor(11, 'PT-br')).toEqual(['t-pt-BR'])
    expect(await lentFor(12, 'fr')).toEqual([])
    expect(await lentFor(13)).toHaveLength(1) // one language at a time
    await world.store.close()
  })

  it('[DI1] lends of the wished kinds alone, at most as many as wished', async () => {
    const world = await World.begin()
    await world.import(['a', 'b', 'c', 'd'].map((id) => treeLine(id, { replies: 2 })).join(''))
    const hand = await world.member(10)
    const lent = await world.borrow(hand, 'prompter_reply', 3)
    expect(lent).toHaveLength(3)
    expect(lent.every(({ target }) => /^[a-d]-\d$/.test(target))).toBe(true)
    await world.store.close()
  })

  it('[DI1] candidates of a ranking are shuffled, and the lending says in which order', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 12 }), 'ranking')
    const orders: string[] = []
    for (const hand of await members(world, 2)) {
      const [{ task } = { task: ['', 0] as const }] = await world.borrow(hand, 'rank_assistant_replies')
      const lending = (await world.store.read((tx) => tx.lending(task[0])))!
      const order = lending.tasks[0]!.candidates!.map((at) => lending.shown[at])
      expect(order.toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `a-${i}`).sort())
      orders.push(order.join())
    }
    expect(new Set(orders).size).toBe(2)
    await world.store.close()
  })

  it('[DI1] the same request lends once, also to a person’s next key, and another one lends anew', async () => {
    const world = await World.begin()
    await world.import(['a', 'b', 'c'].map((id) => treeLine(id, { replies: 0 })).join(''))
    const hand = await world.member(10)
    const ask = (nonce: number, device = hand.device) =>
      world.hub.lend(device, { count: 1, nonce: Uint8Array.of(nonce, 0, 0, 0) })
    const first = await ask(1)
    expect(await ask(1)).toEqual(first)
    await world.take(await hand.seals({ kind: 'succeed', v: 1, to: '5'.repeat(64), saved: 1 }))
    expect(await ask(1, '5'.repeat(64))).toEqual(first)
    expect(await ask(2)).not.toEqual(first)
    await world.store.close()
  })

  it('[DI1] a lending fits a segment, however long the ids of what it shows', async () => {
    const world = await World.begin()
    // 50 tasks whose messages have ids of 180 characters that do not compress.
    const noise = () => Buffer.from(world.system.random(135)).toString('base64url')
    const ids = Array.from({ length: 50 }, noise)
    for (const id of ids) await world.import(treeLine(id, { replies: 1 }))
    const hand = await world.member(10)
    const lent = await world.borrow(hand, 'prompter_reply', 50)
    expect(lent.length).toBeGreaterThan(3)
    expect(lent.length).toBeLessThan(50)
    const fact = await world.store.read((tx) => tx.fact(lent[0]!.task[0]))
    expect(fits(fact!.content)).toBe(true)
    await world.store.close()
  })

  it('[DI1] first prompts are lent as far as trees are missing and reviews have room, those being written counted', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 0 }))
    const lent: number[] = []
    for (const hand of await members(world, 3)) lent.push((await world.borrow(hand, 'initial_prompt', 25, 'en')).length)
    // Nine trees more may grow and forty prompts be in review, but no more than forty wait for the lottery.
    expect(lent).toEqual([25, 15, 0])
    expect((await world.borrow(await world.member(30), 'initial_prompt', 5, 'am')).length).toBe(5)
    world.system.pass(15 * 24 * 3600 * 1000)
    expect((await world.borrow(await world.member(31), 'initial_prompt', 5, 'en')).length).toBe(5)
    await world.store.close()
  })

  it('[DI1] a loan lasts a fortnight, by the hub’s clock', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 0 }))
    const hand = await world.member(10)
    const at = seconds(world)
    const [{ task } = { task: ['', 0] as const }] = await world.borrow(hand, 'assistant_reply')
    expect(await world.store.read((tx) => tx.lending(task[0]))).toMatchObject({ at, until: at + 14 * 24 * 3600 })
    await world.store.close()
  })
})
