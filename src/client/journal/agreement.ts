import { sameBytes } from '../../core/bytes.ts'
import type { DeviceStore, EncodedRow } from '../store/store.ts'
import { nameOf, readRecords } from './records.ts'

/** How far a store and its journal say the same of what is finished. */
export type Agreement = {
  /** Finished items in the store. */
  readonly items: number
  /** Those that the journal has not, or otherwise. */
  readonly missing: number
  /** Some of the journal cannot be read. */
  readonly damaged: boolean
}

/**
 * [JN5] What is finished lies in both as soon as it is told as saved, so both can be compared at any time. Drafts reach
 * the journal later, and are passed over.
 *
 * @param read all bytes of the journal; called after the store was read, so that it is never the older one.
 */
export async function agreement(store: DeviceStore, read: () => Promise<Uint8Array>): Promise<Agreement> {
  const items = await store.transact('relaxed', (tx) => tx.listEncoded('items'))
  const { changes, damage } = readRecords(await read())
  const isCopied = ({ key, bytes }: EncodedRow) => {
    const copy = changes.get(nameOf({ table: 'items', key }))?.bytes
    return copy !== undefined && sameBytes(copy, bytes)
  }
  return { items: items.length, missing: items.filter((item) => !isCopied(item)).length, damaged: damage.length > 0 }
}
