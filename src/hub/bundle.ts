import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hexOf } from '../core/bytes.ts'
import type { DeviceKey } from '../core/fact/fact.ts'
import { memberOf, type People } from '../core/people.ts'
import type { TakenAs, Taker } from '../sync/bundle/apply.ts'
import { writeBatchItem } from '../sync/bundle/batch-item.ts'
import type { BundleHead, BundleItem } from '../sync/bundle/bundle.ts'
import type { Opener } from '../sync/bundle/lock.ts'
import { batchDocumentName, writeBatchDocument } from '../sync/documents/batch.ts'
import { readReceipt } from '../sync/receipt.ts'
import { Refused } from '../sync/refusal.ts'
import { readSegment } from '../sync/segment/read.ts'
import { writeSegment } from '../sync/segment/seal.ts'
import { NO_PROJECT, type ProjectId, type SegmentHash } from '../sync/segment/segment.ts'
import type { Signer } from '../sync/signer.ts'
import { batchContent } from './documents/batch-content.ts'
import { type Hub, hasWork } from './hub.ts'
import { bookIn, type PeopleBook } from './ingest/people.ts'
import { profileOf } from './ingest/rules.ts'
import { openerInFile } from './keys.ts'
import { charterFor } from './project.ts'
import type { HubStore } from './store/store.ts'

/** Segments that are read from the store at a time. */
const READ_AT_ONCE = 200

/** The keys of a hub's folder that open bundles for hubs. */
export function openersIn(folder: string): Opener[] {
  const files = ['hub.pem', 'organizer.pem'].map((name) => join(folder, 'keys', name))
  return files.filter((file) => existsSync(file)).map(openerInFile)
}

/**
 * [BN9] [RL4] Takes segments, and receipts of other hubs, into a hub; every signature is checked here.
 * @param onTaken is told of each segment that is here now, new or not.
 */
export function takerFor(
  hub: Hub,
  openers: readonly Opener[],
  onTaken: (hash: SegmentHash, isNew: boolean) => void = () => {}
): Taker {
  const { project, verify, ingest } = hub
  let before: Promise<unknown> = Promise.resolve()
  const segment = async (bytes: Uint8Array, { maker }: BundleHead, earlier: Promise<unknown>): Promise<TakenAs> => {
    const segment = await readSegment(bytes, verify)
    const { header, ids } = segment
    const founds = header.project === NO_PROJECT && ids[0] === project
    if (header.project !== project && !founds)
      throw new Refused('wrong-project', `segment of project ${header.project.slice(0, 8)}`)
    const mayCome = () => founds || isDecider(ingest.people, maker) || ingest.people.has(header.device)
    // Who lets it in, or vouches for it, may have come just before.
    if (!mayCome()) await earlier
    if (!mayCome()) throw new Refused('unknown-device', 'segment of no member')
    const isNew = await ingest.take(segment)
    onTaken(segment.hash, isNew)
    return isNew ? 'new' : 'known'
  }
  // Its segment may have come just before, and who has signed it too.
  const receipt = async (bytes: Uint8Array, earlier: Promise<unknown>): Promise<TakenAs> => {
    await earlier
    const { segment, stamp, facts } = await readReceipt(bytes, receiptersAmong(ingest.people), verify)
    return (await ingest.takeReceipts([{ segment, stamp, bytes, facts }])) > 0 ? 'new' : 'known'
  }
  return {
    project,
    verify,
    openers,
    take({ kind, bytes }: BundleItem, head: BundleHead): Promise<TakenAs> {
      const taken =
        kind === 'segment'
          ? segment(bytes, head, before)
          : kind === 'receipt' && head.audience === 'hubs'
            ? receipt(bytes, before)
            : Promise.resolve<TakenAs>('not-ours')
      before = Promise.allSettled([before, taken])
      return taken
    }
  }
}

/** Keys of the project's hubs alone: an organizer gives no receipts. */
function receiptersAmong(people: People): DeviceKey[] {
  return [...people].filter(([, { role }]) => role === 'hub').map(([device]) => device)
}

export function isDecider(people: People, device: DeviceKey): boolean {
  const role = people.has(device) ? memberOf(people, device).role : undefined
  return role === 'hub' || role === 'organizer'
}

export type HubSide = {
  readonly store: HubStore
  readonly project: ProjectId
  readonly title: string
  readonly signer: Signer
  readonly book: PeopleBook
}

/** What a hub's bundle is made from, also beside a running hub. @returns undefined: the store holds no project. */
export async function hubSideOf(store: HubStore, signer: Signer): Promise<HubSide | undefined> {
  return store.read(async (tx) => {
    const project = await tx.meta('project')
    return project === undefined
      ? undefined
      : { store, project, title: (await tx.meta('name')) ?? '', signer, book: await bookIn(tx) }
  })
}

/** Keys of the project's hubs and organizers. */
export function hubsAmong(people: People): DeviceKey[] {
  return [...people.keys()].filter((device) => isDecider(people, device))
}

/** Keys of everyone else. */
export function membersAmong(people: People): DeviceKey[] {
  const hubs = new Set(hubsAmong(people))
  return [...people.keys()].filter((device) => !hubs.has(device))
}

/**
 * Everything for another hub, in the order of this hub's log.
 * @param since a mark as an earlier bundle gave it: only what came later, unless the log is no longer the same.
 */
export async function forHubs({ store }: HubSide, since?: string) {
  const hashes = await store.read((tx) => tx.allSegments())
  const markAt = (count: number) => `${count}-${(hashes[count - 1] ?? '').slice(0, 16)}`
  const count = Number(since?.replace(/-.*/, ''))
  const from = since !== undefined && markAt(count) === since ? count : 0
  async function* items(): AsyncGenerator<BundleItem> {
    for (let at = from; at < hashes.length; at += READ_AT_ONCE) {
      const some = await store.read((tx) =>
        Promise.all(hashes.slice(at, at + READ_AT_ONCE).map((hash) => tx.segment(hash)))
      )
      for (const segment of some) if (segment) yield { kind: 'segment', bytes: writeSegment(segment) }
    }
  }
  return { items: items(), segments: hashes.length - from, mark: markAt(hashes.length), fromMark: from > 0 }
}

/** Who the hubs are, receipts and batches with work left, for these devices. */
export async function* forDevices(side: HubSide, devices: readonly DeviceKey[]): AsyncGenerator<BundleItem> {
  const { store, book } = side
  const said = new Set<string>()
  for (const device of devices)
    for (const bytes of await charterFor(store, book, device)) {
      const key = hexOf(bytes)
      if (!said.has(key)) yield { kind: 'segment', bytes }
      said.add(key)
    }
  for (const device of new Set(devices.flatMap((each) => linked(side, each))))
    for (const { bytes } of await store.read((tx) => tx.receiptsSince(device, 0))) yield { kind: 'receipt', bytes }
  for (const device of devices) yield* batchesFor(side, device)
}

/** All devices of the contributor behind this one. */
function linked({ book }: HubSide, device: DeviceKey): readonly DeviceKey[] {
  return book.devicesOf(memberOf(book.people, device).contributor)
}

async function* batchesFor(side: HubSide, device: DeviceKey): AsyncGenerator<BundleItem> {
  const { store, book, project, signer } = side
  const lendings = await store.read(async (tx) => {
    const lists = await Promise.all(linked(side, device).map((each) => tx.lendingsTo(each)))
    const open: { id: string; until: number }[] = []
    for (const lending of lists.flat()) if (await hasWork(tx, lending.id)) open.push(lending)
    return open
  })
  for (const { id, until } of lendings) {
    const content = await store.read(async (tx) => batchContent(tx, id, book.people, await profileOf(tx)))
    if (!content) continue
    const { doc, updates } = writeBatchDocument(id, content)
    doc.destroy()
    const document = batchDocumentName(id, content)
    for (const [place, update] of updates.entries()) {
      const item = { device, document, until, place, of: updates.length, update }
      yield { kind: 'batch', bytes: await writeBatchItem(item, project, signer) }
    }
  }
}
