import type { FactId } from '../core/fact/fact.ts'
import type { FactReceipt } from '../sync/receipt.ts'
import type { ItemRow, SegmentRow } from './store/store.ts'

/** What became of an item, in the person's words (design part 2). */
type ItemState = 'saved' | 'waiting' | 'received' | 'merged' | 'spare' | 'returned'
export type Item = {
  readonly id: FactId
  readonly kind: string
  readonly saved: number
  readonly state: ItemState
  readonly rule?: string
}

/** After all there are, also when one between was undone. */
export function nextOrder(items: readonly ItemRow[]): number {
  return 1 + items.reduce((most, { order }) => Math.max(most, order), -1)
}

/** By the newest receipt of its segment. */
export function stateOf(item: ItemRow, segments: ReadonlyMap<string, SegmentRow>): { state: ItemState; rule?: string } {
  const segment = item.segment === undefined ? undefined : segments.get(item.segment)
  if (!segment) return { state: 'saved' }
  const receipt: FactReceipt | undefined = segment.receipt?.facts[segment.facts.indexOf(item.id)]
  if (!receipt) return { state: 'waiting' }
  return 'rule' in receipt ? { state: receipt.is, rule: receipt.rule } : { state: receipt.is }
}
