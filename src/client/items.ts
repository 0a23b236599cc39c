import type { FactId } from '../core/fact/fact.ts'
import type { FactReceipt } from '../sync/receipt.ts'
import { getSetting, setSetting } from './settings.ts'
import type { ItemRow, SegmentRow, StoreTx } from './store/store.ts'

/**
 * What became of an item, in the person's words (design part 2). `handed-over`: another device carries it; only roads over
 * a relay or a stick lead there.
 */
export type ItemState = 'saved' | 'waiting' | 'handed-over' | 'received' | 'merged' | 'spare' | 'returned'
export type Item = {
  readonly id: FactId
  readonly kind: string
  readonly saved: number
  readonly state: ItemState
  readonly rule?: string
  /** Of one that is handed over: milliseconds since 1970 when it last went into a bundle. */
  readonly handed?: number
}

/** After all there are, also when one between was undone. Counted, since to look through all items takes long. */
export async function nextOrder(tx: StoreTx): Promise<number> {
  const order = await orderNow(tx)
  await tookOrder(tx, order)
  return order
}

/** As `nextOrder`, for whoever calls `tookOrder` with what else is written. */
export async function orderNow(tx: StoreTx): Promise<number> {
  return (
    (await getSetting(tx, 'order')) ??
    (await tx.list('items')).reduce((most, item) => Math.max(most, item.order + 1), 0)
  )
}

export function tookOrder(tx: StoreTx, order: number): Promise<void> {
  return setSetting(tx, 'order', order + 1)
}

/** By the newest receipt of its segment. */
export function stateOf(
  item: ItemRow,
  segments: ReadonlyMap<string, SegmentRow>
): { state: ItemState; rule?: string; handed?: number } {
  const segment = item.segment === undefined ? undefined : segments.get(item.segment)
  if (!segment) return { state: 'saved' }
  const receipt: FactReceipt | undefined = segment.receipt?.facts[segment.facts.indexOf(item.id)]
  if (!receipt && segment.handed !== undefined) return { state: 'handed-over', handed: segment.handed }
  if (!receipt) return { state: 'waiting' }
  return 'rule' in receipt ? { state: receipt.is, rule: receipt.rule } : { state: receipt.is }
}

/** What a person wrote in an item, whole; undefined if it is no writing. */
export function textIn({ contents }: ItemRow): string | undefined {
  if (contents.at(-1)?.text === undefined) return undefined
  return contents.map(({ text }) => text ?? '').join('')
}

/** The answer that an item holds, to go on with as a draft; undefined for a skip. */
export function givenIn(item: ItemRow): Readonly<Record<string, unknown>> | undefined {
  const content = item.contents.at(-1)
  const text = textIn(item)
  const { lang, labels, unsure, evidence, order, good, not_rankable } = content ?? { kind: '', v: 0 }
  const given = Object.entries({ text, lang, labels, unsure, evidence, order, good, not_rankable })
  const kept = given.filter(([, value]) => value !== undefined)
  return content?.kind === 'skip' || kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** [PE2] Whether these accept the terms of this hash, and no later one withdraws. */
export function hasConsent(items: readonly ItemRow[], terms: string): boolean {
  const consents = items.filter((item) => isOf(item, 'consent') && item.contents.at(-1)?.terms === terms)
  return latest(consents) > lastWithdrawal(items)
}

/** In seconds since 1970; -1: there is none. */
export function lastWithdrawal(items: readonly ItemRow[]): number {
  return latest(items.filter((item) => isOf(item, 'withdraw')))
}

function isOf({ contents }: ItemRow, kind: string): boolean {
  return contents.at(-1)?.kind === kind
}

function latest(items: readonly ItemRow[]): number {
  return items.reduce((last, { contents }) => Math.max(last, Number(contents.at(-1)?.saved)), -1)
}
