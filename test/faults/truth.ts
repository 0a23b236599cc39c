import type { ItemRow, SegmentRow } from '../../src/client/store/store.ts'
import { hexOf } from '../../src/core/bytes.ts'
import { type Content, type FactId, makeFact } from '../../src/core/fact/fact.ts'
import { sha256 } from '../../src/core/hash.ts'
import type { HubStore } from '../../src/hub/store/store.ts'
import type { SegmentHash } from '../../src/sync/segment/segment.ts'
import type { DeviceDisk } from './device-disk.ts'
import type { Brought } from './hub-disk.ts'
import { notesOn } from './notes.ts'

/** An item that a device has said is saved. */
export type Saved = {
  readonly id: FactId
  readonly facts: readonly FactId[]
  readonly device: string
  readonly mark: string | undefined
  /** The item that it stands in the place of. */
  readonly amends: FactId | undefined
}

/** What tells an item from all others, also once another key has signed it. */
export function markOf({ contents }: Pick<ItemRow, 'contents'>): string | undefined {
  const content = contents.at(-1)
  if (content && 'took' in content) return `took ${content.took}`
  const text = contents.map(({ text }) => String(text ?? '')).join('')
  return /^(Answer \d+:|Report \d+\.)/.exec(text)?.[0]
}

/** All that would be missed on a disk: finished items and pieces of notes. */
export function keptOn(disk: Pick<DeviceDisk, 'list'>): Set<string> {
  return new Set([...disk.list('items').map(({ id }) => id), ...notesOn(disk)])
}

/** What really happened, as nobody in the world can know it. */
export class Truth {
  /** Items that a device said were saved, less those that were taken back. */
  readonly saved = new Map<FactId, Saved>()
  /** Taken back before anything carried them away. */
  readonly undone = new Set<FactId>()
  /** Marks of pieces of notes of which a device said that they are saved. */
  readonly notes = new Set<string>()
  /** Pieces that somebody took away, whether or not that was saved. */
  readonly missed = new Set<string>()
  /** Pieces that have to stay away, and the device that said so. */
  readonly taken = new Map<string, string>()
  /** Of saved items and pieces of notes: every copy was destroyed, and nobody can bring them. */
  readonly destroyed = new Set<string>()
  /** Drafts that a start did not find again, in words. */
  readonly lostDrafts: string[] = []
  /** Claims of a device that nothing proved when they were made. */
  readonly unproven: string[] = []
  /** Everything that devices ever sealed, finished or willed; what else a hub has, somebody made up. */
  readonly written = new Set<FactId>()
  /** Facts that lay in a segment at some time. */
  readonly sealed = new Set<FactId>()
  /** Facts that were on some hub's disk for sure. */
  private readonly durable = new Set<FactId>()
  private readonly segments = new Map<SegmentHash, readonly FactId[]>()
  private readonly receipts = new Map<string, string>()

  say(item: ItemRow, device: string): void {
    const facts = item.contents.map((content: Content) => makeFact(item.device, content).id)
    this.saved.set(item.id, { id: item.id, facts, device, mark: markOf(item), amends: item.amends })
    for (const fact of facts) this.written.add(fact)
  }

  /** A repaired device shows an item that may bear another key's name now. */
  signedAnew(item: ItemRow, device: string): void {
    const mark = markOf(item)
    if (mark === undefined || this.saved.has(item.id)) return
    const before = [...this.saved.values()].find((saved) => saved.mark === mark)
    if (!before) return
    this.saved.delete(before.id)
    this.say(item, device)
  }

  /** A device shows an item as finished, whether or not anybody heard that it was. */
  stands(item: ItemRow, device: string): void {
    this.signedAnew(item, device)
    if (!this.saved.has(item.id)) this.say(item, device)
  }

  factsOf(segment: SegmentHash): readonly FactId[] {
    return this.segments.get(segment) ?? []
  }

  /** A hub's commit is on its disk. */
  onDurable({ segments, receipts }: Brought): void {
    for (const { ids } of segments) for (const id of ids) this.durable.add(id)
    for (const { segment, stamp, bytes } of receipts) this.receipts.set(`${segment} ${stamp}`, hexOf(sha256(bytes)))
  }

  /** What a store holds when a hub begins on it. */
  async onOpened(store: HubStore): Promise<void> {
    await store.read(async (tx) => {
      for (const hash of await tx.allSegments())
        for (const id of (await tx.segment(hash))?.ids ?? []) this.durable.add(id)
      for await (const { segment, stamp } of tx.receiptRows()) this.receipts.set(`${segment} ${stamp}`, '')
    })
  }

  onSigned(facts: readonly FactId[]): void {
    for (const fact of facts) this.written.add(fact)
  }

  /** From now on a device shows this of a segment: no status without proof. */
  onShown(device: string, { hash, facts, receipt }: SegmentRow): void {
    this.segments.set(hash, facts)
    for (const fact of facts) this.sealed.add(fact)
    this.onSigned(facts)
    if (!receipt) return
    const lacking = facts.filter((fact) => !this.durable.has(fact))
    if (lacking.length > 0)
      this.unproven.push(
        `${device} shows ${receipt.facts[0]?.is} of ${lacking.length} facts that no hub has on its disk`
      )
    else if (!this.receipts.has(`${hash} ${receipt.stamp}`))
      this.unproven.push(`${device} shows a receipt of segment ${hash.slice(0, 8)} that no hub has given`)
  }
}
