import type { BundleItem } from '../../sync/bundle/bundle.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { HubStore, ReadTx } from '../store/store.ts'

/** [RL2] Bytes of segments that go in one call, or one segment. */
const AT_ONCE = 32_768
/** Segments that are looked at for one call: those that came from where the call goes are passed over. */
const LOOKED_AT = 2000

export type Piece = {
  readonly hashes: readonly SegmentHash[]
  readonly items: readonly BundleItem[]
  /** Where it begins; undefined: at the beginning, or there is no such mark in this log. */
  readonly from: string | undefined
  readonly mark: string
  readonly more: boolean
}

/**
 * A piece of this hub's log behind a mark.
 * @param passOver segments that are not wanted; those behind which the piece ends are taken out of it.
 */
export async function pieceOf(store: HubStore, since: string | undefined, passOver: Set<SegmentHash>): Promise<Piece> {
  return store.read(async (tx) => {
    const known = since !== undefined && (await markAt(tx, countOf(since))) === since
    const from = known ? since : undefined
    const [hashes, items]: [SegmentHash[], BundleItem[]] = [[], []]
    let [end, bytes] = [known ? countOf(since) : 0, 0]
    const next = await tx.segmentsAfter(end, LOOKED_AT)
    for (const hash of next) {
      const segment = passOver.has(hash) ? undefined : await tx.segment(hash)
      const written = segment && writeSegment(segment)
      if (written && items.length > 0 && bytes + written.byteLength > AT_ONCE) break
      passOver.delete(hash)
      end += 1
      if (!written) continue
      bytes += written.byteLength
      hashes.push(hash)
      items.push({ kind: 'segment', bytes: written })
    }
    const more = (await tx.segmentsAfter(end, 1)).length > 0
    return { hashes, items, from, mark: await markAt(tx, end), more }
  })
}

/** The mark behind all of it. */
export async function endOf(store: HubStore): Promise<string> {
  return store.read(async (tx) => markAt(tx, (await tx.allSegments()).length))
}

async function markAt(tx: ReadTx, count: number): Promise<string> {
  const [last = ''] = count > 0 ? await tx.segmentsAfter(count - 1, 1) : []
  return `${count}-${last.slice(0, 16)}`
}

function countOf(mark: string): number {
  return Number(mark.replace(/-.*/, ''))
}
