import { beforeEach, describe, expect, it } from 'vitest'
import { uuidOf } from '../../core/hash.ts'
import { testSigner } from '../../sync/examples/key.ts'
import { readStanding, type Standing } from '../../sync/standing.ts'
import { secondsNow } from '../../sync/system.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'
import { setGoal } from './set-goal.ts'

const DAY = 86_400_000

let world: World
beforeEach(async () => {
  world = await World.begin()
  await world.import(Array.from({ length: 4 }, (_, i) => treeLine(`t${i}`, { lang: i < 3 ? 'sw' : 'am' })).join(''))
})

/** A member who was let in with a name, and accepted the terms. */
async function named(byte: number, name: string | undefined): Promise<Hand> {
  const hand = await world.member(byte)
  const { device } = hand
  const grant = { device, role: 'contributor', contributor: uuidOf(device), at: secondsNow(world.system) + 1 }
  if (name !== undefined) await world.decide([{ kind: 'grant', v: 1, ...grant, name }])
  const terms = (await world.store.read((tx) => tx.fact(world.hub.project)))?.content.terms
  await world.take(await hand.seals({ kind: 'consent', v: 1, terms, saved: 1 }))
  return hand
}

async function writes(hand: Hand, count: number, lang?: string): Promise<void> {
  for (const { task } of await world.borrow(hand, 'assistant_reply', count, lang))
    await world.take(await hand.seals(hand.writing('assistant_reply', task, `Reply of ${hand.device.slice(0, 4)}`)))
}

/** Counted now. */
async function told(hand: Hand, have?: string) {
  world.system.pass(1100)
  const fields = await world.hub.standings.tell(hand.device, have)
  return fields && { ...fields, standing: readStanding(fields.body) }
}
const names = (standing: Standing | undefined) =>
  standing?.people.map(({ name, points, place }) => [name, points, place])

describe('[PR2] a standing', () => {
  it('counts what is kept, by languages and people, and what is open', async () => {
    const [ada, bo] = [await named(11, 'Ada'), await named(12, 'Bo')]
    await writes(ada, 3, 'sw')
    await writes(bo, 1, 'am')
    const { standing, mine } = (await told(bo))!
    expect(standing).toMatchObject({ week: [4, 0, 0], all: [4, 0, 0], workers: 2 })
    expect(standing.langs.slice(0, 2).map(({ lang, week }) => [lang, week])).toEqual([
      ['sw', [3, 0, 0]],
      ['am', [1, 0, 0]]
    ])
    expect(standing.langs.find(({ lang }) => lang === 'en')?.open[1]).toBeGreaterThan(0)
    expect(names(standing)).toEqual([
      ['Ada', 24, 1],
      ['Bo', 8, 2]
    ])
    expect(mine).toEqual({ place: 2, points: 8, of: 2 })
  })

  it('whoever opted out appears nowhere, nor their points under a name; what they did counts for all', async () => {
    const [ada, bo] = [await named(11, 'Ada'), await named(12, 'Bo')]
    await writes(ada, 2, 'sw')
    await writes(bo, 1, 'am')
    await world.take(await ada.seals({ kind: 'listing', v: 1, shown: false, saved: 5 }))
    const { standing, mine, body } = (await told(ada))!
    expect(names(standing)).toEqual([['Bo', 8, 1]])
    expect(mine).toBeUndefined()
    expect(Buffer.from(body).toString('latin1')).not.toContain('Ada')
    expect(standing).toMatchObject({ week: [3, 0, 0], workers: 2 })
    await world.take(await ada.seals({ kind: 'listing', v: 1, shown: true, saved: 6 }))
    expect(names((await told(ada))?.standing)).toEqual([
      ['Ada', 16, 1],
      ['Bo', 8, 2]
    ])
  })

  it('names nobody who gave no name, or is banned, or by a grant of somebody who lets nobody in', async () => {
    const [ada, bo, cleo] = [await named(11, undefined), await named(12, 'Bo'), await named(13, 'Cleo')]
    const moderator = await world.member(14, 'moderator')
    for (const hand of [ada, bo, cleo]) await writes(hand, 1)
    const { device } = ada
    const rude = { device, role: 'contributor', contributor: uuidOf(device), name: 'Rude', at: 99 }
    await world.take(await bo.seals({ kind: 'grant', v: 1, ...rude }))
    await world.take(await moderator.seals({ kind: 'ban', v: 1, contributor: uuidOf(bo.device), at: 9 }))
    expect(names((await told(ada))?.standing)).toEqual([['Cleo', 8, 1]])
  })

  it('those with as many points share a place', async () => {
    const hands = [await named(11, 'Ada'), await named(12, 'Bo'), await named(13, 'Cleo')]
    for (const [i, hand] of hands.entries()) await writes(hand, i === 0 ? 2 : 1)
    expect((await told(hands[2]!))?.standing.people.map(({ place }) => place)).toEqual([1, 2, 2])
  })

  it('work counts when it was done, however late it comes: not before it was lent, not after the hub had it', async () => {
    const ada = await named(11, 'Ada')
    const tasks = await world.borrow(ada, 'assistant_reply', 3, 'sw')
    const lent = secondsNow(world.system)
    world.system.pass(20 * DAY)
    const at = [lent + 3600, lent - 10 * 365 * 86_400, lent + 41 * 365 * 86_400]
    for (const [i, { task }] of tasks.entries()) {
      const reply = ada.writing('assistant_reply', task, `Reply ${i}`)
      await world.take(await ada.seals({ ...reply, saved: at[i] }))
    }
    // One clock is 41 years ahead: that was done today at the latest. The others were done three weeks ago.
    expect((await told(ada))?.standing).toMatchObject({ week: [1, 0, 0], all: [3, 0, 0] })
    world.system.pass(30 * DAY)
    expect((await told(ada))?.standing).toMatchObject({ week: [0, 0, 0], all: [3, 0, 0] })
  })

  it('goals of an organizer go along, with how far they are', async () => {
    const ada = await named(11, 'Ada')
    await writes(ada, 2, 'sw')
    const from = secondsNow(world.system) - 60
    const goal = { kind: 'goal', v: 1, lang: 'sw', tasks: 10, from, at: from }
    await world.take(await ada.seals({ ...goal, tasks: 99, at: from + 9 }))
    await world.decide([goal], await testSigner(2))
    expect((await told(ada))?.standing.goals).toEqual([{ lang: 'sw', tasks: 10, from, done: 2 }])
  })
})

describe('[PR1] over the link', () => {
  it('it is said when a device asks, and not again while it is the same', async () => {
    const ada = await named(11, 'Ada')
    await writes(ada, 1, 'sw')
    const caller = await Caller.welcomed(world.hub, ada.signer)
    caller.tell('progress', {})
    const { version, body } = await caller.hears('standing')
    expect(readStanding(body).workers).toBe(1)
    world.system.pass(1100)
    expect(await world.hub.standings.tell(ada.device, version)).toBeUndefined()
    await writes(ada, 1, 'sw')
    expect((await told(ada, version))?.standing.week).toEqual([2, 0, 0])
  })

  it('[PR1] is told unasked to those who are connected once a goal is set, however young the last one is', async () => {
    const ada = await named(11, 'Ada')
    const caller = await Caller.welcomed(world.hub, ada.signer)
    expect((await told(ada))?.standing.goals).toEqual([])
    await setGoal(world.hub, { tasks: 70, from: 1 })
    expect(readStanding((await caller.hears('standing')).body).goals).toMatchObject([{ tasks: 70, done: 0 }])
    // Nobody hears of a goal that does not hold, of a member’s own.
    const tellings = caller.said.length
    await world.take(await ada.seals({ kind: 'goal', v: 1, tasks: 1, from: 1, at: 9 }))
    await setGoal(world.hub, { lang: 'sw', tasks: 30, from: 1 })
    await until(() => caller.said.length > tellings)
    const heard = caller.said.slice(tellings).filter(({ is }) => is === 'standing')
    expect(heard).toHaveLength(1)
    expect(readStanding(caller.fields('standing')!.body).goals.map(({ tasks }) => tasks)).toEqual([70, 30])
  })

  it('what was counted is good for a while: many who ask at once cost one counting', async () => {
    const ada = await named(11, 'Ada')
    expect((await told(ada))?.standing.all).toEqual([0, 0, 0])
    await writes(ada, 1, 'sw')
    const again = await world.hub.standings.tell(ada.device, undefined)
    expect(again && readStanding(again.body).all).toEqual([0, 0, 0])
    expect((await told(ada))?.standing.all).toEqual([1, 0, 0])
  })
})
