import type { Transaction } from 'dexie'
import { encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor } from '../../core/own-cbor.ts'
import { Connection, type Durability } from './indexed-db.ts'
import { type DeviceStore, KEY_OF, type Rows, type StoreTx, type Table } from './store.ts'

/** Raised with every new table and every change of what rows mean. */
const SCHEMA_VERSION = 2

/**
 * A device's store in the browser's IndexedDB, by Dexie. It opens with the first transaction; pages that open the same
 * name share it.
 * @throws {StoreTrouble} from `transact`, if the browser cannot open, read or write it.
 */
export function openDexieStore(name: string): DeviceStore {
  return new DexieDeviceStore(name)
}

class DexieDeviceStore implements DeviceStore {
  private readonly connections: Readonly<Record<Durability, Connection>>
  private last: Promise<unknown> = Promise.resolve()

  constructor(name: string) {
    const shape = { name, version: SCHEMA_VERSION, tables: Object.keys(KEY_OF) }
    this.connections = { strict: new Connection(shape, 'strict'), relaxed: new Connection(shape, 'relaxed') }
  }

  transact<T>(durability: Durability, work: (tx: StoreTx) => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.connections[durability].run((tx) => counted(tx, work)))
    this.last = turn.catch(() => {})
    return turn
  }

  /**
   * Nothing to do, and nothing that a page could do: rows that were dropped or replaced are out of reach of every page at
   * once, but when the browser overwrites their bytes in its own files is its affair, and no call asks for it.
   */
  async scrub(): Promise<void> {
    await this.last
  }

  async close(): Promise<void> {
    await this.last
    this.connections.strict.close()
    this.connections.relaxed.close()
  }
}

/** [DS3] Where the number of changes lies. Rows have texts as keys, so that no list shows it. */
const REVISION = 0

async function counted<T>(tx: Transaction, work: (tx: StoreTx) => Promise<T>): Promise<T> {
  const numbers = tx.table<number, number>('settings')
  const revision = async () => (await numbers.get(REVISION)) ?? 0
  // Asked with the first change: whoever waits for the transaction does not wait for this too.
  let before: Promise<number> | undefined
  const result = await work({ ...txOn(tx, () => (before ??= revision())), revision })
  if (before) await numbers.put((await before) + 1, REVISION)
  return result
}

/** Rows are CBOR as in the other engine: a view into a large buffer would otherwise be kept with all of that buffer. */
function txOn(tx: Transaction, changes: () => void): Omit<StoreTx, 'revision'> {
  const rowsOf = (table: Table) => tx.table<Uint8Array, string>(table)
  return {
    async get<T extends Table>(table: T, key: string) {
      const bytes = await rowsOf(table).get(key)
      return bytes && (decodeOwnCbor(bytes) as Rows[T])
    },
    async list<T extends Table>(table: T, prefix = '') {
      const found = await rowsOf(table).where(':id').startsWith(prefix).toArray()
      return found.map((bytes) => decodeOwnCbor(bytes) as Rows[T])
    },
    async put(table, row) {
      changes()
      await rowsOf(table).put(encodeCbor(row), KEY_OF[table](row))
    },
    async drop(table, key) {
      changes()
      await rowsOf(table).delete(key)
    }
  }
}
