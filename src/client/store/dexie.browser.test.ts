import { Dexie } from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StoreTrouble } from '../errors.ts'
import { deviceStoreContract } from './conformance.ts'
import { openDexieStore } from './dexie.ts'
import { type DeviceStore, KEY_OF } from './store.ts'

const { indexedDB } = Dexie.dependencies

let count = 0
const newName = () => `device-${count++}`
deviceStoreContract('Dexie', () => openDexieStore(newName()))

afterEach(() => {
  vi.restoreAllMocks()
})

const put = (store: DeviceStore, key: string, value: unknown = null) =>
  store.transact('strict', (tx) => tx.put('settings', { key, value }))
const keys = async (store: DeviceStore) =>
  (await store.transact('relaxed', (tx) => tx.list('settings'))).map(({ key }) => key)

async function troubleOf(promise: Promise<unknown>): Promise<unknown[]> {
  const cause: unknown = await promise.then(
    () => 'no trouble',
    (cause) => cause
  )
  if (!(cause instanceof StoreTrouble)) throw cause
  return [cause.told.cause[0], cause.told.cause[1]?.file, cause.told.action[0]]
}

type Connected = ReturnType<Dexie['backendDB']>
type Factory = typeof indexedDB
type Buckets = { open(name: string, options: { quota: number }): Promise<{ indexedDB: Factory }> }

/** Opened while the browser seems to have this storage. */
function onAnother(storage: Factory | undefined, open: () => DeviceStore): DeviceStore {
  const usual = Dexie.dependencies
  Dexie.dependencies = { ...usual, indexedDB: storage as Factory }
  try {
    return open()
  } finally {
    Dexie.dependencies = usual
  }
}

/** A database as another program would make it, with its tables and one row. */
function openNative(name: string, version: number, tables: readonly string[]): Promise<Connected> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => {
      for (const table of tables)
        if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table)
      request.transaction.objectStore(tables[0]).put('from a later day', 'row')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

describe('a device’s store in a browser', () => {
  it('[DS1] asks the browser for the durability that the transaction was given', async () => {
    const store = openDexieStore(newName())
    await put(store, 'a')
    const { IDBDatabase } = globalThis as unknown as { IDBDatabase: { prototype: Connected } }
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await put(store, 'b')
    await keys(store)
    expect(begun.mock.results.map((result: { value: { durability: string } }) => result.value.durability)).toEqual([
      'strict',
      'relaxed'
    ])
    await store.close()
  })

  it('another page sees what was saved, and what is saved later', async () => {
    const name = newName()
    const [one, other] = [openDexieStore(name), openDexieStore(name)]
    await put(one, 'a')
    expect(await keys(other)).toEqual(['a'])
    await put(other, 'b')
    await one.close()
    expect(await keys(other)).toEqual(['a', 'b'])
    await other.close()
    const reopened = openDexieStore(name)
    expect(await keys(reopened)).toEqual(['a', 'b'])
    await reopened.close()
  })

  it('[DS1] a transaction called for inside another one is not part of it', async () => {
    const store = openDexieStore(newName())
    let inner: Promise<unknown> = Promise.resolve()
    const outer = store.transact('strict', async (tx) => {
      inner = put(store, 'inner')
      await tx.put('settings', { key: 'outer', value: null })
      await tx.get('settings', 'outer')
      throw new Error('cut')
    })
    await expect(outer).rejects.toThrow('cut')
    await inner
    expect(await keys(store)).toEqual(['inner'])
    await store.close()
  })

  it('[DS1] stays open over awaits between its steps', async () => {
    const store = openDexieStore(newName())
    const steps = async (tx: Parameters<Parameters<DeviceStore['transact']>[1]>[0]) => {
      for (let i = 0; i < 30; i++) {
        await tx.put('settings', {
          key: String(i).padStart(2, '0'),
          value: await Promise.all([i, tx.get('settings', 'x')])
        })
        await null
        await Promise.resolve()
      }
      throw new Error('cut')
    }
    await expect(store.transact('strict', steps)).rejects.toThrow('cut')
    expect(await keys(store)).toEqual([])
    await store.close()
  })

  it('a transaction that waits for something else is over, and what it would write then is told as not saved', async () => {
    const store = openDexieStore(newName())
    const late = store.transact('strict', async (tx) => {
      await tx.get('settings', 'a')
      await new Promise((later) => setTimeout(later, 20))
      await tx.put('settings', { key: 'a', value: null })
    })
    await expect(late).rejects.toBeInstanceOf(StoreTrouble)
    expect(await keys(store)).toEqual([])
    await store.close()
  })

  it('a full disk is told as such, nothing of the item is saved, and what was there stays', async () => {
    const name = newName()
    // A bucket is storage of its own with a quota of its own.
    const { storageBuckets } = navigator as Navigator & { storageBuckets: Buckets }
    const bucket = await storageBuckets.open('small', { quota: 5_000_000 })
    const store = onAnother(bucket.indexedDB, () => openDexieStore(name))
    await put(store, 'a', 1)
    const saving = store.transact('strict', async (tx) => {
      await tx.put('settings', { key: 'a', value: 2 })
      for (let i = 0; i < 20; i++) await tx.put('settings', { key: `big ${i}`, value: new Uint8Array(1_000_000) })
    })
    expect(await troubleOf(saving)).toEqual(['store-full', name, 'mend-store-full'])
    const rows = await store.transact('strict', (tx) => tx.list('settings'))
    expect(rows).toEqual([{ key: 'a', value: 1 }])
    await put(store, 'b')
    await store.close()
  })

  it.each([
    ['with other tables', ['later']],
    ['with the same tables and more', [...Object.keys(KEY_OF), 'later']]
  ])('a database of a later version %s is refused, and left as it is', async (_, tables) => {
    const name = newName()
    ;(await openNative(name, 30, tables)).close()
    const store = openDexieStore(name)
    expect(await troubleOf(put(store, 'a'))).toEqual(['store-newer', name, 'update-program'])
    await store.close()
    expect((await indexedDB.databases()).find((found: { name: string }) => found.name === name)).toEqual({
      name,
      version: 30
    })
    const db = await openNative(name, 30, tables)
    expect([...db.objectStoreNames]).toEqual([...tables].sort())
    db.close()
  })

  it('a later version in another page is let in, and this page says why it saves no more', async () => {
    const name = newName()
    const store = openDexieStore(name)
    await put(store, 'a')
    ;(await openNative(name, 30, ['later'])).close()
    expect(await troubleOf(put(store, 'b'))).toEqual(['store-newer', name, 'update-program'])
    await store.close()
  })

  it('a database deleted meanwhile is missing, and none is made in its place', async () => {
    const name = newName()
    const store = openDexieStore(name)
    await put(store, 'a')
    await Dexie.delete(name)
    expect(await troubleOf(put(store, 'b'))).toEqual(['store-missing', name, 'mend-store-missing'])
    expect(await troubleOf(put(store, 'b'))).toEqual(['store-missing', name, 'mend-store-missing'])
    expect(await Dexie.exists(name)).toBe(false)
    await store.close()
  })

  it('saves nothing after it was closed', async () => {
    const name = newName()
    const store = openDexieStore(name)
    await put(store, 'a')
    await store.close()
    expect(await troubleOf(put(store, 'b'))).toEqual(['store-closed', name, 'mend-store-closed'])
  })

  it.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
    'storage that the browser denies (%s) is told as such, and used once it is to be had',
    async (reason) => {
      const name = newName()
      const store = openDexieStore(name)
      vi.spyOn(console, 'warn').mockReturnValue() // Dexie tells of its retries
      const denied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('denied', reason)
      })
      expect(await troubleOf(put(store, 'a'))).toEqual(['store-unavailable', name, 'mend-store-unavailable'])
      denied.mockRestore()
      await put(store, 'b')
      expect(await keys(store)).toEqual(['b'])
      await store.close()
    }
  )

  it('a browser without IndexedDB is told as such', async () => {
    const name = newName()
    const store = onAnother(undefined, () => openDexieStore(name))
    expect(await troubleOf(put(store, 'a'))).toEqual(['store-unavailable', name, 'mend-store-unavailable'])
  })
})
