import { afterAll, describe, expect, it } from 'vitest'
import { until } from '../../src/hub/examples/conformance.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { WINDOW_BYTES } from '../../src/sync/link/frame.ts'
import { Workshop } from '../wires/people.ts'
import { allMerged, atHub, atWork, work } from '../wires/work.ts'
import { documentsSentAgain, workSentAgain } from './sent-again.ts'
import { words } from './words.ts'

afterAll(removeFolders)

/** After so many more messages each time, in either direction, everything is held up and the device pauses. */
const STEP = 7
const LATER = 60_000

describe('a pause in the middle of a large transfer (wires in memory, time by hand)', () => {
  it('[LK15] [EX3] of work is heeded at once, wherever it comes, and the next link goes on from there', async () => {
    const { workshop, device } = await atWork(12)
    await device.stop()
    const ids = await work(device, 12, words)
    const from = workshop.wires.all.length
    const pauses = await pausedEverywhere(workshop, device, () => allMerged(device))
    expect(pauses).toBeGreaterThan(5)
    expect(await atHub(workshop, device)).toEqual(ids)
    for (const again of workSentAgain(workshop.wires.all.slice(from))) expect(again).toBeLessThanOrEqual(WINDOW_BYTES)
    await workshop.end()
  })

  it('[LK15] [LK4] of batches is heeded at once, wherever it comes, and the next link goes on from there', async () => {
    const workshop = await Workshop.begin()
    await workshop.world.import(
      Array.from({ length: 12 }, (_, i) => treeLine(`t${i}`, { replies: 0, text: words(i) })).join('')
    )
    const device = await workshop.joined()
    await device.stop()
    const { device: key = '' } = await device.contact()
    const wish = { kinds: ['assistant_reply' as const], count: 12, nonce: Uint8Array.of(1), langs: [] }
    expect((await workshop.world.hub.lend(key, wish))?.count).toBe(12)
    const from = workshop.wires.all.length
    const pauses = await pausedEverywhere(workshop, device, async () => (await device.tasks()).length === 12)
    expect(pauses).toBeGreaterThan(5)
    for (const again of documentsSentAgain(workshop.wires.all.slice(from)))
      expect(again).toBeLessThanOrEqual(WINDOW_BYTES)
    await workshop.end()
  })
})

/** @returns how often it was paused until all was over. */
async function pausedEverywhere(
  { wires, world }: Workshop,
  device: Awaited<ReturnType<Workshop['joined']>>,
  over: () => Promise<boolean>
): Promise<number> {
  for (let pauses = 0; ; pauses++) {
    let left = STEP + pauses
    wires.holds = () => left-- <= 0
    await device.start()
    await until(async () => left < 0 || (await over()))
    if (await over()) return pauses
    await device.crossing.pause()
    expect(await device.crossing.transfer()).toMatchObject({ paused: true })
    // No time has passed, and none brings it back.
    const sent = () => wires.all.map((wire) => wire.sent.up.length)
    const before = sent()
    expect(wires.last.ended).toBe(true)
    world.system.pass(LATER)
    await new Promise<void>((resume) => void setImmediate(resume))
    expect(sent()).toEqual(before)
  }
}
