import { encodeCbor } from '../../core/cbor.ts'
import { type DeviceStore, KEY_OF } from '../store/store.ts'
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
  const items = await store.transact('relaxed', (tx) => tx.list('items'))
  const { changes, damage } = readRecords(await read())
  const isCopied = (item: (typeof items)[number]) => {
    const copy = changes.get(nameOf({ table: 'items', key: KEY_OF.items(item) }))?.row
    return copy !== undefined && same(encodeCbor(copy), encodeCbor(item))
  }
  return { items: items.length, missing: items.filter((item) => !isCopied(item)).length, damaged: damage.length > 0 }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, at) => byte === b[at])
}
