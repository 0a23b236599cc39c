import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { newFolder, removeFolders } from '../examples/folders.ts'
import { chainOf, storeContract } from './conformance.ts'
import { StoreNewer, StoreUnusable } from './errors.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { openSqliteStore } from './sqlite.ts'

afterAll(removeFolders)
const newFile = () => join(newFolder(), 'hub.sqlite')
storeContract('node:sqlite', () => openSqliteStore(newFile()))

function problemOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (cause) {
    return cause instanceof StoreUnusable ? cause.reason : cause
  }
}

async function filled(file: string): Promise<void> {
  const store = openSqliteStore(file)
  const chain = await chainOf(Array.from({ length: 40 }, (_, i) => `text ${i} ${'x'.repeat(500)}`))
  await store.write(async (tx) => {
    for (const segment of chain) {
      for (const fact of segment.facts) await tx.addFact(fact, 'work')
      await tx.addSegment(segment)
    }
  })
  await store.close()
}

describe('a store in a SQLite file', () => {
  it('[HS1] is flushed to disk at every commit, and keeps everything over a close', async () => {
    const file = newFile()
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
    const store = openSqliteStore(file)
    const db = exec.mock.contexts[0] as DatabaseSync
    exec.mockRestore()
    await store.write(async (tx) => {
      await tx.setMeta('a', '1')
      expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
      expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    })
    await store.close()
    const again = openSqliteStore(file)
    expect(await again.read((tx) => tx.meta('a'))).toBe('1')
    await again.close()
  })

  it('[HS1] a process killed right after a commit has lost nothing of it', async () => {
    const file = newFile()
    const program = `
      import { openSqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite.ts'))}
      const store = openSqliteStore(${JSON.stringify(file)})
      await store.write((tx) => tx.setMeta('a', 'kept'))
      void store.write(async (tx) => { await tx.setMeta('a', 'half'); process.kill(process.pid, 'SIGKILL') })`
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
    expect(signal).toBe('SIGKILL')
    const store = openSqliteStore(file)
    expect(await store.read((tx) => tx.meta('a'))).toBe('kept')
    await store.close()
  })

  it('[HS1] a reader of another program sees one state while a writer goes on', async () => {
    const file = newFile()
    const writer = openSqliteStore(file)
    await writer.write((tx) => tx.setMeta('a', '1'))
    const reader = openSqliteStore(file, { readOnly: true })
    await reader.read(async (tx) => {
      expect(await tx.meta('a')).toBe('1')
      await writer.write((other) => other.setMeta('a', '2'))
      expect(await tx.meta('a')).toBe('1')
    })
    expect(await reader.read((tx) => tx.meta('a'))).toBe('2')
    await expect(reader.write((tx) => tx.setMeta('a', '3'))).rejects.toMatchObject({ reason: 'no-rights' })
    await reader.close()
    await writer.close()
  })

  it('[HS6] leaves no erased text in any of its files, or says that a reader still holds it', async () => {
    const folder = newFolder()
    const file = join(folder, 'hub.sqlite')
    const store = openSqliteStore(file)
    const [segment] = await chainOf(['QUITE-UNMISTAKABLE'])
    await store.write((tx) => tx.addFact(segment!.facts[0]!, 'work'))
    const reader = openSqliteStore(file, { readOnly: true })
    const found = () =>
      readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes('QUITE-UNMISTAKABLE'))
    await reader.read(async (tx) => {
      await tx.fact(segment!.ids[0]!)
      await store.write((other) => other.eraseFact(segment!.ids[0]!))
      expect([await store.scrub(), found()]).toEqual([false, true])
    })
    expect([await store.scrub(), found()]).toEqual([true, false])
    await reader.close()
    await store.close()
  })

  it('a store of a later version is refused and left as it is', async () => {
    const file = newFile()
    await openSqliteStore(file).close()
    const db = new DatabaseSync(file)
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}; PRAGMA journal_mode = DELETE`)
    db.close()
    const before = readFileSync(file)
    expect(() => openSqliteStore(file)).toThrow(StoreNewer)
    expect(() => openSqliteStore(file, { readOnly: true })).toThrow(StoreNewer)
    expect(readFileSync(file)).toEqual(before)
  })

  it('bytes that are no database, and a database of others, are damaged and left as they are', () => {
    const [noise, foreign] = [newFile(), newFile()]
    writeFileSync(
      noise,
      'no database, and longer than a header of one, by all of these words and a hundred zeros '.repeat(20)
    )
    const db = new DatabaseSync(foreign)
    db.exec('CREATE TABLE recipes (name TEXT)')
    db.close()
    const before = [noise, foreign].map((file) => readFileSync(file))
    expect([noise, foreign].map((file) => problemOf(() => openSqliteStore(file)))).toEqual(['damaged', 'damaged'])
    expect([noise, foreign].map((file) => readFileSync(file))).toEqual(before)
  })

  it('a file that was cut short is damaged, at the latest where the hole is', async () => {
    const file = newFile()
    await filled(file)
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096)
    const read = async () => {
      const store = openSqliteStore(file)
      try {
        await store.read(async (tx) => {
          for (const hash of await tx.allSegments()) await tx.segment(hash)
        })
      } finally {
        await store.close()
      }
    }
    await expect(read()).rejects.toMatchObject({ name: 'StoreUnusable', reason: 'damaged' })
  })

  it('a folder that is not there, or a folder in the place of the file, cannot be opened', () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'taken'))
    expect(problemOf(() => openSqliteStore(join(folder, 'none', 'hub.sqlite')))).toBe('missing')
    expect(problemOf(() => openSqliteStore(join(folder, 'none.sqlite'), { readOnly: true }))).toBe('missing')
    expect(problemOf(() => openSqliteStore(join(folder, 'taken')))).toBe('no-rights')
  })

  it.skipIf(process.getuid?.() === 0)(
    'a file that may not be written says so (skipped as root, who may write all)',
    async () => {
      const file = newFile()
      await filled(file)
      chmodSync(file, 0o400)
      expect(problemOf(() => openSqliteStore(file))).toBe('no-rights')
    }
  )

  it('a full disk fails the transaction whole, and what was there stays', async () => {
    const file = newFile()
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
    const store = openSqliteStore(file)
    const db = exec.mock.contexts[0] as DatabaseSync
    exec.mockRestore()
    await store.write((tx) => tx.setMeta('a', '1'))
    // What a full disk is to SQLite: no page more.
    const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count)
    db.exec(`PRAGMA max_page_count = ${pages}`)
    const grow = store.write(async (tx) => {
      await tx.setMeta('a', '2')
      await tx.addDocumentUpdate('notes/en', new Uint8Array(100_000))
    })
    await expect(grow).rejects.toMatchObject({ name: 'StoreUnusable', reason: 'full', file })
    db.exec('PRAGMA max_page_count = 1000000')
    expect(await store.read((tx) => tx.meta('a'))).toBe('1')
    await store.write((tx) => tx.setMeta('a', '3'))
    expect(await store.read((tx) => tx.meta('a'))).toBe('3')
    await store.close()
  })

  it('another program that writes for long makes it busy', async () => {
    const file = newFile()
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
    const store = openSqliteStore(file)
    const db = exec.mock.contexts[0] as DatabaseSync
    exec.mockRestore()
    db.exec('PRAGMA busy_timeout = 0')
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.write((tx) => tx.setMeta('a', '1'))).rejects.toMatchObject({ reason: 'busy' })
    other.exec('COMMIT')
    other.close()
    await store.write((tx) => tx.setMeta('a', '1'))
    await store.close()
  })
})
