import { afterAll, expect, it } from 'vitest'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import type { Standing } from '../../src/sync/standing.ts'
import { keys, Workshop } from './people.ts'
import { allMerged, LINES, work } from './work.ts'

afterAll(removeFolders)

/** Somebody who looks on how the project goes, with tasks to do. */
async function onlooker(name?: string): Promise<{ workshop: Workshop; device: Device }> {
  const workshop = await Workshop.begin()
  await workshop.world.import(LINES)
  const { system } = workshop.world
  const parts = { store: openMemoryStore(), keyring: keys(), verify: webVerify(), system }
  const device = new Device({ ...parts, connect: workshop.wires.connect, looksOn: true })
  await device.join(await workshop.invite(), name)
  await device.start()
  await device.welcomed(3_600_000)
  await device.acceptTerms()
  await device.checkout({ count: 6 }, 3_600_000)
  return { workshop, device }
}

const asked = ({ wires }: Workshop) =>
  wires.all.flatMap(({ sent }) => sent.up).filter(({ said }) => said?.is === 'progress').length

/** Looks again and again, as somebody does who waits for it. */
async function looks(workshop: Workshop, device: Device, wanted: (standing: Standing, points: number) => boolean) {
  await workshop.passUntil(async () => {
    const kept = await device.standing()
    if (kept && wanted(kept, kept.mine?.points ?? 0)) return true
    device.askStanding()
    return false
  })
}

it('[PR1] a device asks once its work has its receipts, and keeps what it is told for when there is no link', async () => {
  const { workshop, device } = await onlooker('Ada')
  await work(device, 3)
  await workshop.passUntil(() => allMerged(device))
  await looks(workshop, device, (_, points) => points > 0)
  await device.stop()
  const mine = { place: 1, of: 1 }
  expect(await device.standing()).toMatchObject({ workers: 1, people: [{ name: 'Ada', place: 1 }], mine })
  await workshop.end()
})

it('[PR1] it asks at most every ten minutes however often a link breaks, and at once for a person who looks', async () => {
  const { workshop, device } = await onlooker()
  await workshop.passUntil(() => asked(workshop) === 1)
  for (let times = 0; times < 4; times++) {
    workshop.wires.cut()
    await work(device, 1)
    await workshop.passUntil(() => allMerged(device))
  }
  expect(asked(workshop)).toBe(1)
  device.askStanding()
  await workshop.passUntil(() => asked(workshop) === 2)
  await workshop.end()
})

it('[PR1] a hub that does not answer it is none the worse, and the device neither', async () => {
  const { workshop, device } = await onlooker()
  workshop.world.hub.standings.tell = async () => undefined
  device.askStanding()
  await work(device, 2)
  await workshop.passUntil(() => allMerged(device))
  await workshop.end()
})

it('[PR2] whoever does not want to be named says so with the next contact, and is named no more', async () => {
  const { workshop, device } = await onlooker('Ada')
  expect(await device.listed()).toBe(true)
  await work(device, 2)
  await device.setListed(false)
  await device.setListed(false)
  expect(await device.listed()).toBe(false)
  await workshop.passUntil(() => allMerged(device))
  expect((await device.items()).filter(({ kind }) => kind === 'listing')).toHaveLength(1)
  await looks(workshop, device, ({ workers }) => workers === 1)
  const { people, mine } = (await device.standing())!
  expect([people, mine]).toEqual([[], undefined])
  await workshop.end()
})
