import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayOfWork, readMessages } from '../../bench/day-of-work.ts'
import { oneDevice, SLOW, workOffline } from '../../bench/one-device.ts'

/** Real trees, where they are. */
const FILE = join(import.meta.dirname, '../../../shared/data/oasst_en_50.trees.jsonl')
const CUTS = { first: 4000, up: 15_000, down: 2000 }
const WAIT = 400_000
/** Of calls, upgrades and proofs after a cut, besides what goes again. */
const CALL_BYTES = 2000

/** Through sockets that carry 20 kbit/s with 600 ms, and of which all break together, again and again. */
describe.skipIf(!existsSync(FILE))('a link of 20 kbit/s, 600 ms, cut every 15 s (real sockets and stores)', () => {
  it('[EX2] [LK3] a day of work goes up: all of it, once, with at most 8 kB again after a cut', {
    timeout: WAIT
  }, async () => {
    const day = dayOfWork(readMessages(FILE), 0)
    const one = await oneDevice(FILE, { ...SLOW, cutAfter: 0, outages: CUTS })
    const { hub, store, device, relay, parts } = one
    const items = await workOffline(one, day)
    hub.counts.duplicates = 0
    one.byBadLink()
    await device.start()
    await device.synced(WAIT)
    expect(relay.carried.cuts).toBeGreaterThan(0)
    expect(parts.mostAgain).toBeLessThanOrEqual(8192)
    expect(hub.counts.duplicates).toBe(0)
    const held = await store.read((tx) => Promise.all(items.map((id) => tx.fact(id))))
    expect(held.filter((fact) => fact === undefined)).toEqual([])
    expect((await device.items()).every(({ state }) => /received|merged|spare/.test(state))).toBe(true)
    await one.close()
  })

  it('[DC2] [LK4] batches come down: all of them, with at most 8 kB again after a cut', { timeout: WAIT }, async () => {
    // Enough for a cut in the middle; `npm run bench -- sync-down` brings a week.
    const items = dayOfWork(readMessages(FILE), 1).slice(0, 20)
    const uncut = await fetched(items, {})
    const cut = await fetched(items, { outages: CUTS })
    expect(cut.cuts).toBeGreaterThan(0)
    expect([uncut.tasks, cut.tasks]).toEqual([items.length, items.length])
    expect(cut.bytes - uncut.bytes).toBeLessThanOrEqual(cut.cuts * (8192 + CALL_BYTES))
  })
})

async function fetched(items: ReturnType<typeof dayOfWork>, how: { outages?: typeof CUTS }) {
  const one = await oneDevice(FILE, { ...SLOW, cutAfter: 0, ...how })
  await one.join()
  await one.lend(items)
  one.byBadLink()
  await one.device.start()
  await one.device.synced(WAIT)
  const { up, down, cuts } = one.relay.carried
  const tasks = (await one.device.tasks()).length
  await one.close()
  return { tasks, cuts, bytes: up + down }
}
