import { afterAll, describe, expect, it } from 'vitest'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { QuietHub } from './hub.ts'
import { StickVolunteer } from './volunteer.ts'

afterAll(removeFolders)

const YEARS = 365 * 24 * 3600 * 1000
const NOW = 1_793_606_400_000

/**
 * Three hubs: the first has founded the project, the others begin with nothing but its name. The clock of the second is
 * in 1985, that of the third 41 years ahead.
 */
async function threeHubs(): Promise<[QuietHub, QuietHub, QuietHub]> {
  const first = await QuietHub.open(1)
  const { project } = first.hub
  const [second, third] = [
    await QuietHub.open(5, { project, clock: NOW - 41 * YEARS }),
    await QuietHub.open(6, { project, clock: NOW + 41 * YEARS })
  ]
  for (const { signer } of [second, third]) await first.grants(signer.device, 'hub')
  await first.imports(Array.from({ length: 6 }, (_, n) => treeLine(`t${n}`, { replies: n % 3 })).join(''))
  return [first, second, third]
}

/**
 * Carries a stick from each hub to the next, round after round, until nothing on them is new. Every file is applied
 * twice, and the second time it changes nothing.
 * @returns how many rounds that took.
 */
async function carried(hubs: readonly QuietHub[]): Promise<number> {
  for (let round = 1; ; round++) {
    expect(round).toBeLessThan(12)
    let news = 0
    for (const [at, from] of hubs.entries()) {
      const to = hubs[(at + 1) % hubs.length] as QuietHub
      const stick = await from.gives()
      const { counts, refusals, damage, whole } = await to.takes(stick)
      expect([refusals, damage, whole]).toEqual([[], [], true])
      news += counts.new
      const before = await to.says()
      expect((await to.takes(stick)).counts).toEqual({ new: 0, known: counts.new + counts.known, 'not-ours': 0 })
      expect(await to.says()).toEqual(before)
      await to.restarts()
    }
    if (news === 0) return round
  }
}

describe('three hubs that never meet, with three sticks carried in a ring', { timeout: 120_000 }, () => {
  it('[BN1] [BN9] [BN10] converge: the same facts, exports and states, and the receipts of all work come home', async () => {
    const hubs = await threeHubs()
    await carried(hubs)
    const volunteers = await Promise.all(hubs.map((hub, at) => StickVolunteer.of(hub, 11 + at)))
    for (let day = 0; day < 2; day++) {
      for (const [at, volunteer] of volunteers.entries()) {
        const hub = hubs[at] as QuietHub
        // What hubs that do not know of one another lend may be the same: then one answer is spare.
        await hub.hub.lend(volunteer.signer.device, { count: 4, nonce: Uint8Array.of(day, at), langs: [] })
        await volunteer.takes(await hub.answers(volunteer.signer.device))
        expect(await volunteer.works(), `day ${day}, hub ${at}`).toBeGreaterThan(0)
        const stick = await volunteer.gives()
        expect(new Set(await volunteer.states())).toContain('handed-over')
        const { counts } = await hub.takes(stick)
        expect(counts.new).toBeGreaterThan(0)
        expect((await hub.takes(stick)).counts).toEqual({ new: 0, known: counts.new + counts.known, 'not-ours': 0 })
      }
      await carried(hubs)
    }
    const [first, ...others] = await Promise.all(hubs.map((hub) => hub.says()))
    for (const other of others) expect(other).toEqual(first)
    for (const hub of hubs) expect(await hub.faults()).toEqual([])
    for (const [at, volunteer] of volunteers.entries()) {
      // By the hub that it knows, or by one that it has never heard of.
      for (const hub of [hubs[at] as QuietHub, hubs[(at + 1) % 3] as QuietHub, hubs[(at + 2) % 3] as QuietHub]) {
        const home = await hub.answers(volunteer.signer.device)
        const { kinds, refusals } = await volunteer.takes(home)
        expect([kinds.receipt > 0, refusals]).toEqual([true, []])
        expect((await volunteer.takes(home)).counts.new).toBe(0)
        const states = await volunteer.states()
        expect(states.filter((state) => !/merged|spare/.test(state))).toEqual([])
      }
    }
    for (const { store } of hubs) await store.close()
  })
})
