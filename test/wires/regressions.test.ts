import { afterAll, describe, expect, it } from 'vitest'
import { toHandOver } from '../../src/client/bundle.ts'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { DeviceStore, TaskRow } from '../../src/client/store/store.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { RECEIPTS } from '../../src/sync/link/frame.ts'
import { readSegment } from '../../src/sync/segment/read.ts'
import { copyOf, keys, states, type Workshop } from './people.ts'
import { allMerged, atHub, atWork, LINES, work } from './work.ts'

// Titles are lines of docs/regressions.md.

afterAll(removeFolders)

const DAY = 86_400_000
const YEAR = 365.25 * DAY
const HOUR = 3_600_000
const REPLIES = { kinds: ['prompter_reply', 'assistant_reply'] } as const

/** Texts of devices as the hub holds them, each as often as it does. */
async function textsAtHub({ world }: Workshop): Promise<unknown[]> {
  return world.store.read(async (tx) => {
    const texts: unknown[] = []
    for (const hash of await tx.allSegments())
      for (const { content } of (await tx.segment(hash))?.facts ?? []) if (content.took === 3) texts.push(content.text)
    return texts.sort()
  })
}

const targetOf = ({ thread }: TaskRow) => thread.at(-1)?.id
const nameOf = ({ batch, place }: TaskRow) => `${batch}/${place}`

describe('duplicates and double work', () => {
  it('retries create no copies: however often the hub’s word is lost, and the program ends, each item is there once', async () => {
    const { workshop, device, store, keyring, system } = await atWork()
    const { wires } = workshop
    const ids = await work(device, 3)
    wires.holds = (side, { channel }) => side === 'down' && channel === RECEIPTS
    device.synced(1).catch(() => {})
    system.pass(1)
    await until(async () => (await atHub(workshop, device)).length === 3)
    let program = device
    for (let retry = 0; retry < 3; retry++) {
      await program.stop()
      program = workshop.device(store, keyring)
      await program.start()
      await until(() => wires.last.said('down', 'welcome').length > 0)
      wires.cut()
    }
    expect(await states(program)).toEqual(['waiting', 'waiting', 'waiting'])
    wires.holds = () => false
    await workshop.passUntil(() => allMerged(program))
    expect(await atHub(workshop, program)).toEqual(ids)
    expect(await textsAtHub(workshop)).toEqual(['Answer 0.', 'Answer 1.', 'Answer 2.'])
    await workshop.end()
  })

  it('answered tasks do not return, and are not refused: late by weeks and after somebody faster, they are taken', async () => {
    const { workshop, device, system } = await atWork(12)
    const lent = await device.tasks()
    await device.stop()
    await work(device, lent.length, (i) => `Of the slower one, ${i}.`)
    system.pass(20 * DAY)
    const faster = await workshop.joined()
    await faster.checkout({ ...REPLIES, count: 12 }, HOUR)
    const twice = (await faster.tasks()).map(targetOf).filter((id) => lent.map(targetOf).includes(id))
    expect(twice.length).toBeGreaterThan(0)
    await work(faster, 12, (i) => `Of the faster one, ${i}.`)
    await faster.synced(HOUR)
    await device.start()
    await device.synced(HOUR)
    expect((await states(device)).filter((state) => !/merged|spare/.test(state))).toEqual([])
    expect((await textsAtHub(workshop)).filter((text) => /slower/.test(String(text)))).toHaveLength(lent.length)
    await device.checkout({ ...REPLIES, count: 50 }, HOUR)
    const again = (await device.tasks()).filter((task) => lent.map(targetOf).includes(targetOf(task)))
    expect(again).toEqual([])
    await workshop.end()
  })

  it('locks neither expire nor collide at a mapathon: many at once get tasks of their own, and all that they do is taken, whenever', async () => {
    const { workshop, device, system } = await atWork(1)
    const { world } = workshop
    await world.import(LINES.replaceAll('"t', '"u'))
    const crowd = await Promise.all(Array.from({ length: 10 }, () => workshop.joined()))
    await Promise.all(crowd.map((one) => one.checkout({ ...REPLIES, count: 2 }, HOUR)))
    const wanted = new Map(
      (await world.store.read((tx) => tx.needs())).map(({ kind, target, wanted }) => [`${kind} ${target}`, wanted])
    )
    const loans = await world.store.read((tx) => tx.openLoans(Math.floor(system.now() / 1000)))
    const counts = new Map<string, number>()
    for (const { kind, target } of loans) counts.set(`${kind} ${target}`, (counts.get(`${kind} ${target}`) ?? 0) + 1)
    expect(loans.length).toBeGreaterThan(10)
    for (const [task, count] of counts) expect(count, task).toBeLessThanOrEqual(wanted.get(task) ?? 0)
    // Some hand in at once, the others when every date has passed.
    for (const one of [...crowd, device]) await one.stop()
    for (const [at, one] of crowd.entries()) {
      if (at === 5) system.pass(20 * DAY)
      expect(await work(one, 2, (i) => `Of ${at}, ${i}.`)).toHaveLength(2)
      await one.start()
      await one.synced(HOUR)
      expect((await states(one)).filter((state) => !/merged|spare/.test(state))).toEqual([])
      await one.stop()
    }
    await workshop.end()
  })

  it('the work of a flight does not come back doubled: by a stick on the way, by the link at home, from a copy of the folder', async () => {
    const { workshop, device, store, keyring } = await atWork()
    const { world } = workshop
    await device.stop()
    const ids = await work(device, 3)
    const { segments } = await toHandOver({ store, keyring, verify: webVerify() }, false)
    const stick = await Promise.all(segments.map(({ bytes }) => readSegment(bytes, webVerify())))
    await world.take(stick)
    ids.push(...(await work(device, 2, (i) => `Before landing ${i}.`)))
    const copy = workshop.device(await copyOf(store), keyring)
    for (const each of [device, copy, device]) {
      await each.start()
      await each.synced(HOUR)
      await each.stop()
    }
    await world.take(stick)
    const once = ['Answer 0.', 'Answer 1.', 'Answer 2.', 'Before landing 0.', 'Before landing 1.']
    expect(await textsAtHub(workshop)).toEqual(once)
    for (const each of [device, copy]) expect((await each.work()).map(({ id }) => id).sort()).toEqual(ids.sort())
    await workshop.end()
  })
})

describe('conflicts', () => {
  it('nobody is made to merge: two who did the same task apart have nothing to do, and the project has both answers', async () => {
    const { workshop, device, system } = await atWork(1)
    await device.stop()
    const [task] = await device.tasks()
    system.pass(20 * DAY)
    const other = await workshop.joined()
    await other.checkout({ ...REPLIES, count: 50 }, HOUR)
    const same = (await other.tasks()).find((each) => targetOf(each) === targetOf(task!))
    await device.answer({ task: nameOf(task!), text: 'Of one.', took: 3 })
    await other.answer({ task: nameOf(same!), text: 'Of the other.', took: 3 })
    await device.start()
    for (const each of [device, other]) await each.synced(HOUR)
    expect(await textsAtHub(workshop)).toEqual(['Of one.', 'Of the other.'])
    for (const each of [device, other]) {
      expect((await each.work()).map(({ state }) => state).filter((state) => !/merged|spare/.test(state))).toEqual([])
      expect(await each.open()).toEqual({ items: 0, notes: 0, fetching: false })
    }
    await workshop.end()
  })

  it('one conflict does not stop all: what is not taken is named, and everything before and after it goes', async () => {
    const { workshop, device } = await atWork()
    const { world } = workshop
    const ids = await work(device, 3)
    await device.synced(HOUR)
    for (const [at, rule] of ['off-topic', 'copied'].entries())
      await world.decide([{ kind: 'decline', v: 1, fact: ids[at]!, rule, at: 1 }])
    ids.push(...(await work(device, 2, (i) => `Later ${i}.`)))
    await device.synced(HOUR)
    const found = (await device.items()).map(({ state, rule }) => [state, rule])
    expect(found).toEqual([
      ['returned', 'off-topic'],
      ['returned', 'copied'],
      ['merged', undefined],
      ['merged', undefined],
      ['merged', undefined]
    ])
    expect(await atHub(workshop, device)).toEqual(ids)
    await workshop.end()
  })

  it('a conflicting edit is not silently gone: of two changes of one item both are kept, and each device shows what became of its own', async () => {
    const { workshop, device, store, keyring } = await atWork()
    const [id = ''] = await work(device, 1)
    await device.synced(HOUR)
    await device.stop()
    const copy = workshop.device(await copyOf(store), keyring)
    const changes = [await device.amend({ amend: id, text: 'Here.' }), await copy.amend({ amend: id, text: 'There.' })]
    for (const each of [device, copy, device]) {
      await each.start()
      await each.synced(HOUR)
      await each.stop()
    }
    for (const [at, each] of [device, copy].entries()) {
      const [mine] = await each.work()
      expect([mine?.id, mine?.text]).toEqual([changes[at]?.id, ['Here.', 'There.'][at]])
      expect(mine?.state).toMatch(/merged|spare/)
      expect(mine?.earlier?.map(({ text }) => text)).toEqual(['Answer 0.'])
    }
    const held = await workshop.world.store.read((tx) => Promise.all(changes.map((change) => tx.fact(change.id))))
    expect(held.map((fact) => fact?.content.text)).toEqual(['Here.', 'There.'])
    await workshop.end()
  })

  it('text typed during sync does not disappear: each letter of a draft is there, whatever goes up and comes down meanwhile', async () => {
    const { workshop, device, store } = await atWork(4)
    const { wires } = workshop
    const { batch, place } = (await device.tasks()).at(-1)!
    await work(device, 3)
    let typed = ''
    const kept: Promise<void>[] = []
    wires.holds = () => {
      typed += String.fromCharCode(97 + (typed.length % 26))
      kept.push(device.keepDraft(batch, place, { text: typed }))
      return false
    }
    await device.synced(HOUR)
    await device.checkout({ ...REPLIES, count: 4 }, HOUR)
    await Promise.all(kept)
    wires.holds = () => false
    expect(typed.length).toBeGreaterThan(10)
    for (const each of [device, workshop.device(store)])
      expect((await each.draft(batch, place))?.value.text).toBe(typed)
    await workshop.end()
  })
})

describe('a clock', () => {
  it.each([
    ['at 1985', -41 * YEAR],
    ['41 years ahead', 41 * YEAR]
  ])(
    'no clock is refused a sync: one that stands %s joins, borrows, works and gets its receipts, as every other',
    async (_, by) => {
      const { workshop, device: other } = await atWork(1)
      const { system } = workshop.world
      const store: DeviceStore = openMemoryStore()
      const wrong = { ...system, now: () => system.now() + by }
      const connect = workshop.wires.connect
      const device = new Device({ store, keyring: keys(), verify: webVerify(), system: wrong, connect })
      await device.join(await workshop.invite())
      await device.start()
      await device.welcomed(HOUR)
      await device.checkout({ ...REPLIES, count: 3 }, HOUR)
      await work(device, 3, (i) => `By another clock ${i}.`)
      await device.synced(HOUR)
      expect(await states(device)).toEqual(['merged', 'merged', 'merged'])
      await work(other, 1)
      await other.synced(HOUR)
      expect(await states(other)).toEqual(['merged'])
      await device.stop()
      await workshop.end()
    }
  )
})
