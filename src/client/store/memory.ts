import { encodeCbor } from '../../core/cbor.ts'
import { type DeviceStore, KEY_OF, type Rows, type StoreTx, type Table } from './store.ts'

/** A store for simulation. It forgets everything with the process. */
export function openMemoryStore(): DeviceStore {
  let tables = new Map<string, unknown>()
  let revision = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    transact(_durability, work) {
      const turn = last.then(async () => {
        const draft = new Map(tables)
        let changed = false
        const result = await work(txOn(draft, revision, () => (changed = true)))
        tables = draft
        if (changed) revision += 1
        return result
      })
      last = turn.catch(() => {})
      return turn
    },
    async scrub() {},
    async close() {
      await last
    }
  }
}

function txOn(rows: Map<string, unknown>, revision: number, changes: () => void): StoreTx {
  const keysIn = (table: Table, prefix = '') =>
    [...rows.keys()].filter((key) => key.startsWith(`${table} ${prefix}`)).sort()
  return {
    async get<T extends Table>(table: T, key: string) {
      return structuredClone(rows.get(`${table} ${key}`)) as Rows[T] | undefined
    },
    async list<T extends Table>(table: T, prefix?: string) {
      return keysIn(table, prefix).map((key) => structuredClone(rows.get(key)) as Rows[T])
    },
    async listEncoded(table) {
      return keysIn(table).map((key) => ({ key: key.slice(table.length + 1), bytes: encodeCbor(rows.get(key)) }))
    },
    revision: async () => revision,
    async put(table, row) {
      changes()
      rows.set(`${table} ${KEY_OF[table](row)}`, structuredClone(row))
    },
    async drop(table, key) {
      changes()
      rows.delete(`${table} ${key}`)
    }
  }
}
