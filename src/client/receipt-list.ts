import type { SegmentHash } from '../sync/segment/segment.ts'
import { type ItemState, stateOf } from './items.ts'
import type { ReadTx } from './store/store.ts'

/** A hub's word on some of my items that were sealed together. */
export type ItemsReceipt = {
  /** Of the segment: by its first digits a person and an organizer can name the same one. */
  readonly segment: SegmentHash
  /** Milliseconds since 1970 by the hub's clock. */
  readonly stamp: number
  /** My items in it, without what only accepts terms. */
  readonly items: number
  readonly states: readonly { readonly state: ItemState; readonly count: number }[]
}

/** The newest word on each segment, the newest first; segments that hold nothing of mine but decisions are passed over. */
export async function readReceipts(tx: ReadTx): Promise<ItemsReceipt[]> {
  const segments = new Map((await tx.list('segments')).map((row) => [row.hash, row]))
  const states = new Map<SegmentHash, ItemState[]>()
  for (const item of await tx.list('items')) {
    if (item.segment === undefined || item.contents.at(-1)?.kind === 'consent') continue
    states.set(item.segment, [...(states.get(item.segment) ?? []), stateOf(item, segments).state])
  }
  const receipts = [...segments.values()].flatMap(({ hash, receipt }): ItemsReceipt[] => {
    const of = states.get(hash)
    return receipt && of ? [{ segment: hash, stamp: receipt.stamp, items: of.length, states: counted(of) }] : []
  })
  return receipts.sort((a, b) => b.stamp - a.stamp)
}

function counted(states: readonly ItemState[]): ItemsReceipt['states'] {
  return [...new Set(states)].map((state) => ({ state, count: states.filter((each) => each === state).length }))
}
