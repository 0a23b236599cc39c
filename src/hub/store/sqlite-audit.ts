import { SqliteNames } from './sqlite-names.ts'
import { plain, type Row, sumOf } from './sqlite-rows.ts'
import { FOLLOWING, type FollowingTable, rowsInOrder, SUMMED, type SummedTable } from './tables.ts'

/** [HS10] What a check of the store looks at. */
export class SqliteAudit extends SqliteNames {
  /** Of the file's pages and indexes, in the engine's words; at most 100. */
  async damage() {
    const rows = this.all('PRAGMA integrity_check(100)').map((row) => String(row.integrity_check))
    return rows.filter((words) => words !== 'ok')
  }

  async schemaVersion() {
    return Number(this.one('PRAGMA user_version')?.user_version)
  }

  async *rowsOf(table: FollowingTable) {
    const { key, columns } = FOLLOWING[table]
    for (const row of this.each(rowsInOrder(table))) {
      const values = (names: readonly string[]) => names.map((name) => row[name] as string | number)
      yield { key: values(key), values: values(columns) }
    }
  }

  async *badSums(table: SummedTable) {
    const { key, columns } = SUMMED[table]
    for (const row of this.each(`SELECT * FROM ${table} ORDER BY ${key.join(', ')}`))
      if (sumOf(...columns.map((name) => summed(row, name))) !== row.sum) yield String(row[key[0]])
  }

  async *segmentRows() {
    for (const { hash, device, ...row } of this.each(
      'SELECT hash, device, n, first, facts, prev FROM segments ORDER BY hash'
    ))
      yield {
        ...(row as { n: number; first: number; facts: number; prev: string }),
        hash: this.nameOf(hash),
        device: this.nameOf(device)
      }
  }

  async *receiptRows() {
    for (const { segment, device, stamp, bytes } of this.each(
      'SELECT segment, device, stamp, bytes FROM receipts ORDER BY segment'
    ))
      yield {
        ...{ segment: this.nameOf(segment), device: this.nameOf(device) },
        ...{ stamp: Number(stamp), bytes: plain(bytes) }
      }
  }

  async *factRows() {
    for (const { id, device, content } of this.each('SELECT id, device, content FROM facts ORDER BY id'))
      yield { id: this.nameOf(id), device: this.nameOf(device), content: plain(content) }
  }
}

function summed(row: Row, name: string): string | number | Uint8Array {
  const value = row[name]
  return value instanceof Uint8Array ? plain(value) : (value as string | number)
}
