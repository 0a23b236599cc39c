import { afterAll, describe, expect, it } from 'vitest'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { removeFolders } from '../examples/folders.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'
import type { Wish } from './dispatch.ts'

afterAll(removeFolders)
const DAY = 24 * 3600 * 1000

async function lend(world: World, hand: Hand, wish: Partial<Wish>) {
  const lent = await world.hub.lend(hand.device, { count: 10, nonce: world.system.random(8), ...wish })
  return lent && (await world.store.read((tx) => tx.lending(lent.id)))
}

const trees = (names: readonly string[], lang: string) =>
  names.map((id) => treeLine(id, { replies: 0, lang, by: `author of ${id}` })).join('')

describe('wishes (real store, time by hand)', () => {
  it('[DI2] a wish for several languages is met in the first that fills it, or in the one with most', async () => {
    const world = await World.begin()
    await world.import(trees(['a', 'b'], 'pt-BR') + trees(['c', 'd', 'e'], 'uk-UA') + trees(['f'], 'pt'))
    const hand = await world.member(10)
    expect(await lend(world, hand, { langs: ['pt-BR', 'uk'], count: 3 })).toMatchObject({ lang: 'uk-UA' })
    expect(await lend(world, hand, { langs: ['pt-BR', 'uk'], count: 2 })).toMatchObject({ lang: 'pt-BR' })
    expect(await lend(world, hand, { langs: ['pt-BR'] })).toMatchObject({ lang: 'pt', shown: ['f'] })
    await world.store.close()
  })

  it('[DI3] a batch takes no more than the time that somebody has', async () => {
    const world = await World.begin()
    await world.import(trees(['a', 'b', 'c', 'd'], 'en'))
    expect((await lend(world, await world.member(10), { minutes: 17 }))?.tasks).toHaveLength(2)
    await world.store.close()
  })

  it('[DI8] a judgement that others have had for days is free again', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 2 }), 'ranking')
    const hands: Hand[] = []
    for (let byte = 10; byte < 15; byte++) hands.push(await world.member(byte))
    const borrows = async (hand: Hand) => (await world.borrow(hand, 'rank_assistant_replies')).length
    const [ada, bo, cy, di, ed] = hands as [Hand, Hand, Hand, Hand, Hand]
    expect([await borrows(ada), await borrows(bo), await borrows(cy)]).toEqual([1, 1, 0])
    world.system.pass(4 * DAY)
    expect([await borrows(ada), await borrows(cy), await borrows(di), await borrows(ed)]).toEqual([0, 1, 1, 0])
    await world.store.close()
  })

  it('[DI3] who is banned is lent nothing until the ban is lifted', async () => {
    const world = await World.begin()
    await world.import(trees(['a'], 'en'))
    const [hand, moderator] = [await world.member(10), await world.member(11, 'moderator')]
    const { contributor = '' } = world.hub.ingest.people.get(hand.device) ?? {}
    const [ban] = await moderator.seals({ kind: 'ban', v: 1, contributor, at: 1 })
    await world.take([ban!])
    expect(await world.outcome(ban!.ids[0]!)).toBe('merged')
    expect(await lend(world, hand, {})).toBeUndefined()
    expect(await lend(world, hand, { kinds: ['initial_prompt'], langs: ['en'] })).toBeUndefined()
    await world.take(await moderator.seals({ kind: 'unban', v: 1, bans: [ban!.ids[0]!], at: 2 }))
    expect((await lend(world, hand, {}))?.tasks).toHaveLength(1)
    const [theirs] = await hand.seals({ kind: 'ban', v: 1, contributor: 'x', at: 3 })
    await world.take([theirs!])
    expect(await world.outcome(theirs!.ids[0]!)).toBe('returned not-allowed')
    await world.store.close()
  })

  it('[DI5] a language that organizers close to prompts is refused, from when they say so', async () => {
    const world = await World.begin()
    const prompts = async (byte: number, lang: string) =>
      (await lend(world, await world.member(byte), { langs: [lang], kinds: ['initial_prompt'], count: 2 }))?.tasks
        .length
    expect(await prompts(10, 'de-AT')).toBe(2)
    const closes = { kind: 'rules', v: 1, parameters: { init_prompt_disabled_langs: 'de,fr' }, at: 1 }
    await world.decide([closes]) // of the hub, which is no organizer
    expect(await prompts(11, 'de')).toBe(2)
    await world.decide([closes], world.hub.identity.organizer)
    expect([await prompts(12, 'de-AT'), await prompts(13, 'fr'), await prompts(14, 'en')]).toEqual([
      undefined,
      undefined,
      2
    ])
    await world.store.close()
  })

  it('[DI6] waiting prompts are lent to be ranked, none of them twice to one person, and the ballot counts for each', async () => {
    const world = await World.begin()
    const names = Array.from({ length: 16 }, (_, n) => `p${n}`)
    await world.import(trees(names, 'en'), 'prompts') // ten are drawn at once
    const hand = await world.member(10)
    const wish = { langs: ['en'], kinds: ['rank_initial_prompts'] as TaskKind[], count: 9 }
    const nonce = world.system.random(8)
    const lent = await world.hub.lend(hand.device, { ...wish, nonce })
    const lending = await world.store.read((tx) => tx.lending(lent?.id ?? ''))
    expect(lending?.tasks.map(({ target, candidates }) => [target, candidates?.length])).toEqual([
      [undefined, 4],
      [undefined, 2]
    ])
    expect(new Set(lending?.shown).size).toBe(6)
    expect(await lend(world, hand, wish)).toBeUndefined()
    const order = [0, 1, 2, 3]
    const [segment] = await hand.seals(hand.answer('rank_initial_prompts', [lent?.id ?? '', 0], { order }))
    await world.take([segment!])
    expect(await world.outcome(segment!.ids[0]!)).toBe('merged')
    const best = lending?.shown[lending.tasks[0]?.candidates?.[0] ?? 0] ?? ''
    expect((await world.store.read((tx) => tx.tree(best)))?.score).toBeGreaterThan(0.5)
    await world.store.close()
  })

  it('[DI1] a lending says by which guidelines and rules of labels it is to be done', async () => {
    const world = await World.begin()
    await world.import(trees(['a'], 'en'))
    const lending = await lend(world, await world.member(10), {})
    expect(lending?.guidelines).toMatch(/^[0-9a-f]{64}$/)
    await world.store.close()
  })

  it('[DI7] under the rules of Open-Assistant its own requests hand out work, draw and sign what they decide', async () => {
    const world = await World.begin({ rules: 'open-assistant' })
    await world.import(trees(['a', 'b', 'c'], 'en'), 'prompts')
    const states = async () => (await world.store.read((tx) => tx.trees())).map(({ state }) => state)
    expect(await states()).toEqual(new Array(3).fill('prompt_lottery_waiting'))
    const lending = await lend(world, await world.member(10), { langs: ['en'], count: 20 })
    // A request draws twice at most; nobody is given more than eight tasks in five minutes.
    expect((await states()).filter((state) => state === 'growing').length).toBeGreaterThanOrEqual(2)
    expect(lending?.tasks).toHaveLength(8)
    expect(lending?.tasks.filter(({ kind }) => kind === 'assistant_reply').length).toBeGreaterThan(0)
    expect((lending?.until ?? 0) - (lending?.at ?? 0)).toBe(2 * 24 * 3600)
    expect(await lend(world, await world.member(11), { langs: ['pt'], kinds: ['assistant_reply'] })).toBeUndefined()
    await world.store.close()
  })

  it('[DI6] prompts to rank are lent in the language in which most wait, if the wish names none', async () => {
    const world = await World.begin()
    const first = Array.from({ length: 10 }, (_, n) => treeLine(`g${n}`, { replies: 0 }))
    await world.import(first.join(''), 'growing')
    await world.import(['p', 'q', 'r'].map((id) => treeLine(id, { replies: 0 })).join(''), 'prompts')
    const hand = await world.member(10)
    expect(await world.borrow(hand, 'rank_initial_prompts', 1)).toHaveLength(1)
    await world.store.close()
  })
})
