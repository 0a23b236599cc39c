import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hashOf } from '../../core/hash.ts'
import { newFolder, removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { StoreUnusable } from '../store/errors.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import { FOLLOWING, type FollowingTable } from '../store/tables.ts'
import { checkStore } from './check.ts'

afterAll(removeFolders)

const PAGE = 4096

type CutOff = {
  readonly file: string
  readonly log: readonly string[]
  readonly founded: number
  readonly size: number
}

/**
 * A store as it lies on a disk when the power goes, with a write-ahead log of which `founded` bytes made tables and project.
 */
async function cutOff(): Promise<CutOff> {
  const world = await World.begin()
  const founded = statSync(`${world.file}-wal`).size
  await world.import(['a', 'b'].map((id) => treeLine(id, { replies: 2 })).join(''))
  const hand = await world.member(10)
  for (const { task } of await world.borrow(hand, 'assistant_reply', 4))
    await world.take(await hand.seals(hand.writing('assistant_reply', task, 'Moss. '.repeat(40))))
  const log = await world.store.read((tx) => tx.allSegments())
  const file = join(newFolder(), 'hub.sqlite')
  for (const part of ['', '-wal']) copyFileSync(world.file + part, file + part)
  await world.store.close()
  return { file, log, founded, size: statSync(`${file}-wal`).size }
}

function copyOf(file: string): string {
  const copy = join(newFolder(), 'hub.sqlite')
  for (const part of ['', '-wal'])
    if (statSync(file + part, { throwIfNoEntry: false })) copyFileSync(file + part, copy + part)
  return copy
}

/** What a check says, and the hash of all rows that it looked at. */
async function looked(file: string): Promise<{ told: boolean; log: readonly string[]; rows: string }> {
  const faults: string[] = []
  try {
    const store = openSqliteStore(file, { readOnly: true })
    try {
      await checkStore(store, file, ({ fault }) => void faults.push(fault))
      return await store.read(async (tx) => {
        const rows: unknown[] = []
        for await (const row of tx.segmentRows()) rows.push(row)
        for await (const row of tx.factRows()) rows.push(row)
        for await (const row of tx.receiptRows()) rows.push(row)
        for (const table of Object.keys(FOLLOWING) as FollowingTable[])
          for await (const row of tx.rowsOf(table)) rows.push([table, row])
        return { told: faults.length > 0, log: await tx.allSegments(), rows: hashOf('rows', JSON.stringify(rows)) }
      })
    } finally {
      await store.close()
    }
  } catch (cause) {
    if (!(cause instanceof StoreUnusable) && faults.length === 0) throw cause
    return { told: true, log: [], rows: '' }
  }
}

describe('a torn write', { timeout: 60_000 }, () => {
  it('[HS10] of any page is told by a check, unless nothing lay on it', async () => {
    const { file } = await cutOff()
    await openSqliteStore(file).close() // carries the log over
    const whole = readFileSync(file)
    const before = await looked(file)
    expect(before.told).toBe(false)
    const silent: number[] = []
    for (let page = 0; page < whole.byteLength / PAGE; page++) {
      const copy = join(newFolder(), 'hub.sqlite')
      const torn = new Uint8Array(whole)
      // Its second half is that of another page; or all of it is rubbish.
      const other = ((page + 7) % (whole.byteLength / PAGE)) * PAGE
      if (page % 2 === 0) torn.set(whole.subarray(other + PAGE / 2, other + PAGE), page * PAGE + PAGE / 2)
      else torn.fill(0x5a, page * PAGE, (page + 1) * PAGE)
      writeFileSync(copy, torn)
      const { told, rows } = await looked(copy)
      if (!told && rows !== before.rows) silent.push(page)
    }
    expect(silent).toEqual([])
  })

  it('[HS1] of the log costs what came last: the store is as it was some commits before, and a check finds it well', async () => {
    const cut = await cutOff()
    const held = new Set<number>()
    for (const copy of cutShort(cut, 12)) {
      const { told, log } = await looked(copy)
      expect([told, log]).toEqual([false, cut.log.slice(0, log.length)])
      held.add(log.length)
    }
    expect(held.size).toBeGreaterThan(3)
  })
})

/** Copies whose logs end sooner and sooner, mostly in the midst of a page. */
function* cutShort({ file, founded, size }: CutOff, copies: number): Generator<string> {
  for (let part = copies - 1; part >= 0; part--) {
    const copy = copyOf(file)
    truncateSync(`${copy}-wal`, founded + Math.floor(((size - founded) * part) / copies))
    yield copy
  }
}
