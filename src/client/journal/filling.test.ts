import { describe, expect, it } from 'vitest'
import { manualSystem } from '../../sync/manual-system.ts'
import { getSetting, setSetting } from '../settings.ts'
import {
  aComputer,
  contentOf,
  draftOf,
  inJournal,
  itemOf,
  KEY,
  NAME,
  put,
  rows,
  setting,
  works
} from './examples/computer.ts'
import { writeChanges } from './records.ts'

describe('a journal that says less than its store', () => {
  it('[JN7] nobody waits for a journal that begins beside a full store; cut off, it is what it says, and goes on', async () => {
    const computer = aComputer()
    await put(computer.store, async (tx) => {
      await setSetting(tx, 'device', KEY.device)
      for (let n = 0; n < 2000; n++) await tx.put('items', itemOf(n))
    })
    const items = (all: object) => Object.keys(all).filter((name) => name.startsWith('items/'))
    const { store } = computer.starts()
    await put(store, (tx) => tx.put('items', itemOf(3000)))
    const first = await inJournal(computer)
    expect(items(first)).toEqual([`items/${itemOf(3000).id}`])
    expect(first['settings/device']).toMatchObject({ value: KEY.device })
    computer.system.pass(1000)
    for (let n = 0; n < 20; n++) {
      computer.system.pass(30)
      await new Promise(setImmediate)
    }
    const cut = await inJournal(computer)
    expect(items(cut).length).toBeGreaterThan(200)
    expect(items(cut).length).toBeLessThan(2000)
    // The store is lost there and then.
    const lost = aComputer()
    await lost.journals.append(NAME, await computer.journals.read(NAME))
    expect(items(await rows(lost.starts().store))).toEqual(items(cut).sort())
    // Or the program begins anew.
    computer.system = manualSystem()
    const again = computer.starts().store
    await setting(again, 'mended')
    computer.system.pass(15_000)
    await expect.poll(() => inJournalLater(computer, 100), { interval: 1, timeout: 5000 }).toEqual(await rows(again))
    expect(await setting(again, 'mended')).toBeUndefined()
    await again.close()
  })

  it('[JN7] where the journal is behind nobody waits for its rows: what was done is in it soon, the rest bit by bit', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const { id } = itemOf(5)
    await put(computer.store, async (tx) => {
      for (let n = 0; n < 200; n++) await tx.put('settings', { key: `many ${n}`, value: n })
      await tx.put('items', itemOf(5))
      await setSetting(tx, 'journal', ((await getSetting(tx, 'journal')) ?? 0) + 1)
    })
    const { store } = computer.starts()
    await setting(store, 'mended')
    const lack = async () =>
      200 - Object.keys(await inJournal(computer)).filter((name) => name.includes('/many ')).length
    computer.system.pass(900)
    expect(Object.keys(await inJournal(computer))).not.toContain(`items/${id}`)
    computer.system.pass(100)
    await expect.poll(async () => Object.keys(await inJournal(computer))).toContain(`items/${id}`)
    expect(await lack()).toBe(200)
    computer.system.pass(15_000)
    await expect.poll(() => computer.system.waiting).toBe(1)
    // What is done meanwhile goes before, and stands.
    await put(store, (tx) => tx.put('settings', { key: 'many 7', value: 'newer' }))
    expect(await lack()).toBe(199)
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(await rows(store))
    await store.close()
  })

  it('[JN6] a journal that fails while it is filled is left alone, and written anew once it can be', async () => {
    const computer = aComputer()
    await put(computer.store, async (tx) => {
      for (let n = 0; n < 1000; n++) await tx.put('items', itemOf(n))
    })
    const { append } = computer.journals
    let appends = 0
    computer.journals.append = async (name, bytes) => {
      appends += 1
      if (appends > 2) throw new Error('the disk is full')
      await append(name, bytes)
    }
    const { store } = computer.starts()
    await setting(store, 'mended')
    computer.system.pass(1000)
    for (let n = 0; n < 200; n++) {
      computer.system.pass(30)
      await new Promise(setImmediate)
    }
    expect(appends).toBe(3)
    computer.journals.append = append
    computer.system.pass(10_000)
    await put(store, (tx) => tx.put('items', itemOf(2000)))
    expect(await inJournal(computer)).toEqual(await rows(store))
    await store.close()
  })

  it('[JN7] while somebody waits for what was finished to be on disk, no rows are looked through', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    await put(computer.store, async (tx) => {
      for (let n = 0; n < 200; n++) await tx.put('settings', { key: `many ${n}`, value: n })
    })
    const { append } = computer.journals
    const disk = Promise.withResolvers<void>()
    computer.journals.append = (name, bytes) => disk.promise.then(() => append(name, bytes))
    const { store } = computer.starts()
    await setting(store, 'mended')
    computer.system.pass(15_000)
    await expect.poll(() => computer.system.waiting).toBe(1)
    const finished = put(store, (tx) => tx.put('items', itemOf(5)))
    await expect.poll(() => computer.system.waiting).toBe(2)
    for (let n = 0; n < 20; n++) {
      computer.system.pass(30)
      await new Promise(setImmediate)
    }
    expect(computer.system.waiting).toBe(2)
    disk.resolve()
    await finished
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(await rows(store))
    await store.close()
  })

  it('[JN7] a journal that is as far and lacks rows, as of two windows one could not write, is given them soon', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const all = await rows(computer.store)
    const seq = (await setting(computer.store, 'journal')) ?? 0
    const kept = Object.entries(all).filter(([name]) => !name.startsWith('items/'))
    const changes = kept.map(([name, row]) => {
      const [table, ...key] = name.split('/')
      return { seq, table: table as 'tasks', key: key.join('/'), row }
    })
    const gone = { seq, table: 'drafts' as const, key: 'dropped meanwhile', row: draftOf(3, 'no more') }
    await computer.journals.replace(NAME, writeChanges([...changes, gone]))
    const { store } = computer.starts()
    expect(await setting(store, 'mended')).toBeUndefined()
    expect(Object.keys(await inJournal(computer)).some((name) => name.startsWith('items/'))).toBe(false)
    computer.system.pass(15_000)
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(all)
    await store.close()
  })

  it('[JN9] what is erased while such a journal is looked through does not come back with what it lacks', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const erased = itemOf(9, [contentOf('to be forgotten')])
    await put(computer.store, async (tx) => {
      await tx.put('items', erased)
      for (let n = 0; n < 200; n++) await tx.put('settings', { key: `many ${n}`, value: n })
    })
    const { store } = computer.starts()
    await setting(store, 'mended')
    computer.system.pass(15_000)
    // Until it pauses.
    await expect.poll(() => computer.system.waiting).toBe(1)
    await put(store, (tx) => tx.drop('items', erased.id))
    await store.scrub()
    const stillLooking = async () => {
      computer.system.pass(1000)
      await new Promise(setImmediate)
      return computer.system.waiting
    }
    await expect.poll(stillLooking).toBe(0)
    await store.close()
    expect(new TextDecoder().decode(await computer.journals.read(NAME))).not.toContain('to be forgotten')
    expect(await inJournal(computer)).toEqual(await rows(computer.store))
  })
})

/** It pauses between. */
function inJournalLater(computer: ReturnType<typeof aComputer>, ms: number) {
  computer.system.pass(ms)
  return inJournal(computer)
}
