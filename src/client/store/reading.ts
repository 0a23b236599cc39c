import { type DeviceStore, KEY_OF, type ReadTx, type Rows, type Table } from './store.ts'

/** What screens read; documents are read by whoever edits them. */
const TABLES = ['settings', 'batches', 'tasks', 'drafts', 'items', 'segments'] as const satisfies readonly Table[]
type Read = (typeof TABLES)[number]

/**
 * The rows of a store as one transaction found them, kept until somebody says that they have changed: several parts of a
 * screen look after each change, and with thousands of items each reading takes long.
 */
export class Reading {
  private readonly store: DeviceStore
  private kept: Promise<ReadTx> | undefined

  constructor(store: DeviceStore) {
    this.store = store
  }

  /** `work` gets rows that others get too: it changes none. @throws {StoreTrouble} and reads anew the next time. */
  async read<T>(work: (rows: ReadTx) => Promise<T>): Promise<T> {
    this.kept ??= this.readAll()
    const kept = this.kept
    kept.catch(() => {
      if (this.kept === kept) this.kept = undefined
    })
    return work(await kept)
  }

  /** Something was written: the next one reads anew. */
  changed(): void {
    this.kept = undefined
  }

  private async readAll(): Promise<ReadTx> {
    const tables = await this.store.transact('relaxed', async (tx) => {
      const all = new Map<Table, ReadonlyMap<string, unknown>>()
      for (const table of TABLES) all.set(table, byKey(table, await tx.list(table)))
      return all
    })
    const rowsOf = <T extends Table>(table: T) => {
      const rows = tables.get(table)
      if (!rows) throw new Error(`${table} is not among what is read at once`)
      return rows as ReadonlyMap<string, Rows[T]>
    }
    return {
      get: async (table, key) => rowsOf(table).get(key),
      list: async (table, prefix = '') =>
        [...rowsOf(table)].flatMap(([key, row]) => (key.startsWith(prefix) ? [row] : []))
    }
  }
}

function byKey<T extends Read>(table: T, rows: readonly Rows[T][]): ReadonlyMap<string, Rows[T]> {
  return new Map(rows.map((row) => [KEY_OF[table](row), row]))
}
