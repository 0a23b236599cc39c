import { plain, type Row, sumOf } from './sqlite-rows.ts'
import { SqliteStatements } from './sqlite-statements.ts'
import { FOLLOWING, type FollowingTable, SUMMED, type SummedTable } from './tables.ts'

/** [HS10] What a check of the store looks at. */
export class SqliteAudit extends SqliteStatements {
  /** Of the file's pages and indexes, in the engine's words; at most 100. */
  async damage() {
    const rows = this.all('PRAGMA integrity_check(100)').map((row) => String(row.integrity_check))
    return rows.filter((words) => words !== 'ok')
  }

  async schemaVersion() {
    return Number(this.one('PRAGMA user_version')?.user_version)
  }

  async *rowsOf(table: FollowingTable) {
    const { key, columns, ...more } = FOLLOWING[table]
    const where = 'unless' in more ? `WHERE NOT (${more.unless})` : ''
    const sql = `SELECT ${[...key, ...columns].join(', ')} FROM ${table} ${where} ORDER BY ${key.join(', ')}`
    for (const row of this.each(sql)) {
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
    for (const row of this.each('SELECT hash, device, n, first, facts, prev FROM segments ORDER BY log'))
      yield row as { hash: string; device: string; n: number; first: number; facts: number; prev: string }
  }

  async *receiptRows() {
    for (const row of this.each('SELECT segment, device, stamp, bytes FROM receipts ORDER BY segment'))
      yield { ...(row as { segment: string; device: string; stamp: number }), bytes: plain(row.bytes) }
  }

  async *factRows() {
    for (const row of this.each('SELECT id, device, content FROM facts ORDER BY log'))
      yield { id: row.id as string, device: row.device as string, content: plain(row.content) }
  }
}

function summed(row: Row, name: string): string | number | Uint8Array {
  const value = row[name]
  return value instanceof Uint8Array ? plain(value) : (value as string | number)
}
