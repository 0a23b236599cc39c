import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { ItemRow } from '../../src/client/store/store.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { RunningHub, stopHubs } from './running-hub.ts'
import { SOON, stopVolunteers, Volunteer } from './volunteer.ts'

afterEach(async () => {
  await stopVolunteers()
  await stopHubs()
})
afterAll(removeFolders)

const TREES = Array.from({ length: 8 }, (_, i) => treeLine(`t${i}`, { replies: 0 }))
const eventually = (what: () => unknown) => expect.poll(what, { timeout: SOON, interval: 5 })

async function allHeld(hub: RunningHub, items: readonly ItemRow[]): Promise<boolean[]> {
  return Promise.all(items.map(({ id }) => hub.holds(id)))
}

describe('a device that was copied or put back', () => {
  it('[EX8] both of two copies go on: each with a key of its own, both branches kept, one contributor', async () => {
    const hub = await RunningHub.start(...TREES)
    const one = await Volunteer.at(hub, 5)
    const items = [await one.writes('Before the copy.')]
    await one.syncs()
    const old = await one.key()
    await one.device.stop()
    const other = await one.copied()
    const open = await one.device.tasks()
    items.push(await one.writes('Here.', open[0]), await one.writes('The same, here.', open[1]))
    items.push(await other.writes('The same, there.', open[1]), await other.writes('There.', open[2]))
    await one.syncs()
    expect(await one.key()).toBe(old)
    await other.syncs()
    const next = await other.key()
    expect(next).not.toBe(old)
    expect(await hub.tipsOf(old)).toEqual([2, 3])
    expect(await allHeld(hub, items)).toEqual([true, true, true, true, true])
    expect(hub.hub.devicesOf(next).sort()).toEqual([old, next].sort())
    // The other branch is news to the first copy when it calls again.
    await one.restarts()
    await one.syncs()
    const keys = [await one.key(), await other.key()]
    expect(new Set([old, ...keys]).size).toBe(3)
    items.push(await one.writes('After, here.', open[3]), await other.writes('After, there.', open[3]))
    for (const each of [one, other, one, other]) {
      await each.restarts()
      await each.syncs()
    }
    expect([await one.key(), await other.key()]).toEqual(keys)
    expect(await allHeld(hub, items)).toEqual(items.map(() => true))
    expect(hub.hub.devicesOf(old).sort()).toEqual([old, ...keys].sort())
    for (const each of [one, other]) expect(new Set(await each.states())).toEqual(new Set(['confirmed']))
  })

  it('[EX8] a device put back from an older copy takes another key, and what it had sent stays', async () => {
    const hub = await RunningHub.start(...TREES)
    const today = await Volunteer.at(hub, 4)
    const yesterday = await today.copied()
    const [task, next] = await today.device.tasks()
    const sent = await today.writes('Sent, and forgotten.', task)
    await today.syncs()
    await today.device.stop()
    const [anew, more] = [await yesterday.writes('Sent anew.', task), await yesterday.writes('And more.', next)]
    await yesterday.syncs()
    expect(await allHeld(hub, [sent, anew, more])).toEqual([true, true, true])
    expect(hub.hub.devicesOf(await yesterday.key()).sort()).toEqual([await today.key(), await yesterday.key()].sort())
  })
})

describe('a hub put back from an older copy of its store', () => {
  /** What had happened when the copy was made. */
  const CASES = [
    ['[EX4] before the work was sent', { joined: true, lent: true }],
    ['[EX7] before it lent the batch', { joined: true, lent: false }],
    ['[EX6] before the device joined', { joined: false, lent: false }]
  ] as const

  it.each(CASES)('made %s, gets everything again from a running device', async (_, { joined, lent }) => {
    const hub = await RunningHub.start(...TREES)
    const early = joined ? undefined : await hub.backup()
    const volunteer = await Volunteer.at(hub)
    const middle = lent ? undefined : await hub.backup()
    await volunteer.borrows(4)
    const backup = early ?? middle ?? (await hub.backup())
    const items = []
    for (const words of ['One.', 'Two.', 'Three.']) {
      items.push(await volunteer.writes(words))
      await volunteer.syncs()
    }
    const key = await volunteer.key()
    const { connections } = volunteer.wire
    await hub.isPutBack(backup)
    expect(await allHeld(hub, items)).toEqual([false, false, false])
    expect([hub.hub.ingest.people.has(key), await hub.lentTo(key)]).toEqual([joined, lent ? [4] : []])
    await eventually(() => volunteer.wire.connections).toBeGreaterThan(connections)
    await volunteer.syncs()
    expect(await allHeld(hub, items)).toEqual([true, true, true])
    expect(await hub.lentTo(key)).toEqual([4])
    expect(await hub.tipsOf(key)).toEqual([3])
    expect(await volunteer.key()).toBe(key)
    expect(await volunteer.states()).toEqual(['confirmed', 'confirmed', 'confirmed'])
    // And it is a member as before: it borrows and works.
    expect(await volunteer.borrows(3)).toBe(3)
    items.push(await volunteer.writes('Four.'))
    await volunteer.syncs()
    expect(await allHeld(hub, items)).toEqual([true, true, true, true])
  })

  it('[EX4] [EX6] [EX8] has all three to learn: an older copy, two copied devices, and the key between', async () => {
    const hub = await RunningHub.start(...TREES)
    const backup = await hub.backup()
    const one = await Volunteer.at(hub, 4)
    const items = [await one.writes('Before the copy.')]
    await one.syncs()
    await one.device.stop()
    const other = await one.copied()
    for (const each of [one, other]) {
      items.push(await each.writes(`Of ${each === one ? 'one' : 'the other'}.`))
      await each.syncs()
    }
    const keys = [await one.key(), await other.key()]
    for (const each of [one, other]) await each.restarts()
    await hub.isPutBack(backup)
    // The one with the newer key comes first: its old key is unknown there as well.
    await other.syncs()
    await one.syncs()
    expect(await allHeld(hub, items)).toEqual([true, true, true])
    expect(keys[1]).not.toBe(keys[0])
    expect(hub.hub.devicesOf(keys[0]!)).toEqual(expect.arrayContaining(keys))
    expect(await hub.lentTo(keys[0]!)).toEqual([4])
  })
})
