import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayOfWork, readMessages } from '../../bench/day-of-work.ts'
import { oneDevice, SLOW, workOffline } from '../../bench/one-device.ts'

/** Real trees, where they are. */
const FILE = join(import.meta.dirname, '../../../shared/data/oasst_en_50.trees.jsonl')
const WAIT = 120_000

describe.skipIf(!existsSync(FILE))('20 kbit/s, 600 ms, a fifth of all connections failing (real sockets)', () => {
  it('[LK15] a day goes up; paused after its first receipt it stays where it is, and goes on', {
    timeout: WAIT
  }, async () => {
    const day = dayOfWork(readMessages(FILE), 2)
    const one = await oneDevice(FILE, { ...SLOW, cutAfter: 0, failing: 0.2 })
    const { device, relay, parts } = one
    await workOffline(one, day)
    one.byBadLink()
    const before = await device.crossing.transfer()
    const receipted = new Promise<void>((done) => {
      device.onChange(async () => {
        if ((await device.crossing.transfer()).done.up > 0) done()
      })
    })
    await device.start()
    await receipted
    await device.crossing.pause()
    const paused = await device.crossing.transfer()
    expect(paused).toMatchObject({ paused: true })
    expect(paused.up).toBeGreaterThan(0)
    expect(paused.up).toBeLessThan(before.up)
    expect(paused.minutes).toBeGreaterThan(0)
    const { connections } = relay.carried
    await device.crossing.resume()
    await device.synced(WAIT)
    expect(relay.carried.connections).toBeGreaterThan(connections)
    // What a modem still carries when the device leaves may arrive after it has called again.
    expect(parts.mostAgain).toBeLessThanOrEqual(8192)
    expect(await device.crossing.transfer()).toMatchObject({ up: 0, down: 0, paused: false })
    await device.crossing.setMetered(true)
    expect([await device.crossing.bySelf(), (await device.line()).syncing]).toEqual([false, false])
    await one.close()
  })
})
