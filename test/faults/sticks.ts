import { boundIn, FromHub, handedOver, toHandOver } from '../../src/client/bundle.ts'
import type { DeviceStore } from '../../src/client/store/store.ts'
import { joined } from '../../src/core/bytes.ts'
import { makeFact } from '../../src/core/fact/fact.ts'
import { forDevices, forHubs, hubSideOf, hubsAmong, membersAmong, takerFor } from '../../src/hub/bundle.ts'
import type { Hub } from '../../src/hub/hub.ts'
import { makeVerify } from '../../src/hub/keys.ts'
import { type Applied, applyBundle, type Taker } from '../../src/sync/bundle/apply.ts'
import type { Audience, BundleItem } from '../../src/sync/bundle/bundle.ts'
import type { Opener } from '../../src/sync/bundle/lock.ts'
import { readBundle } from '../../src/sync/bundle/read.ts'
import { type Writing, writeBundle } from '../../src/sync/bundle/write.ts'
import { Refused } from '../../src/sync/refusal.ts'
import { readSegment } from '../../src/sync/segment/read.ts'
import { writeSegment } from '../../src/sync/segment/seal.ts'
import type { SegmentHash } from '../../src/sync/segment/segment.ts'
import { type System, secondsNow } from '../../src/sync/system.ts'
import type { Seams } from './around.ts'
import { type Keys, keyNumber } from './keys.ts'

/** One file of a bundle, as it lies on somebody's stick. */
export type Stick = {
  readonly bytes: Uint8Array
  readonly for: Audience
  /** Of a device's: what it hands over. */
  readonly segments: readonly SegmentHash[]
  readonly isOpen: boolean
}

const SMALL_PART = 16_000
const LARGE_PART = 1_000_000

export type Making = { readonly system: System; readonly open: boolean; readonly small: boolean }

/** As `bundle make` does on a device's folder; `kept` puts the files on the stick. */
export async function stickOfDevice(
  store: DeviceStore,
  keyring: Keys,
  all: boolean,
  { system, open, small }: Making,
  kept: (sticks: Stick[]) => void
): Promise<void> {
  const bound = await store.transact('relaxed', boundIn)
  if (bound.hubs.length === 0) return
  const { signer, segments, items } = await toHandOver({ store, keyring, verify: makeVerify() }, all)
  const sticks = await written(listed(items), 'hubs', {
    ...{ signer, project: bound.project, title: bound.title, madeBy: 'a device', audience: 'hubs' },
    ...{ made: secondsNow(system), random: system.random, holds: [], maxBytes: small ? SMALL_PART : LARGE_PART },
    readers: open ? undefined : bound.hubs
  })
  kept(sticks.map((stick) => ({ ...stick, segments: segments.map(({ hash }) => hash) })))
  await handedOver(store, segments, system.now())
}

/** As `bundle make` does on a hub's folder. */
export async function stickOfHub(
  hub: Hub,
  audience: Audience,
  { system, open, small }: Making,
  since?: string
): Promise<{ sticks: Stick[]; mark: string | undefined }> {
  const side = await hubSideOf(hub.store, hub.identity.hub)
  if (!side) return { sticks: [], mark: undefined }
  const { people } = side.book
  const devices = membersAmong(people)
  const { items, mark } =
    audience === 'hubs' ? await forHubs(side, since) : { items: forDevices(side, devices), mark: undefined }
  const readers = audience === 'hubs' ? hubsAmong(people) : devices
  const sticks = await written(items, audience, {
    ...{ signer: side.signer, project: side.project, title: side.title, madeBy: 'a hub', audience },
    ...{ made: secondsNow(system), random: system.random, holds: [], maxBytes: small ? SMALL_PART : LARGE_PART },
    readers: open ? undefined : readers
  })
  return { sticks, mark }
}

async function written(items: AsyncIterable<BundleItem>, audience: Audience, writing: Writing): Promise<Stick[]> {
  const parts: Uint8Array[][] = []
  for await (const { part, bytes } of writeBundle(items, writing)) {
    const files = parts[part - 1] ?? []
    parts[part - 1] = files
    files.push(bytes)
  }
  return parts.map((chunks) => ({
    bytes: joined(...chunks),
    for: audience,
    segments: [],
    isOpen: writing.readers === undefined
  }))
}

async function* listed(items: readonly BundleItem[]): AsyncGenerator<BundleItem> {
  yield* items
}

/** @returns undefined: it is no bundle that can be read. */
export async function applyToHub(hub: Hub, openers: readonly Opener[], stick: Stick, { taker }: Pick<Seams, 'taker'>) {
  const honest = takerFor(hub, openers)
  return applied(stick, taker?.(honest, hub) ?? honest)
}

const FORGER = keyNumber(999)

/** An open bundle with its first segment of a volunteer changed, above the old signature. */
export async function forgery(stick: Stick, system: System): Promise<Stick | undefined> {
  async function* source() {
    yield stick.bytes
  }
  let project: string | undefined
  for await (const event of readBundle(source, makeVerify())) {
    if (event.is === 'head') project = event.head.project
    if (event.is !== 'item' || event.kind !== 'segment' || !event.bytes || project === undefined) continue
    const segment = await readSegment(event.bytes, makeVerify())
    if (segment.header.project !== project || !segment.facts.some(({ content }) => 'took' in content)) continue
    const facts = segment.facts.map(({ content }) =>
      makeFact(
        segment.header.device,
        'took' in content ? { ...content, took: Number(content.took) + 1_000_000 } : content
      )
    )
    const bytes = writeSegment({ ...segment, facts, ids: facts.map(({ id }) => id) })
    const [forged] = await written(listed([{ kind: 'segment', bytes }]), 'hubs', {
      ...{ signer: FORGER, project, title: 'Faults', madeBy: 'a device', audience: 'hubs', readers: undefined },
      ...{ made: secondsNow(system), random: system.random, holds: [], maxBytes: LARGE_PART }
    })
    return forged
  }
  return undefined
}

export async function applyToDevice(store: DeviceStore, keyring: Keys, stick: Stick): Promise<Applied | undefined> {
  const bound = await store.transact('relaxed', boundIn)
  const verify = makeVerify()
  const from = new FromHub({ store, keyring, verify }, bound)
  const taker: Taker = {
    ...{ project: bound.project, verify, openers: keyring.openers(bound.keys) },
    take: async (item, head) => (head.audience === 'hubs' ? 'not-ours' : from.take(item, head))
  }
  const result = await applied(stick, taker)
  await from.done()
  return result
}

async function applied({ bytes }: Stick, taker: Taker): Promise<Applied | undefined> {
  async function* source() {
    yield bytes
  }
  try {
    return await applyBundle(source, taker.verify, taker)
  } catch (cause) {
    if (cause instanceof Refused) return undefined
    throw cause
  }
}
