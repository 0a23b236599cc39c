import { type Change, changedBy, isKept, type Kept, keptOf, rowAt, rowsFrom } from './kept-tables.ts'
import { type DeviceStore, KEY_OF, type Rows, type StoreTx, type Table } from './store.ts'

/**
 * A store whose tables are read from the disk, and decoded, once: what compares, adopts, sends and shows at a start would
 * each read thousands of rows anew. The revision says whether another program has written since. Whoever gets rows
 * changes nothing of them.
 */
export function rememberingStore(store: DeviceStore): DeviceStore {
  let known = new Map<Table, Kept>()
  let at: number | undefined
  const remembering = (tx: StoreTx, changes: Change[]): StoreTx => {
    let revision: number | undefined
    const current = async () => {
      revision ??= await tx.revision()
      if (revision !== at) known = new Map()
      at = revision
      return revision
    }
    return {
      async get(table, key) {
        if (known.has(table)) await current()
        const kept = known.get(table)
        const change = kept && changes.findLast((change) => change.table === table && change.key === key)
        if (change) return change.row as Rows[typeof table] | undefined
        return kept ? rowAt(kept, key) : tx.get(table, key)
      },
      async list(table, prefix = '') {
        if (!isKept(table) || changes.some((change) => change.table === table)) return tx.list(table, prefix)
        await current()
        // Whoever asks for a few rows does not wait for all of them.
        if (prefix !== '' && !known.has(table)) return tx.list(table, prefix)
        const kept = known.get(table) ?? keptOf(table, await tx.list(table))
        known.set(table, kept)
        return rowsFrom(kept, prefix)
      },
      listEncoded: (table) => tx.listEncoded(table),
      revision: current,
      async put(table, row, bytes) {
        await tx.put(table, row, bytes)
        changes.push({ table, key: KEY_OF[table](row), row })
      },
      async drop(table, key) {
        await tx.drop(table, key)
        changes.push({ table, key, row: undefined })
      }
    }
  }
  return {
    async transact(durability, work) {
      let changes: Change[] = []
      let before: number | undefined
      const result = await store.transact(durability, async (under) => {
        changes = []
        const tx = remembering(under, changes)
        const result = await work(tx)
        before = changes.length > 0 ? await tx.revision() : undefined
        return result
      })
      if (before === undefined) return result
      if (before === at) {
        for (const [table, kept] of known)
          known.set(
            table,
            changedBy(
              kept,
              changes.filter((each) => each.table === table)
            )
          )
        at = before + 1
      }
      return result
    },
    scrub: () => store.scrub(),
    close: () => store.close()
  }
}
