import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { WINDOW_BYTES } from '../../src/sync/link/frame.ts'
import { keys, Workshop } from '../wires/people.ts'
import { allMerged, atHub, work } from '../wires/work.ts'
import { documentsSentAgain, workSentAgain } from './sent-again.ts'
import { type Shape, ShapedWires } from './shaped-wires.ts'
import { words } from './words.ts'

// A provider waits by timers of its own before it opens a document again.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())
afterAll(removeFolders)

/** A batch for each day, with so many tasks whose texts have 2.8 kB. */
const [DAYS, TASKS] = [5, 4]
const SLOW = { rate: 2500, roundTrip: 600, down: 2000 }
/** Milliseconds that pass between two looks at what has come. */
const STEP = 25

describe('a week of batches down and its work up, 20 kbit/s and 600 ms (wires in memory, time by hand)', () => {
  it.each<[string, Shape]>([
    ['cut every 15 s, with a fifth of all calls failing', { ...SLOW, up: 15_000, failing: 0.2 }],
    ['cut every 6 s', { ...SLOW, up: 6000, failing: 0 }]
  ])('[DC2] [EX3] [LK4] [LK10] %s: all of it, with at most 8 kB again after a cut', async (_, shape) => {
    const workshop = await Workshop.begin()
    const { hub, system } = workshop.world
    const lines = Array.from({ length: DAYS * TASKS }, (_, i) => treeLine(`t${i}`, { replies: 0, text: words(i) }))
    await workshop.world.import(lines.join(''))
    const store = openMemoryStore()
    const keyring = keys()
    const before = await workshop.joined(store, keyring)
    await before.stop()
    const { device: key = '' } = await before.contact()
    for (let day = 0; day < DAYS; day++) {
      const wish = { kinds: ['assistant_reply' as const], count: TASKS, nonce: Uint8Array.of(day), langs: [] }
      expect((await hub.lend(key, wish))?.count).toBe(TASKS)
    }
    const wires = new ShapedWires(hub, system, shape)
    const device = new Device({ store, keyring, verify: webVerify(), system, connect: wires.connect })
    await device.start()
    await passUntil(workshop, async () => (await device.tasks()).length === DAYS * TASKS)
    const cutsDown = wires.cuts
    await device.stop()
    const ids = await work(device, DAYS * TASKS, words)
    await device.start()
    await passUntil(workshop, () => allMerged(device))
    await device.stop()
    expect(cutsDown).toBeGreaterThan(1)
    expect(wires.cuts - cutsDown).toBeGreaterThan(1)
    expect(await atHub(workshop, device)).toEqual(ids)
    expect(hub.counts.duplicates).toBe(0)
    expect(Math.max(...documentsSentAgain(wires.all))).toBeLessThanOrEqual(WINDOW_BYTES)
    expect(Math.max(...workSentAgain(wires.all))).toBeLessThanOrEqual(WINDOW_BYTES)
    await workshop.end()
  })
})

/** What a step brings is dealt with before the next. */
async function passUntil({ world }: Workshop, so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) {
    world.system.pass(STEP)
    vi.advanceTimersByTime(STEP)
    for (let turn = 0; turn < 3; turn++) await new Promise<void>((resume) => void setImmediate(resume))
  }
}
