import { encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor } from '../../core/own-cbor.ts'
import { StoreTrouble } from '../errors.ts'
import { type DeviceStore, KEY_OF, type Rows, type StoreTx, type Table } from './store.ts'

/** Seals bytes for one place, and opens them there alone. It is quick and waits for nothing: a transaction may use it. */
export type Box = {
  seal(bytes: Uint8Array, place: string): Uint8Array
  /** undefined: another key or another place made it, or it was changed since. */
  open(sealed: Uint8Array, place: string): Uint8Array | undefined
}

/** [PF3] What of a row stays readable: its key is made of it. Ids are salted hashes and tell nothing of a text. */
const IN_THE_CLEAR = {
  settings: ['key'],
  batches: ['id'],
  tasks: ['batch', 'place'],
  drafts: ['batch', 'place'],
  versions: ['batch', 'place', 'n'],
  items: ['id'],
  segments: ['device', 'n'],
  updates: ['document', 'n']
} as const satisfies { readonly [T in Table]: readonly (keyof Rows[T])[] }

/**
 * [PF3] A store whose rows lie sealed in another one. Rows that are not sealed yet, or no more, are read as they are.
 *
 * @param name of the database: a row of another one does not open here.
 * @param box absent: nothing is sealed here, and what is refuses to be taken for an ordinary row.
 * @throws {StoreTrouble} from `transact`, for a sealed row that does not open.
 */
export function sealedStore(store: DeviceStore, name: string, box: Box | undefined): DeviceStore {
  return {
    transact: (durability, work) => store.transact(durability, (tx) => work(sealing(tx, name, box))),
    scrub: () => store.scrub(),
    close: () => store.close()
  }
}

/**
 * [PF5] Brings every row of a store into the form that is wanted; those that have it stay as they are. One transaction a
 * table: cut anywhere, what is there can be read, and the next call does the rest.
 */
export async function convertStore(store: DeviceStore, name: string, box: Box, wanted: 'seal' | 'open'): Promise<void> {
  for (const table of Object.keys(KEY_OF) as Table[])
    await store.transact('strict', async (tx) => {
      const into = sealing(tx, name, wanted === 'seal' ? box : undefined)
      for (const row of await tx.list(table))
        if ((sealedIn(row) !== undefined) !== (wanted === 'seal')) await into.put(table, opened(table, row, name, box))
    })
}

function sealing(tx: StoreTx, name: string, box: Box | undefined): StoreTx {
  return {
    async get(table, key) {
      const row = await tx.get(table, key)
      return row && opened(table, row, name, box)
    },
    async list(table, prefix) {
      return (await tx.list(table, prefix)).map((row) => opened(table, row, name, box))
    },
    async listEncoded(table) {
      const rows = await tx.listEncoded(table)
      return rows.map(({ key, bytes }) => ({ key, bytes: openedBytes(table, bytes, name, box) }))
    },
    revision: () => tx.revision(),
    put: (table, row, bytes) => (box ? tx.put(table, sealed(table, row, name, box, bytes)) : tx.put(table, row, bytes)),
    drop: (table, key) => tx.drop(table, key)
  }
}

function sealed<T extends Table>(
  table: T,
  row: Rows[T],
  name: string,
  box: Box,
  bytes: Uint8Array = encodeCbor(row)
): Rows[T] {
  const clear = IN_THE_CLEAR[table].map((field) => [field, row[field as keyof Rows[T]]])
  return { ...Object.fromEntries(clear), sealed: box.seal(bytes, placeOf(table, row, name)) }
}

function opened<T extends Table>(table: T, row: Rows[T], name: string, box: Box | undefined): Rows[T] {
  const bytes = bytesInside(table, row, name, box)
  return bytes ? (decodeOwnCbor(bytes) as Rows[T]) : row
}

const MAP = 0xa0

function openedBytes(table: Table, bytes: Uint8Array, name: string, box: Box | undefined): Uint8Array {
  // So many fields are in a sealed row: most others are told from it by that.
  if (bytes[0] !== MAP + IN_THE_CLEAR[table].length + 1) return bytes
  return bytesInside(table, decodeOwnCbor(bytes) as Rows[Table], name, box) ?? bytes
}

/** @returns the row that lies sealed in this one; undefined: none does. */
function bytesInside<T extends Table>(
  table: T,
  row: Rows[T],
  name: string,
  box: Box | undefined
): Uint8Array | undefined {
  const inside = sealedIn(row)
  if (!inside) return undefined
  if (!box) throw new StoreTrouble(name, new Error('rows are sealed, and their PIN is not known here'))
  const bytes = box.open(inside, placeOf(table, row, name))
  if (!bytes) throw new StoreTrouble(name, new Error('malformed: a sealed row does not open'))
  return bytes
}

function sealedIn(row: Rows[Table]): Uint8Array | undefined {
  return 'sealed' in row && row.sealed instanceof Uint8Array ? row.sealed : undefined
}

function placeOf<T extends Table>(table: T, row: Rows[T], name: string): string {
  return `${name}/${table}/${KEY_OF[table](row)}`
}
