import type { Content, DeviceKey, FactId } from '../../core/fact/fact.ts'
import type { Receipt } from '../../sync/receipt.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import type { ProjectId, Segment, SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { lackedBy, shownAt, withWord, wordForgotten, wordOf } from '../hub-words.ts'
import { getSetting, setSetting } from '../settings.ts'
import { type DeviceStore, type ItemRow, KEY_OF, type SegmentRow, type StoreTx, segmentKey } from '../store/store.ts'

/** The device's own chain: what is finished, sealed, sent and received. */
export class Outbox {
  private readonly store: DeviceStore
  private readonly project: ProjectId
  /** Where the row of a segment lies. */
  private readonly keys = new Map<SegmentHash, string>()
  /** Up to which number the rows of a key are among these. */
  private readonly ends = new Map<DeviceKey, number>()
  /** Segments that the hub said it holds; their receipts are on the way. */
  private readonly atHub = new Set<SegmentHash>()
  /** Held by a hub at an earlier contact, without a receipt here; and where its row lies. */
  private readonly promised = new Map<SegmentHash, string>()
  /** The hub that is called; undefined: none yet, or one that does not say who it is. */
  private hub: DeviceKey | undefined

  constructor(store: DeviceStore, project: ProjectId) {
    this.store = store
    this.project = project
  }

  /**
   * [SG8] Seals every finished item of this key into its chain, in the order of finishing. From then on they can be
   * amended, and no longer undone.
   *
   * @param more decisions about the device itself, to come last in the chain.
   * @param upTo a place in the order of finishing: later items stay open.
   * @returns false if nothing was sealed, since an item was undone or the chain grew meanwhile.
   */
  async sealAll(signer: Signer, more: readonly Content[] = [], upTo = Number.POSITIVE_INFINITY): Promise<boolean> {
    const { items, head } = await this.store.transact('relaxed', async (tx) => ({
      items: (await openItems(tx, signer.device)).filter(({ order }) => order <= upTo),
      head: await headOf(tx, signer.device)
    }))
    const contents = [...items.flatMap((item) => item.contents), ...more]
    if (contents.length === 0) return true
    const { segments } = await seal(contents, this.project, head, signer)
    const segmentOf = new Map(segments.flatMap(({ ids, hash }) => ids.map((id) => [id, hash] as const)))
    return this.store.transact('strict', async (tx) => {
      const now = await openItems(tx, signer.device)
      const same = items.every(({ id }) => now.some((item) => item.id === id))
      if (!same || (await headOf(tx, signer.device)).hash !== head.hash) return false
      for (const segment of segments) await tx.put('segments', rowOf(segment))
      for (const item of items) await tx.put('items', { ...item, segment: segmentOf.get(item.id) as SegmentHash })
      return true
    })
  }

  async head(device: DeviceKey): Promise<{ n: number; hash: SegmentHash }> {
    return this.store.transact('relaxed', (tx) => headOf(tx, device))
  }

  /** All that is said from now on is said by this hub. @param hub undefined: it does not say who it is. */
  meets(hub: DeviceKey | undefined): void {
    if (hub === this.hub) return
    this.hub = hub
    this.atHub.clear()
    this.promised.clear()
  }

  /** Segments of a key without a receipt of this hub, and not known to be held by it, in the order of its chain. */
  async unreceived(device: DeviceKey): Promise<SegmentRow[]> {
    const isOpen = (row: SegmentRow) => wordOf(row, this.hub) === undefined && !this.atHub.has(row.hash)
    return (await this.rows(device)).filter(isOpen)
  }

  /** Hashes of a key's segments, newest first. */
  async hashes(device: DeviceKey): Promise<SegmentHash[]> {
    return (await this.rows(device)).map(({ hash }) => hash).reverse()
  }

  /** [EX9] Segments of a key that this hub holds and has said nothing of here, newest first: another person's, it may be. */
  async unsaid(device: DeviceKey): Promise<SegmentHash[]> {
    return (await this.hashes(device)).filter((hash) => this.promised.has(hash))
  }

  private async rows(device: DeviceKey): Promise<SegmentRow[]> {
    const rows = await this.store.transact('relaxed', (tx) => tx.list('segments', `${device}/`))
    for (const row of rows) this.keys.set(row.hash, KEY_OF.segments(row))
    return rows
  }

  /**
   * [RC3] A receipt takes the place of an older one of the same hub for the same segment. All in one transaction.
   * @param receipts in the order in which they came.
   * @param heard when the hub gave them over a link, by this clock; absent: by another way.
   * @returns whether a word comes again on a segment of which something is returned, or was: a moderator may have said why.
   */
  async keepReceipts(receipts: readonly Receipt[], heard?: number): Promise<boolean> {
    const { hub } = this
    return this.store.transact('strict', async (tx) => {
      const newest = receipts.reduce((newest, { stamp }) => Math.max(newest, stamp), 0)
      if (newest > (await heardOf(tx, hub))) await setHeard(tx, hub, newest)
      let [isChanged, isNews] = [false, false]
      for (const { segment, stamp, facts } of receipts) {
        const key = this.keys.get(segment) ?? (await this.found(tx, segment))
        const row = key === undefined ? undefined : await tx.get('segments', key)
        const changed = row && withWord(row, { ...(hub !== undefined && { hub }), stamp, facts }, hub)
        if (!changed) continue
        await tx.put('segments', changed)
        isChanged = true
        const before = row.receipt?.facts
        isNews ||= before !== undefined && [...before, ...facts].some(({ is }) => is === 'returned')
      }
      // A link stays open for hours, and its end may never be written.
      if (isChanged && heard !== undefined) await setSetting(tx, 'contact', heard)
      return isNews
    })
  }

  /** What another outbox on this store has sealed, a bundle's or another window's, stands behind what is known here. */
  private async found(tx: StoreTx, segment: SegmentHash): Promise<string | undefined> {
    const device = await getSetting(tx, 'device')
    for (const own of [...(device === undefined ? [] : [device]), ...((await getSetting(tx, 'before')) ?? [])]) {
      const next = () => tx.get('segments', segmentKey(own, (this.ends.get(own) ?? 0) + 1))
      for (let row = await next(); row; row = await next()) {
        this.keys.set(row.hash, KEY_OF.segments(row))
        this.ends.set(own, row.n)
      }
    }
    return this.keys.get(segment)
  }

  /**
   * [EX4] The hub holds a chain up to this segment, and the loose ones beyond. The rest goes out, also if it was
   * receipted once: an older state of the hub was put back, or another hub gave the receipt. One that such a hub gave may
   * be older than its newest that is known here. So where a receipt is dropped, or does not come though the hub held its
   * segment one contact ago, all of them are asked for again.
   *
   * @param tip undefined: it holds none of it.
   * @param hasSaidAll it was asked for all receipts in this contact: what it said before is what it says now.
   * @returns whether all receipts are to be asked for again.
   */
  async held(
    device: DeviceKey,
    tip: SegmentHash | undefined,
    loose: readonly SegmentHash[],
    hasSaidAll = false
  ): Promise<boolean> {
    const { hub } = this
    return this.store.transact('strict', async (tx) => {
      const rows = await tx.list('segments', `${device}/`)
      const end = rows.findIndex(({ hash }) => hash === tip)
      let [missed, isOlder] = [false, false]
      for (const [at, row] of rows.entries()) {
        const isHeld = at <= end || loose.includes(row.hash)
        const hasWord = wordOf(row, hub) !== undefined
        if (isHeld) this.atHub.add(row.hash)
        else this.atHub.delete(row.hash)
        const changed = isHeld ? shownAt(row, hub) : lackedBy(row, hub)
        if (changed) await tx.put('segments', changed)
        missed ||= isHeld ? !hasWord && this.promised.has(row.hash) : hasWord
        isOlder ||= !isHeld && hasWord
        if (isHeld && !hasWord) this.promised.set(row.hash, KEY_OF.segments(row))
        else this.promised.delete(row.hash)
      }
      if (missed) await setHeard(tx, hub, 0)
      if (isOlder && !hasSaidAll) await forgetWords(tx, hub)
      return missed
    })
  }

  /**
   * [EX4] Time has passed since a hub said what it holds.
   * @returns whether some of that has no receipt yet: all are to be asked for again.
   */
  async owed(): Promise<boolean> {
    const { hub } = this
    return this.store.transact('strict', async (tx) => {
      for (const [hash, key] of this.promised) {
        const row = await tx.get('segments', key)
        if (row?.hash !== hash || wordOf(row, hub)) continue
        await setHeard(tx, hub, 0)
        return true
      }
      return false
    })
  }
}

/** @returns the stamp of the newest receipt of this hub. */
async function heardOf(tx: StoreTx, hub: DeviceKey = ''): Promise<number> {
  return (await getSetting(tx, 'heard'))?.[hub] ?? 0
}

async function setHeard(tx: StoreTx, hub: DeviceKey = '', stamp: number): Promise<void> {
  await setSetting(tx, 'heard', { ...(await getSetting(tx, 'heard')), [hub]: stamp })
}

/** [EX4] What a lost state has said bears later stamps, so that the word which counts now would pass for an older one. */
async function forgetWords(tx: StoreTx, hub: DeviceKey | undefined): Promise<void> {
  for (const row of await tx.list('segments')) {
    const without = wordForgotten(row, hub)
    if (without) await tx.put('segments', without)
  }
}

async function openItems(tx: StoreTx, device: DeviceKey): Promise<ItemRow[]> {
  const items = (await tx.list('items')).filter((item) => item.segment === undefined && item.device === device)
  return items.sort((a, b) => a.order - b.order)
}

async function headOf(tx: StoreTx, device: DeviceKey) {
  const last = (await tx.list('segments', `${device}/`)).at(-1)
  return last ? { n: last.n, hash: last.hash, next: last.next } : NO_HEAD
}

function rowOf(segment: Segment): SegmentRow {
  const { device, n, first } = segment.header
  const facts: FactId[] = [...segment.ids]
  return { device, n, hash: segment.hash, next: first + facts.length, bytes: writeSegment(segment), facts }
}
