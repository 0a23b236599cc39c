import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor } from '../../core/own-cbor.ts'
import { StoreTrouble } from '../errors.ts'
import { type DeviceStore, KEY_OF, type Rows, type StoreTx, type Table } from './store.ts'

/** Raised with every change of what rows mean; an older program refuses a newer store and changes nothing. */
const SCHEMA_VERSION = 2

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS rows (name TEXT, key TEXT, value BLOB, PRIMARY KEY (name, key)) STRICT, WITHOUT ROWID'

/**
 * A device's store in one SQLite file, for the command line.
 * @throws {StoreTrouble} if the file cannot be opened, is damaged, or a write fails.
 */
export function openSqliteDeviceStore(file: string): DeviceStore {
  return guarded(file, () => {
    const db = new DatabaseSync(file, { timeout: 5000 })
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > SCHEMA_VERSION) throw new Error('of a later version')
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; ${SCHEMA}; PRAGMA user_version = ${SCHEMA_VERSION}`)
    return new SqliteDeviceStore(db, file)
  })
}

class SqliteDeviceStore implements DeviceStore {
  private readonly db: DatabaseSync
  private readonly file: string
  private readonly tx: ReturnType<typeof txOn>
  private last: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync, file: string) {
    this.db = db
    this.file = file
    this.tx = txOn(db)
  }

  transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T> {
    return this.queued(async () => {
      this.db.exec(`PRAGMA synchronous = ${durability === 'strict' ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`)
      try {
        const result = await work(this.tx.begin())
        this.tx.count()
        this.db.exec('COMMIT')
        return result
      } catch (cause) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK')
        throw cause
      }
    })
  }

  /** SQLite overwrites what is dropped; older copies of the pages lie in its log until that is emptied. */
  scrub(): Promise<void> {
    return this.queued(async () => {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    })
  }

  async close(): Promise<void> {
    await this.last
    this.db.close()
  }

  private queued<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work).catch((cause) => {
      throw isOfSqlite(cause) ? new StoreTrouble(this.file, cause) : cause
    })
    this.last = turn.catch(() => {})
    return turn
  }
}

function isOfSqlite(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR'
}

/** [DS3] Where the number of changes lies: beside the rows of tables, which all have longer keys. */
const REVISION = ['revision', ''] as const

/** No character comes after it, and it is none itself. */
const LAST = '\u{10ffff}'

function txOn(db: DatabaseSync) {
  const get = db.prepare('SELECT value FROM rows WHERE name = ? AND key = ?')
  const list = db.prepare('SELECT key, value FROM rows WHERE name = ? AND key >= ? AND key < ? ORDER BY key')
  const put = db.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)')
  const drop = db.prepare('DELETE FROM rows WHERE name = ? AND key = ?')
  let changed = false
  const revision = () => Number(valueIn(get.get(...REVISION)) ?? 0)
  const tx: StoreTx = {
    async get<T extends Table>(table: T, key: string) {
      return rowOf<T>(get.get(table, key))
    },
    async list<T extends Table>(table: T, prefix = '') {
      return list.all(table, prefix, prefix + LAST).map((row) => rowOf<T>(row) as Rows[T])
    },
    async listEncoded(table) {
      return list.all(table, '', LAST).map((row) => ({ key: String(row.key), bytes: bytesIn(row) }))
    },
    revision: async () => revision(),
    async put(table, row, bytes = encodeCbor(row)) {
      changed = true
      put.run(table, KEY_OF[table](row), bytes)
    },
    async drop(table, key) {
      changed = true
      drop.run(table, key)
    }
  }
  return {
    begin() {
      changed = false
      return tx
    },
    /** At the end of a transaction. */
    count() {
      if (changed) put.run(...REVISION, encodeCbor(revision() + 1))
    }
  }
}

function rowOf<T extends Table>(row: ReturnType<StatementSync['get']>): Rows[T] | undefined {
  return valueIn(row) as Rows[T] | undefined
}

function valueIn(row: ReturnType<StatementSync['get']>): unknown {
  return row && decodeOwnCbor(bytesIn(row))
}

function bytesIn(row: object): Uint8Array {
  return new Uint8Array((row as { value: Uint8Array }).value)
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new StoreTrouble(file, cause)
  }
}
