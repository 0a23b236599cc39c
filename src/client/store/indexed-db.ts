import { Dexie } from 'dexie'
import { StoreTrouble } from '../errors.ts'
import { type Requests, within } from './requests.ts'

export type Durability = 'strict' | 'relaxed'

/** `version` is raised with every new table; a database of a later version is refused and left as it is. */
export type Shape = { readonly name: string; readonly version: number; readonly tables: readonly string[] }

/** One connection to a database of the browser. */
export class Connection {
  private readonly shape: Shape
  private readonly dexie: Dexie
  /** Why this connection is gone for good. Opening again by itself could make an empty database in place of a deleted one. */
  private lost: unknown

  constructor(shape: Shape) {
    this.shape = shape
    this.dexie = new Dexie(shape.name, {
      autoOpen: false,
      cache: 'disabled',
      indexedDB: openingOnly(nativeVersion(shape))
    })
    // '' is a key that stands outside of its row.
    this.dexie.version(shape.version).stores(Object.fromEntries(shape.tables.map((table) => [table, ''])))
    this.dexie.on('versionchange', ({ newVersion }) => {
      this.lose(newVersion ? new Dexie.VersionError('a later version took over') : gone('the database was deleted'))
      return false // keeps Dexie from warning on the console: the next transaction says it
    })
  }

  /**
   * One transaction over all tables: kept when this resolves, nothing of it if it rejects.
   * @throws {StoreTrouble} if the browser fails. What `work` throws comes through as it is.
   */
  async run<T>(durability: Durability, work: (tx: Requests) => Promise<T>): Promise<T> {
    try {
      if (!this.dexie.isOpen()) await this.open()
      return await within(this.dexie.backendDB().transaction([...this.shape.tables], 'readwrite', { durability }), work)
    } catch (cause) {
      throw isOfDatabase(cause) ? new StoreTrouble(this.shape.name, this.lost ?? cause) : cause
    }
  }

  close(): void {
    this.lose(gone('the connection was closed'))
  }

  private async open(): Promise<void> {
    if (this.lost !== undefined) throw this.lost
    await this.dexie.open()
    this.dexie.backendDB().onclose = () => this.lose(gone('the browser closed the connection'))
  }

  private lose(why: unknown): void {
    this.lost ??= why
    this.dexie.close()
  }
}

/**
 * Dexie opens a database of a later version all the same, and adds tables that it misses under a version of its own.
 * Both would touch what a newer program wrote, so there is one version to open and no other.
 */
function openingOnly(wanted: number) {
  const { indexedDB } = Dexie.dependencies
  return (
    indexedDB && {
      open(name: string, version?: number) {
        if (version !== wanted)
          throw new Dexie.VersionError('of a later version, or with other tables than its version has')
        return indexedDB.open(name, version)
      },
      // Without it Dexie keeps a list of its databases in one more database.
      databases: indexedDB.databases?.bind(indexedDB)
    }
  )
}

/** Dexie leaves room for nine versions between two. */
function nativeVersion({ version }: Shape): number {
  return version * 10
}

function gone(message: string): Error {
  return new Dexie.DatabaseClosedError(message)
}

function isOfDatabase(cause: unknown): boolean {
  return cause instanceof Dexie.DexieError || cause instanceof DOMException
}
