import type { FactId } from '../../core/fact/fact.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { StoreTx } from '../store/store.ts'

/**
 * [JN7] Of a sealing, damage may have taken the item's row and left the segment, written again with its receipt. What lies
 * in a segment is sealed: taken for open, it would be signed anew by the key that follows a lost one, and be there twice.
 */
export async function keepSealed(tx: StoreTx): Promise<void> {
  const segmentOf = new Map<FactId, SegmentHash>()
  for (const { hash, facts } of await tx.list('segments')) for (const id of facts) segmentOf.set(id, hash)
  for (const item of await tx.list('items')) {
    const segment = segmentOf.get(item.id)
    if (item.segment === undefined && segment !== undefined) await tx.put('items', { ...item, segment })
  }
}
