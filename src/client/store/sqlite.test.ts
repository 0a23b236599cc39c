import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { StoreTrouble } from '../errors.ts'
import { deviceStoreContract, ITEM } from './conformance.ts'
import { openSqliteDeviceStore } from './sqlite.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'understory-unit-'))
  folders.push(folder)
  return folder
}
const newFile = () => join(newFolder(), 'device.sqlite')
deviceStoreContract('node:sqlite', () => openSqliteDeviceStore(newFile()))

/** A store, and the connection under it. */
function opened(file = newFile()) {
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
  const store = openSqliteDeviceStore(file)
  const db = exec.mock.contexts[0] as DatabaseSync
  exec.mockRestore()
  return { store, db, file }
}

describe('a device’s store in a SQLite file', () => {
  it('[DS1] what is strict is flushed to disk with its commit', async () => {
    const { store, db } = opened()
    const mode = () => [
      db.prepare('PRAGMA synchronous').get()?.synchronous,
      db.prepare('PRAGMA journal_mode').get()?.journal_mode
    ]
    await store.transact('relaxed', async () => expect(mode()).toEqual([1, 'wal']))
    await store.transact('strict', async () => expect(mode()).toEqual([2, 'wal']))
    await store.close()
  })

  it('[DS1] a process killed right after a promise resolved has lost nothing of it, and half of nothing', async () => {
    const file = newFile()
    const program = `
      import { openSqliteDeviceStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite.ts'))}
      const store = openSqliteDeviceStore(${JSON.stringify(file)})
      const put = (key) => (tx) => tx.put('settings', { key, value: 'x'.repeat(9000) })
      for (let i = 0; i < 20; i++) await store.transact('strict', put('done ' + String(i).padStart(2, '0')))
      void store.transact('strict', async (tx) => { await put('half')(tx); process.kill(process.pid, 'SIGKILL') })`
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
    expect(signal).toBe('SIGKILL')
    const store = openSqliteDeviceStore(file)
    const rows = await store.transact('relaxed', (tx) => tx.list('settings'))
    expect(rows.map(({ key }) => key)).toEqual(
      Array.from({ length: 20 }, (_, i) => `done ${String(i).padStart(2, '0')}`)
    )
    await store.close()
  })

  it('[DS2] what was dropped or replaced is in none of its files after a wipe', async () => {
    const { store, file } = opened()
    const found = (words: string) =>
      readdirSync(join(file, '..')).some((name) => readFileSync(join(file, '..', name)).includes(words))
    await store.transact('strict', async (tx) => {
      await tx.put('settings', { key: 'a', value: 'REPLACED' })
      await tx.put('settings', { key: 'b', value: `DROPPED${'x'.repeat(10_000)}END-OF-IT` })
      await tx.put('settings', { key: 'c', value: 'KEPT' })
    })
    await store.transact('strict', async (tx) => {
      await tx.put('settings', { key: 'a', value: 'new' })
      await tx.drop('settings', 'b')
    })
    await store.scrub()
    expect(['REPLACED', 'DROPPED', 'END-OF-IT', 'KEPT'].map(found)).toEqual([false, false, false, true])
    await store.close()
  })

  it('a full disk is told as such, nothing of the item is saved, and what was there stays', async () => {
    const { store, db, file } = opened()
    await store.transact('strict', (tx) => tx.put('settings', { key: 'a', value: 1 }))
    db.exec(`PRAGMA max_page_count = ${db.prepare('PRAGMA page_count').get()?.page_count}`)
    const saving = store.transact('strict', async (tx) => {
      await tx.put('settings', { key: 'a', value: 2 })
      for (let i = 0; i < 50; i++) await tx.put('items', { ...ITEM, id: String(i).padStart(64, '0'), order: i })
    })
    await expect(saving).rejects.toMatchObject({
      name: 'StoreTrouble',
      code: 'D1',
      file,
      told: { cause: ['store-full', { file }] }
    })
    db.exec('PRAGMA max_page_count = 100000')
    await store.transact('strict', async (tx) => {
      expect([await tx.get('settings', 'a'), await tx.list('items')]).toEqual([{ key: 'a', value: 1 }, []])
      await tx.put('items', ITEM)
    })
    await store.close()
  })

  it('a file that is no store is damaged, and left as it is', () => {
    const file = newFile()
    writeFileSync(file, 'no database, but long enough to be asked whether it is one '.repeat(40))
    const before = readFileSync(file)
    expect(() => openSqliteDeviceStore(file)).toThrow(StoreTrouble)
    try {
      openSqliteDeviceStore(file)
    } catch (cause) {
      expect(cause).toMatchObject({ told: { cause: ['store-damaged', { file }] } })
    }
    expect(readFileSync(file)).toEqual(before)
  })

  it('two programs may have it open; each sees what the other saved', async () => {
    const { store, file } = opened()
    const other = openSqliteDeviceStore(file)
    await other.transact('strict', (tx) => tx.put('settings', { key: 'a', value: 1 }))
    expect(await store.transact('relaxed', (tx) => tx.get('settings', 'a'))).toEqual({ key: 'a', value: 1 })
    await other.close()
    await store.close()
  })
})
