import { DatabaseSync } from 'node:sqlite'
import { StoreNewer, StoreOlder, StoreUnusable } from './errors.ts'
import { migrate } from './migrate.ts'
import { DERIVED, SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { SqliteWrites } from './sqlite-writes.ts'
import type { HubStore, ReadTx, WriteTx } from './store.ts'

/** How long a statement waits for another program, the export command for example. */
const PATIENCE = 5000

/** Whatever is looked up of a project of 100,000 trees but the contents of facts: names, numbers, trees and needs. */
const CACHE_KIB = 128 * 1024

/**
 * Pages of the log, of 4 KiB, before they are carried over into the tables. A page that many transactions have written
 * is carried once; a reader has no more than this to look through, and neither has a start after a crash.
 */
const LOG_PAGES = 4000

/**
 * The embedded store: one SQLite file, write-ahead log, flushed to disk at every commit. A file of an
 * earlier version is brought up to date, unless it is only read.
 *
 * @param readOnly a snapshot for commands that only look, also while a hub runs on the file.
 * @param older an earlier version's file too is only read as it is, by whoever asks no more than its version of it.
 * @param durable false: for a store that lasts no longer than its program.
 * @throws {StoreUnusable} if the file cannot be opened, is damaged or full; {StoreNewer} for a later program's file;
 *   {StoreOlder} for an earlier one's that is only read.
 */
export function openSqliteStore(file: string, { readOnly = false, older = false, durable = true } = {}): HubStore {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly, timeout: PATIENCE })
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > SCHEMA_VERSION) throw new StoreNewer(file)
    const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.n)
    if (version === 0 && tables > 0) throw new Error('this is not a database of Understory')
    if (!readOnly) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    if (!durable) db.exec('PRAGMA synchronous = OFF')
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
    if (version === 0 && !readOnly)
      db.exec(`BEGIN; ${SCHEMA} ${DERIVED}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
    else if (version < SCHEMA_VERSION && !readOnly) migrate(db, version)
    else if (version > 0 && version < SCHEMA_VERSION && !older) throw new StoreOlder(file)
    db.prepare('SELECT 1 FROM segments LIMIT 1').get()
    // Better now than when the first device sends. To begin is not enough: that works on a file that may not be written.
    if (!readOnly) db.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${SCHEMA_VERSION}; ROLLBACK`)
    return new SqliteStore(db, file)
  } catch (cause) {
    db?.close()
    throw cause instanceof StoreNewer || cause instanceof StoreOlder ? cause : new StoreUnusable(file, cause)
  }
}

class SqliteStore implements HubStore {
  private readonly db: DatabaseSync
  private readonly file: string
  private readonly tx: SqliteWrites
  private last: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync, file: string) {
    this.db = db
    this.file = file
    this.tx = new SqliteWrites(db)
  }

  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.inTurn('BEGIN IMMEDIATE', work)
  }

  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.inTurn('BEGIN', work)
  }

  scrub(): Promise<boolean> {
    return this.queued(async () => {
      // What SQLite overwrites is at once gone from the file's pages; older copies of these lie in its log. A reader of
      // another program holds the log fast: no waiting for it here, where all others wait too.
      this.db.exec('PRAGMA busy_timeout = 0')
      try {
        return this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0
      } finally {
        this.db.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
      }
    })
  }

  async close(): Promise<void> {
    await this.queued(async () => this.db.close())
  }

  private inTurn<T>(begin: string, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.queued(async () => {
      this.db.exec(begin)
      try {
        const result = await work(this.tx)
        this.db.exec('COMMIT')
        return result
      } catch (cause) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK')
        this.tx.forget()
        throw cause
      }
    })
  }

  private queued<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work).catch((cause) => {
      throw isOfSqlite(cause) ? new StoreUnusable(this.file, cause) : cause
    })
    this.last = turn.catch(() => {})
    return turn
  }
}

function isOfSqlite(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR'
}
