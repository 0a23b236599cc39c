import { encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor } from '../../core/own-cbor.ts'
import { Connection, type Durability } from './indexed-db.ts'
import type { Requests } from './requests.ts'
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
  private readonly connection: Connection
  private last: Promise<unknown> = Promise.resolve()

  constructor(name: string) {
    this.connection = new Connection({ name, version: SCHEMA_VERSION, tables: Object.keys(KEY_OF) })
  }

  transact<T>(durability: Durability, work: (tx: StoreTx) => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.connection.run(durability, (tx) => counted(tx, work)))
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
    this.connection.close()
  }
}

/** [DS3] Where the number of changes lies. Rows have texts as keys, so that no list shows it. */
const REVISION = 0

async function counted<T>(tx: Requests, work: (tx: StoreTx) => Promise<T>): Promise<T> {
  let asked: Promise<number> | undefined
  const revision = () => (asked ??= tx.get<number>('settings', REVISION).then((found) => found ?? 0))
  let changes = false
  // Asked with the first change: whoever waits for the transaction does not wait for this too.
  const changed = () => {
    changes = true
    revision().catch(() => {}) // then the transaction fails
  }
  const result = await work({ ...txOn(tx, changed), revision })
  if (changes) tx.put('settings', REVISION, (await revision()) + 1)
  return result
}

/** Rows are CBOR as in the other engine: a view into a large buffer would otherwise be kept with all of that buffer. */
function txOn(tx: Requests, changed: () => void): Omit<StoreTx, 'revision'> {
  return {
    async get<T extends Table>(table: T, key: string) {
      const bytes = await tx.get<Uint8Array>(table, key)
      return bytes && (decodeOwnCbor(bytes) as Rows[T])
    },
    async list<T extends Table>(table: T, prefix = '') {
      return (await tx.list<Uint8Array>(table, prefix)).map((bytes) => decodeOwnCbor(bytes) as Rows[T])
    },
    async listEncoded(table) {
      const [keys, all] = await Promise.all([tx.keys(table), tx.list<Uint8Array>(table)])
      return all.map((bytes, at) => ({ key: keys[at] as string, bytes }))
    },
    async put(table, row, bytes = encodeCbor(row)) {
      changed()
      tx.put(table, KEY_OF[table](row), bytes)
    },
    async drop(table, key) {
      changed()
      tx.drop(table, key)
    }
  }
}
