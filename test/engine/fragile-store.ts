import { StoreTrouble } from '../../src/client/errors.ts'
import type { DeviceStore, Rows, StoreTx, Table } from '../../src/client/store/store.ts'

/** A store whose disk refuses what a test says. */
export class FragileStore implements DeviceStore {
  refuses: (table: Table, row: Rows[Table]) => boolean = () => false
  /** Transactions until nothing can be read any more. */
  readsLeft = Number.POSITIVE_INFINITY
  /** Wipes so far. */
  scrubs = 0
  private readonly store: DeviceStore

  constructor(store: DeviceStore) {
    this.store = store
  }

  async transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T> {
    if (this.readsLeft-- < 1) throw new StoreTrouble('device', new Error('database disk image is malformed'))
    return this.store.transact(durability, (tx) =>
      work({
        get: (table, key) => tx.get(table, key),
        list: (table, prefix) => tx.list(table, prefix),
        listEncoded: (table) => tx.listEncoded(table),
        revision: () => tx.revision(),
        drop: (table, key) => tx.drop(table, key),
        put: async (table, row) => {
          if (this.refuses(table, row)) throw new StoreTrouble('device', new Error('database or disk is full'))
          await tx.put(table, row)
        }
      })
    )
  }

  async scrub(): Promise<void> {
    this.scrubs += 1
    await this.store.scrub()
  }

  close(): Promise<void> {
    return this.store.close()
  }
}
