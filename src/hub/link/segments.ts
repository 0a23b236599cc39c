import { readPart } from '../../sync/link/parts.ts'
import { Refused } from '../../sync/refusal.ts'
import { readSegment } from '../../sync/segment/read.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Host } from './host.ts'
import type { Outlet } from './outlet.ts'

/**
 * [EX2] Takes a part, and with the last one the segment: any member's, whoever brings it; the signature tells whose it is.
 *
 * @param device that of the link.
 * @throws {Refused}
 */
export async function takePart(hub: Host, device: string, outlet: Outlet, payload: Uint8Array): Promise<void> {
  const whole = hub.partials.add(device, readPart(payload))
  if (!whole) return
  const segment = await readSegment(whole, hub.verify, { project: hub.project, device })
  if (!hub.ingest.people.has(segment.header.device)) throw new Refused('unknown-device', 'segment of no member')
  // Before the receipt: a device that has all its receipts may leave.
  const lendings = await hub.store.read((tx) => tx.lacking(segment.header.batches))
  if (lendings.length > 0) outlet.tell('lacks', { lendings: [...lendings] })
  if (!isOwn(hub, device, segment.header.device)) outlet.watch([segment.hash])
  const isNew = await hub.ingest.take(segment)
  hub.counts.segments += 1
  if (!isNew) hub.counts.duplicates += segment.facts.length
  // Said again, so that a device whose receipt was lost on the way hears it.
  if (!isNew) await sayAgain(hub, outlet, [segment.hash])
}

/** [EX5] Says which of these segments is the first that is held, and [EX9] the receipts of another person's. */
export async function compare(
  hub: Host,
  device: string,
  outlet: Outlet,
  hashes: readonly SegmentHash[]
): Promise<void> {
  const tip = await hub.store.read((tx) => tx.firstHeld(hashes))
  const segment = tip && (await hub.store.read((tx) => tx.segment(tip.hash)))
  if (tip && !(segment && isOwn(hub, device, segment.header.device))) {
    outlet.watch(hashes)
    await sayAgain(hub, outlet, hashes)
  }
  outlet.tell('held', tip ? { n: tip.n, hash: tip.hash } : { n: 0, hash: '0'.repeat(64) })
}

/** Whether a segment of this key is of the person behind the link. */
function isOwn(hub: Host, device: string, key: string): boolean {
  return hub.devicesOf(device).includes(key)
}

/** [EX9] */
async function sayAgain(hub: Host, outlet: Outlet, segments: readonly SegmentHash[]): Promise<void> {
  const found = await hub.store.read((tx) => Promise.all(segments.map((hash) => tx.receiptOf(hash))))
  const receipts = found.filter((receipt) => receipt !== undefined).sort((a, b) => a.stamp - b.stamp)
  if (receipts.length > 0) outlet.sendReceipts(receipts)
}
