import { Dexie } from 'dexie'

/** What can be asked of one transaction. Whatever fails ends it. */
export type Requests = {
  get<T>(table: string, key: string | number): Promise<T | undefined>
  /** In the order of their keys, which are texts that begin so. */
  list<T>(table: string, prefix?: string): Promise<T[]>
  /** The keys of `list`. */
  keys(table: string): Promise<string[]>
  /** Nobody waits for it: should it fail, the transaction does. */
  put(table: string, key: string | number, row: unknown): void
  /** Nobody waits for it: should it fail, the transaction does. */
  drop(table: string, key: string): void
}

type Request = { readonly result: unknown; readonly error: unknown; onsuccess: unknown; onerror: unknown }
type Store = {
  get(key: string | number): Request
  getAll(keys: unknown): Request
  getAllKeys(keys: unknown): Request
  put(row: unknown, key: string | number): Request
  delete(key: string | number): Request
}
/** Of the browser. */
type Transaction = {
  objectStore(name: string): Store
  abort(): void
  readonly error: unknown
  oncomplete: unknown
  onabort: unknown
}

/**
 * The browser's transaction goes on for as long as each await is one of its own requests, or of nothing that takes time.
 * Without Dexie around each request: of sixty milliseconds for a finished item on an old computer twenty were its.
 *
 * @returns what `work` gives, once it is committed. @throws what `work` throws, or the browser's error; nothing is kept then.
 */
export async function within<T>(tx: Transaction, work: (tx: Requests) => Promise<T>): Promise<T> {
  let why: unknown
  const over = new Promise<void>((done, failed) => {
    tx.oncomplete = () => done()
    tx.onabort = () => failed(why ?? tx.error ?? new Dexie.AbortError('the browser ended it'))
  })
  const working = work(requestsOf(tx))
  working.catch((cause) => {
    // A transaction that fails has all its requests fail, each as ended by it.
    why = tx.error ?? cause
    try {
      tx.abort()
    } catch {} // it is over already
  })
  await over
  return working
}

function requestsOf(tx: Transaction): Requests {
  return {
    get: <T>(table: string, key: string | number) => answer(tx.objectStore(table).get(key)) as Promise<T | undefined>,
    list: <T>(table: string, prefix = '') => answer(tx.objectStore(table).getAll(startingWith(prefix))) as Promise<T[]>,
    keys: (table) => answer(tx.objectStore(table).getAllKeys(startingWith(''))) as Promise<string[]>,
    put(table, key, row) {
      tx.objectStore(table).put(row, key)
    },
    drop(table, key) {
      tx.objectStore(table).delete(key)
    }
  }
}

function answer(request: Request): Promise<unknown> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })
}

const LAST = '\uffff'

function startingWith(prefix: string): unknown {
  return Dexie.dependencies.IDBKeyRange.bound(prefix, prefix + LAST, false, true)
}
