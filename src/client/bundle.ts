import * as Y from 'yjs'
import { sameBytes } from '../core/bytes.ts'
import type { DeviceKey } from '../core/fact/fact.ts'
import type { TakenAs } from '../sync/bundle/apply.ts'
import { readBatchItem } from '../sync/bundle/batch-item.ts'
import type { BundleHead, BundleItem } from '../sync/bundle/bundle.ts'
import { applyGuarded } from '../sync/documents/guard.ts'
import { readReceipt } from '../sync/receipt.ts'
import { readSegment } from '../sync/segment/read.ts'
import type { SegmentHash } from '../sync/segment/segment.ts'
import type { Signer, Verify } from '../sync/signer.ts'
import { NotHere, TurnedAway } from './errors.ts'
import { withWord } from './hub-words.ts'
import type { Keyring } from './keyring.ts'
import { getSetting, setSetting } from './settings.ts'
import { type DeviceStore, KEY_OF, type ReadTx, type SegmentRow } from './store/store.ts'
import { keepBatch } from './sync/batches.ts'
import { readCharter } from './sync/charter.ts'
import { Outbox } from './sync/outbox.ts'
import { readUnconfirmed } from './work.ts'

type Parts = { readonly store: DeviceStore; readonly keyring: Keyring; readonly verify: Verify }

/** What a device knows of its project that a bundle needs. */
export type Bound = {
  readonly project: string
  readonly title: string
  /** Keys of the hubs, as far as this device has heard of them; none before its first contact. */
  readonly hubs: readonly DeviceKey[]
  /** The key in use first, then those before it. */
  readonly keys: readonly DeviceKey[]
}

/** @throws {NotHere} not-joined. */
export async function boundIn(tx: ReadTx): Promise<Bound> {
  const [project, device] = [await getSetting(tx, 'project'), await getSetting(tx, 'device')]
  if (project === undefined || device === undefined) throw new NotHere('not-joined')
  return {
    project,
    title: (await getSetting(tx, 'title')) ?? '',
    hubs: (await getSetting(tx, 'hubs')) ?? [],
    keys: [device, ...((await getSetting(tx, 'before')) ?? [])]
  }
}

export type HandOver = {
  readonly signer: Signer
  /** Own segments, in the order of their chains. */
  readonly segments: readonly SegmentRow[]
  /** The grants of this device and the lendings that its work names come first. */
  readonly items: readonly BundleItem[]
}

/**
 * Seals what is finished, and gathers what no hub is known to hold, or all of this device's own.
 * @throws {NotHere} not-joined, or {TurnedAway} no-key.
 */
export async function toHandOver({ store, keyring }: Parts, all: boolean): Promise<HandOver> {
  const { project, keys } = await store.transact('relaxed', boundIn)
  const signer = await sealFinished(store, keyring, { project, keys })
  if (!signer) {
    const waiting = await store.transact('relaxed', readUnconfirmed)
    throw new TurnedAway('no-key', waiting.items)
  }
  return store.transact('relaxed', async (tx) => {
    const segments: SegmentRow[] = []
    for (const key of [...keys].reverse())
      segments.push(...(await tx.list('segments', `${key}/`)).filter(({ receipt }) => all || receipt === undefined))
    const before = [...((await getSetting(tx, 'credentials')) ?? []), ...(await lendingsFor(tx, segments))]
    const items = [...before, ...segments.map(({ bytes }) => bytes)]
    return { signer, segments, items: items.map((bytes): BundleItem => ({ kind: 'segment', bytes })) }
  })
}

/** Seals what is finished. @returns the key in use; undefined: it is gone. */
export async function sealFinished(
  store: DeviceStore,
  keyring: Keyring,
  { project, keys }: Pick<Bound, 'project' | 'keys'>
): Promise<Signer | undefined> {
  const outbox = new Outbox(store, project)
  let signer: Signer | undefined
  for (const key of [...keys].reverse()) {
    const known = await keyring.find(key)
    if (!known) continue
    while (!(await outbox.sealAll(known)));
    if (key === keys[0]) signer = known
  }
  return signer
}

/** [EX7] The hub's segments with the lendings that this work names, for a hub that lacks them. */
async function lendingsFor(tx: ReadTx, segments: readonly SegmentRow[]): Promise<Uint8Array[]> {
  const named = new Set<string>()
  for (const { bytes } of segments) {
    // Our own bytes: the signature held when they were made.
    const { header } = await readSegment(bytes, async () => true)
    for (const lending of header.batches) named.add(lending)
  }
  const found: Uint8Array[] = []
  for (const id of [...named].sort()) {
    const batch = await tx.get('batches', id)
    if (batch) found.push(batch.segment)
  }
  return found
}

/** [BN10] The bundle lies under its name: what went into it is handed over. @param at milliseconds since 1970. */
export async function handedOver(store: DeviceStore, segments: readonly SegmentRow[], at: number): Promise<void> {
  await store.transact('strict', async (tx) => {
    for (const row of segments) {
      const now = await tx.get('segments', KEY_OF.segments(row))
      if (now && !now.receipt) await tx.put('segments', { ...now, handed: at })
    }
  })
}

/** Takes what a hub's bundle brings to a device. */
export class FromHub {
  private readonly parts: Parts
  private readonly bound: Bound
  private hubs: readonly DeviceKey[]
  private charter: Uint8Array[] = []
  private readonly documents = new Map<string, number>()
  private last: Promise<unknown> = Promise.resolve()
  private segmentKeys: Map<SegmentHash, string> | undefined

  constructor(parts: Parts, bound: Bound) {
    this.parts = parts
    this.bound = bound
    this.hubs = bound.hubs
  }

  /** One after another, since a charter may name the hubs that signed what comes behind it. @throws {Refused} */
  take(item: BundleItem, head: Pick<BundleHead, 'maker'>): Promise<TakenAs> {
    const turn = this.last.then(() => this.takeNext(item, head))
    this.last = turn.catch(() => {})
    return turn
  }

  /** Keeps the batches that are whole by now. @returns how many there are that were not here before. */
  async done(): Promise<number> {
    await this.last
    await this.readCharter()
    let batches = 0
    for (const [document, until] of this.documents) if (await this.complete(document, until)) batches += 1
    return batches
  }

  private async takeNext({ kind, bytes }: BundleItem, { maker }: Pick<BundleHead, 'maker'>): Promise<TakenAs> {
    if (kind === 'segment') {
      if (this.charter.length < MOST_IN_CHARTER) this.charter.push(bytes)
      return 'known'
    }
    if (kind === 'log') return 'not-ours'
    await this.readCharter()
    return kind === 'receipt' ? this.receipt(bytes, maker) : this.update(bytes)
  }

  /**
   * Learns of hubs that were named since this device last met one; those known stay. One that no hub has let in yet
   * believes them for this bundle alone: whoever knows hubs shows no invite any more.
   */
  private async readCharter(): Promise<void> {
    const segments = this.charter
    this.charter = []
    if (segments.length === 0) return
    const { project, keys } = this.bound
    const charter = await readCharter(segments, project, keys[0] ?? '', this.parts.verify)
    if (!charter || charter.hubs.every((hub) => this.hubs.includes(hub))) return
    this.hubs = [...new Set([...this.hubs, ...charter.hubs])]
    if (this.bound.hubs.length === 0) return
    await this.parts.store.transact('strict', (tx) => setSetting(tx, 'hubs', this.hubs))
  }

  /**
   * [RC3] [BN10] What a hub gives on is its own word, whoever signed it; and not the newest that this device has had of it:
   * one before it may be missing here.
   */
  private async receipt(bytes: Uint8Array, maker: DeviceKey): Promise<TakenAs> {
    const { segment, hub: signer, stamp, facts } = await readReceipt(bytes, this.hubs, this.parts.verify)
    const hub = this.hubs.includes(maker) ? maker : signer
    return this.parts.store.transact('strict', async (tx) => {
      this.segmentKeys ??= new Map((await tx.list('segments')).map((row) => [row.hash, KEY_OF.segments(row)]))
      const key = this.segmentKeys.get(segment)
      const row = key === undefined ? undefined : await tx.get('segments', key)
      if (!row) return 'not-ours'
      const changed = withWord(row, { hub, stamp, facts }, await getSetting(tx, 'hub'))
      if (changed) await tx.put('segments', changed)
      return changed ? 'new' : 'known'
    })
  }

  private async update(bytes: Uint8Array): Promise<TakenAs> {
    const { project, keys } = this.bound
    const item = await readBatchItem(bytes, project, this.hubs, this.parts.verify)
    if (!keys.includes(item.device)) return 'not-ours'
    const { document, until, update } = item
    return this.parts.store.transact('strict', async (tx) => {
      if ((await tx.get('batches', lendingIn(document)))?.document === document) return 'known'
      this.documents.set(document, until)
      const rows = await tx.list('updates', `${document}/`)
      if (rows.some((row) => sameBytes(row.bytes, update))) return 'known'
      await tx.put('updates', { document, n: (rows.at(-1)?.n ?? -1) + 1, bytes: update })
      return 'new'
    })
  }

  private async complete(name: string, until: number): Promise<boolean> {
    const { store, verify } = this.parts
    const id = lendingIn(name)
    const { rows, erased } = await store.transact('relaxed', async (tx) => ({
      rows: await tx.list('updates', `${name}/`),
      erased: await erasedIn(tx, id)
    }))
    const doc = new Y.Doc()
    // In the order of their clocks, whatever came first: what leans on something missing waits for another bundle.
    for (let rest = rows, before = 0; rest.length > 0 && rest.length !== before; ) {
      before = rest.length
      rest = rest.filter(({ bytes }) => !applies(doc, bytes))
    }
    const older = erased !== undefined && erasedOf(doc) <= erased
    if (older) {
      await store.transact('relaxed', async (tx) => {
        for (const row of rows) await tx.drop('updates', KEY_OF.updates(row))
      })
      await store.scrub()
      return false
    }
    const trust = { store, verify, project: this.bound.project, hubs: this.hubs }
    const kept = await keepBatch({ id, name, until, doc }, trust, () => {})
    if (kept === 'replaced') await store.scrub()
    doc.destroy()
    return kept === 'kept'
  }
}

/** A project, its hubs, and the grants of one device. */
const MOST_IN_CHARTER = 1000

function lendingIn(document: string): string {
  return document.split('/')[1] ?? ''
}

/** How many of a batch's messages are shown here without their text; undefined: the batch is not here. */
async function erasedIn(tx: ReadTx, id: string): Promise<number | undefined> {
  if (!(await tx.get('batches', id))) return undefined
  const erased = new Set<string>()
  for (const { thread, candidates } of await tx.list('tasks', `${id}/`))
    for (const { id: version = '', text } of [...thread, ...candidates]) if (text === null) erased.add(version)
  return erased.size
}

/** Versions of a batch's document differ by what was erased, so of two the one that shows less is the later. */
function erasedOf(doc: Y.Doc): number {
  return [...doc.getMap('batch').values()].filter((value) => Array.isArray(value) && value[3] === -1).length
}

function applies(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    applyGuarded(doc, update, 'bundle')
    return true
  } catch {
    return false
  }
}
