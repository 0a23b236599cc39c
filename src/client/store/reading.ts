import { type AskAt, type Change, loadAllTables, loadTables, Stale, type Tables } from './kept-tables.ts'
import { type DeviceStore, KEY_OF, type ReadTx, type StoreTx } from './store.ts'

/**
 * The rows of a store as they were at one revision, kept: several parts of a screen look after each change, and with
 * thousands of items each reading takes long, so a table is read when somebody first asks for it. What is written by way
 * of `store` is known here without reading it anew; whether somebody else has written, the revision says.
 */
export class Reading {
  /** The same store; its owner writes by this one. */
  readonly store: DeviceStore
  private readonly under: DeviceStore
  private tables: Tables | undefined
  private looking: Promise<Tables> | undefined
  private doubted = false
  /** What was written here, by the revision that it was written at, and is not in `tables` yet. */
  private readonly written = new Map<number, readonly Change[]>()
  /** What writes here now, until `written` has it: a commit is seen by others before its second copy is on disk. */
  private readonly writing = new Set<Promise<unknown>>()

  constructor(store: DeviceStore) {
    this.under = store
    this.store = {
      transact: (durability, work) => this.transact(durability, work),
      scrub: () => store.scrub(),
      close: () => store.close()
    }
  }

  /** `work` gets rows that others get too: it changes none. @throws {StoreTrouble} and reads anew the next time. */
  async read<T>(work: (rows: ReadTx) => Promise<T>): Promise<T> {
    return this.steadily((tables) => work(tables.rows))
  }

  /** As `read`, and asks whether somebody else has written without telling of it, as of a draft at each pause. */
  async fresh<T>(work: (rows: ReadTx) => Promise<T>): Promise<T> {
    this.changed()
    return this.read(work)
  }

  /** What a reading makes of the rows, made once for as long as they stay as they are. Whoever gets it changes nothing of it. */
  async view<T>(make: (rows: ReadTx) => Promise<T>): Promise<T> {
    return this.steadily((tables) => tables.view(make))
  }

  /** Somebody else may have written: the next one asks. */
  changed(): void {
    this.doubted = true
    this.looking = undefined
  }

  /** Another program has written, which may count no revisions: the next one reads anew. */
  forget(): void {
    this.tables = undefined
    this.changed()
  }

  /** What is overtaken by somebody's writing is made once more, of rows that were all read at once. */
  private async steadily<T>(make: (tables: Tables) => Promise<T>): Promise<T> {
    try {
      return await make(await this.current())
    } catch (cause) {
      if (!(cause instanceof Stale)) throw cause
      const all = await this.under.transact('relaxed', (tx) => loadAllTables(tx, this.askAt))
      this.found(all)
      return make(all)
    }
  }

  private readonly askAt: AskAt = (revision, ask) =>
    this.under.transact('relaxed', async (tx) =>
      (await tx.revision()) === revision ? { found: await ask(tx) } : undefined
    )

  private current(): Promise<Tables> {
    if (this.tables && !this.doubted && this.written.size === 0) return Promise.resolve(this.tables)
    if (this.looking) return this.looking
    const looking = this.look().finally(() => {
      if (this.looking === looking) this.looking = undefined
    })
    this.looking = looking
    return looking
  }

  private async look(): Promise<Tables> {
    this.doubted = false
    const known = this.tables
    try {
      const found = await this.under.transact('relaxed', async (tx) => {
        if (!known) return loadTables(tx, this.askAt)
        const revision = await tx.revision()
        if (revision === known.revision) return known
        return this.writing.size > 0 ? revision : loadTables(tx, this.askAt)
      })
      if (typeof found === 'object') return this.found(found)
      // It may be what was written here.
      await Promise.allSettled(this.writing)
      if (this.tables && this.tables.revision >= found) return this.tables
      return this.found(await this.under.transact('relaxed', (tx) => loadTables(tx, this.askAt)))
    } catch (cause) {
      this.doubted = true
      throw cause
    }
  }

  private found(tables: Tables): Tables {
    if (!this.tables || tables.revision > this.tables.revision) this.tables = tables
    this.catchUp()
    return this.tables
  }

  private transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T> {
    const written = this.write(durability, work, () => this.writing.add(written))
    const end = () => this.writing.delete(written)
    written.then(end, end)
    return written
  }

  /** @param onChanges there are some, and they will be committed from here on at the earliest. */
  private async write<T>(
    durability: 'strict' | 'relaxed',
    work: (tx: StoreTx) => Promise<T>,
    onChanges: () => void
  ): Promise<T> {
    let changes: Change[] = []
    let revision = 0
    const result = await this.under.transact(durability, async (tx) => {
      changes = []
      const result = await work(this.noting(tx, changes))
      if (changes.length > 0) {
        onChanges()
        revision = await tx.revision()
      }
      return result
    })
    if (changes.length > 0) {
      this.written.set(revision, changes)
      this.catchUp()
    }
    return result
  }

  /** Changes come in any order: of two transactions the earlier one may wait longer for the disk. */
  private catchUp(): void {
    if (!this.tables) {
      // What nobody has read yet is read as it is by then.
      if (!this.looking) this.written.clear()
      return
    }
    for (const revision of this.written.keys()) if (revision < this.tables.revision) this.written.delete(revision)
    for (let next = this.written.get(this.tables.revision); next; next = this.written.get(this.tables.revision)) {
      this.written.delete(this.tables.revision)
      this.tables = this.tables.after(next)
    }
  }

  /** A transaction that lists what is kept here does not read it again. */
  private noting(tx: StoreTx, changes: Change[]): StoreTx {
    return {
      get: (table, key) => tx.get(table, key),
      list: async (table, prefix) => {
        const { tables } = this
        const isKept = tables?.has(table) && !changes.some((change) => change.table === table)
        return isKept && (await tx.revision()) === tables?.revision
          ? tables.rows.list(table, prefix)
          : tx.list(table, prefix)
      },
      listEncoded: (table) => tx.listEncoded(table),
      revision: () => tx.revision(),
      put: async (table, row) => {
        await tx.put(table, row)
        changes.push({ table, key: KEY_OF[table](row), row })
      },
      drop: async (table, key) => {
        await tx.drop(table, key)
        changes.push({ table, key, row: undefined })
      }
    }
  }
}
