import type { Chance } from '../../core/examples/chance.ts'
import type { Story } from '../../core/examples/story.ts'
import { keyOf } from '../../core/examples/story.ts'
import { type Content, type DeviceKey, type Fact, makeFact } from '../../core/fact/fact.ts'
import type { Rules } from '../../core/rules.ts'
import { NO_HEAD, seal } from '../../sync/segment/seal.ts'
import type { ProjectId, Segment } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { Admission } from '../ingest/admit.ts'
import { bookIn } from '../ingest/people.ts'
import { settle } from '../ingest/settle.ts'
import type { HubStore } from '../store/store.ts'

/** A story's devices are names without keys; behind the door of segments nobody asks for signatures again. */
function unsigned(device: DeviceKey): Signer {
  return { device, sign: async () => new Uint8Array(64) }
}

/** All that a story tells, lendings too: they are the hub's. */
export function allFacts({ persons, facts, lendings }: Story): Fact[] {
  const lent = [...lendings.values()].map((content) => makeFact(keyOf('hub'), content as unknown as Content))
  return [...persons, ...lent, ...facts]
}

export function projectOf({ persons }: Story): ProjectId {
  return persons.find(({ content }) => content.kind === 'project')?.id ?? ''
}

/** Each device's facts in an order of chance, cut into segments of chance, all of these mixed and some of them twice. */
export async function anySegments(facts: readonly Fact[], project: ProjectId, chance: Chance): Promise<Segment[]> {
  const all: Segment[] = []
  for (const [device, own] of Map.groupBy(chance.shuffled(facts), (fact) => fact.device)) {
    let head = NO_HEAD
    for (let at = 0; at < own.length; ) {
      const some = own.slice(at, at + 1 + chance.below(12))
      const sealed = await seal(
        some.map(({ content }) => content),
        project,
        head,
        unsigned(device)
      )
      all.push(...sealed.segments)
      head = sealed.head
      at += some.length
    }
  }
  return chance.shuffled([...all, ...all.filter(() => chance.happens(0.1))])
}

/**
 * Takes segments into a store as a hub does, a few at a time, and decides nothing of its own.
 * @param puts off the facts of a segment, as in a crowd; asked again, whether it is time to place some.
 */
export async function takeIn(
  store: HubStore,
  segments: readonly Segment[],
  project: ProjectId,
  rules: Rules,
  { together = 5, putsOff = (): boolean => false } = {}
) {
  const inAdmission = (work: (admission: Admission) => Promise<void>) =>
    store.write(async (tx) => {
      const admission = new Admission(tx, await bookIn(tx))
      await work(admission)
      await settle(admission, unsigned(keyOf('hub')), rules, 0)
    })
  await store.write((tx) => tx.setMeta('project', project))
  for (let at = 0; at < segments.length; at += together)
    await inAdmission(async (admission) => {
      for (const segment of segments.slice(at, at + together)) await admission.admit(segment, putsOff())
      if (putsOff()) for (const hash of await admission.tx.takeUnplaced(2)) await admission.placeAll(hash)
    })
  while (await store.read((tx) => tx.hasStale()))
    await inAdmission(async (admission) => {
      for (const hash of await admission.tx.takeUnplaced(5)) await admission.placeAll(hash)
      for (const tree of await admission.tx.takeStale(5)) admission.touched.add(tree)
    })
}
