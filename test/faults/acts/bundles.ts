import type { HubComputer } from '../hubs.ts'
import { applyToDevice, applyToHub, forgery, type Making, type Stick, stickOfDevice, stickOfHub } from '../sticks.ts'
import type { Act, Stage } from './act.ts'

/** What people carry on sticks. */
export const BUNDLES: readonly Act[] = [
  [2.5, deviceStick],
  [2, hubStick],
  [5, appliesSome],
  [1.5, damages],
  [5, forges]
]

/** Whatever is on a stick longer than this when it is applied comes late. */
const LATE = 60_000

function making({ chance }: Stage, system: Making['system']): Making {
  return { system, open: chance.happens(0.5), small: chance.happens(0.3) }
}

function deviceStick(stage: Stage): void {
  const { computer, world } = stage
  const all = stage.chance.happens(0.3)
  const { process } = computer
  if (!process) return
  const how = making(stage, process.system)
  computer.doesOnStore('makes a bundle', async (store) => {
    await stickOfDevice(store, computer.keys, all, how, (sticks) => {
      world.noteCopies(computer)
      world.keepSticks(sticks)
    })
  })
}

function hubStick(stage: Stage): void {
  const { hub, world } = stage
  const audience = stage.chance.happens(world.hubs.length > 1 ? 0.5 : 0) ? 'hubs' : 'devices'
  const { process } = hub
  if (!process) return
  const how = making(stage, process.system)
  hub.does('makes a bundle', async (running) => {
    const { sticks, mark } = await stickOfHub(running, audience, how, hub.marks.get('stick'))
    if (mark !== undefined) hub.marks.set('stick', mark)
    world.keepSticks(sticks)
  })
}

function appliesSome(stage: Stage): void {
  const { chance, world } = stage
  const kept = chance.one(world.sticks)
  if (!kept) return
  world.injected.count('bundle applied')
  if (world.scheduler.now - kept.since > LATE) world.injected.count('bundle applied late')
  if (chance.happens(0.2)) world.injected.count('bundle applied twice', applies(stage, kept.stick) ? 1 : 0)
  applies(stage, kept.stick)
}

/** @returns whether somebody takes it in. */
export function applies(stage: Stage, stick: Stick, to?: HubComputer): boolean {
  if (stick.for === 'devices') {
    const { computer } = stage
    computer.doesOnStore('takes a bundle', async (store) => {
      if ((await computer.device?.contact())?.project === undefined) return
      await applyToDevice(store, computer.keys, stick)
      computer.device?.refresh()
    })
    return true
  }
  const hub = to ?? stage.hub
  hub.does('takes a bundle', async (running) => {
    await applyToHub(running, [hub.keys.hub.opener, hub.keys.organizer.opener], stick, stage.world.seams)
  })
  return hub.answering !== undefined
}

/** A byte is another on the way, or the rest of a file is missing. */
function damages(stage: Stage): void {
  const { chance, world } = stage
  const stick = chance.one(world.sticks)?.stick
  if (!stick) return
  const bytes = stick.bytes.slice()
  const at = chance.below(bytes.byteLength)
  const cutOff = chance.happens(0.3)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  const damaged = { ...stick, bytes: cutOff ? bytes.slice(0, at) : bytes, segments: [] }
  world.injected.count(cutOff ? 'bundle broken off' : 'byte flipped in a bundle')
  applies(stage, damaged)
}

/** Somebody writes other words above another's signature. */
async function forges(stage: Stage): Promise<void> {
  const open = stage.world.sticks.filter(({ stick }) => stick.isOpen && stick.for === 'hubs')
  const stick = stage.chance.one(open)?.stick
  const { process } = stage.hub
  const forged = stick && process && (await forgery(stick, process.system))
  if (!forged) return
  stage.world.injected.count('forged bundle')
  applies(stage, forged)
}
