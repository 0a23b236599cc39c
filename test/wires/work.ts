import type { Device } from '../../src/client/device.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { keys, states, Workshop } from './people.ts'

/** Twelve trees with a reply each. */
export const LINES = Array.from({ length: 12 }, (_, i) => treeLine(`t${i}`, { replies: 1 })).join('')

/** A workshop with work, and a device that has borrowed some of it. */
export async function atWork(count = 8, store = openMemoryStore(), keyring = keys()) {
  const workshop = await Workshop.begin()
  await workshop.world.import(LINES)
  const device = await workshop.joined(store, keyring)
  await device.checkout({ count, kinds: ['prompter_reply', 'assistant_reply'] }, 3_600_000)
  return { workshop, device, store, keyring, system: workshop.world.system }
}

/** Finishes so many open tasks. */
export async function work(device: Device, count: number, text = (i: number) => `Answer ${i}.`): Promise<string[]> {
  const ids: string[] = []
  for (const [i, { batch, place }] of (await device.tasks()).slice(0, count).entries())
    ids.push((await device.answer({ task: `${batch}/${place}`, text: text(i), took: 3 })).id)
  return ids
}

/** The device's facts as the hub holds them, in the order of the chain. */
export async function atHub({ world }: Workshop, device: Device): Promise<string[]> {
  const { device: key = '' } = await device.contact()
  return world.store.read(async (tx) => {
    const segments = []
    for (const hash of await tx.allSegments()) segments.push((await tx.segment(hash))!)
    const own = segments.filter(({ header }) => header.device === key).sort((a, b) => a.header.n - b.header.n)
    return own.flatMap(({ ids }) => ids)
  })
}

export const allMerged = async (device: Device) => (await states(device)).every((state) => state === 'merged')
