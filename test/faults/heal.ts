import { createHash } from 'node:crypto'
import { ALL, exportDataset } from '../../src/hub/export.ts'
import { applies } from './acts/bundles.ts'
import type { Director } from './director.ts'
import type { HubComputer } from './hubs.ts'
import { CALM } from './net.ts'
import { applyToHub, stickOfHub } from './sticks.ts'
import type { World } from './world.ts'

const ROUNDS = 25
const ROUND = 30_000

/**
 * Everything is well again: roads, disks, power. Sticks reach whom they are for, hubs tell each other everything, until
 * nothing is new anywhere.
 * @returns the rounds that took; undefined: it never became quiet.
 */
export async function heal(world: World, director: Director): Promise<number | undefined> {
  director.end()
  world.net.weather = CALM
  // No commit is torn any more, or sticks would be held before a hub that is down.
  for (const { disk } of world.hubs) disk.onCommit = () => {}
  // Whoever has just ended finds its files.
  await world.scheduler.pass(20)
  for (const computer of world.computers) {
    computer.disk.full = computer.journal.full = false
    computer.journal.silentUntil = 0
    computer.begin()
  }
  for (const hub of world.hubs) {
    hub.disk.full = false
    hub.begin()
  }
  await world.scheduler.pass(5000)
  // What a device shows as finished counts, also if its word was lost with the power.
  for (const { disk, name, destroyed } of world.computers)
    if (!destroyed) for (const item of disk.list('items')) world.truth.stands(item, name)
  for (const { stick } of world.sticks) {
    for (const hub of stick.for === 'hubs' ? world.hubs : []) applies(director, stick, hub)
    await world.scheduler.pass(300)
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const computer of world.computers) {
      computer.looks()
      computer.does('looks', async (device) => {
        const { turnedAway, trouble, syncing } = await device.line()
        // Whoever found no room when it began is begun with once more.
        if (turnedAway !== undefined || trouble !== undefined || !syncing) await computer.starts(device)
        else device.wake()
      })
    }
    let news = 0
    for (const from of world.hubs) for (const to of world.hubs) if (from !== to) news += await tells(world, from, to)
    await world.scheduler.pass(ROUND)
    if (news > 0 || !(await isQuiet(world)) || !(await areAlike(world))) continue
    // What a hub has just heard from one device still goes to the others.
    await world.scheduler.pass(ROUND)
    if (!(await isQuiet(world))) continue
    // A journal that could be read only now has brought work that an heir has signed since anybody looked.
    for (const { disk, name, destroyed } of world.computers)
      if (!destroyed) for (const item of disk.list('items')) world.truth.signedAnew(item, name)
    return round
  }
  return undefined
}

/** Whatever is new since the last time. @returns how many segments were. */
async function tells(world: World, from: HubComputer, to: HubComputer): Promise<number> {
  const { scheduler } = world
  let [news, done] = [0, false]
  const system = from.process?.system
  if (!system) return 1
  from.does('tells all', async (hub) => {
    const { sticks, mark } = await stickOfHub(
      hub,
      'hubs',
      { system, open: true, small: false },
      from.marks.get(to.name)
    )
    to.does('is told', async (other) => {
      let refused = 0
      for (const stick of sticks) {
        const applied = await applyToHub(other, [], stick, world.seams)
        news += applied?.counts.new ?? 0
        refused += applied?.refusals.length ?? 1
      }
      if (refused === 0) from.marks.set(to.name, mark)
      done = true
    })
  })
  await scheduler.pass(20_000, () => done)
  return done ? news : 1
}

/** Every device says that all of its work is received, and nothing is on its way. */
async function isQuiet(world: World): Promise<boolean> {
  let open = 0
  let answered = 0
  const here = world.computers.filter(({ destroyed }) => !destroyed)
  for (const computer of here)
    computer.does('asked', async (device) => {
      const { items, notes, fetching } = await device.open()
      open += items + notes + (fetching ? 1 : 0)
      answered += 1
    })
  await world.scheduler.pass(1000, () => answered === here.length)
  return answered === here.length && open === 0
}

async function areAlike(world: World): Promise<boolean> {
  const digests = new Set<string>()
  for (const hub of world.hubs) digests.add(await digestOf(hub))
  return digests.size === 1
}

/** Of all that is exported, and of all facts. */
export async function digestOf({ disk }: HubComputer): Promise<string> {
  const hash = createHash('sha256')
  await exportDataset(disk.plain, ALL, (line) => void hash.update(`${line}\n`))
  const facts = await disk.read(async (tx) => {
    const ids: string[] = []
    for await (const { id } of tx.factRows()) ids.push(id)
    return ids.sort()
  })
  for (const id of facts) hash.update(id)
  return hash.digest('hex')
}
