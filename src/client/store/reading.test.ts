import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { ITEM } from './conformance.ts'
import { openMemoryStore } from './memory.ts'
import { Reading } from './reading.ts'
import type { DeviceStore, ReadTx, Table } from './store.ts'

let store: DeviceStore
let transactions: number
let fails: boolean
let reading: Reading

beforeEach(() => {
  const memory = openMemoryStore()
  transactions = 0
  fails = false
  store = {
    ...memory,
    transact: (durability, work) => {
      transactions += 1
      return fails ? Promise.reject(new Error('gone')) : memory.transact(durability, work)
    }
  }
  reading = new Reading(store)
})

/** The same store, which tells of each list that is asked of it. */
const noting = (heard: (table: Table, prefix: string | undefined) => void): DeviceStore => ({
  ...store,
  transact: (durability, work) =>
    store.transact(durability, (tx) =>
      work({
        ...tx,
        list: (table, prefix) => {
          heard(table, prefix)
          return tx.list(table, prefix)
        }
      })
    )
})
const itemsIn = () => reading.read(async (tx) => (await tx.list('items')).length)
const writeItem = () => store.transact('strict', (tx) => tx.put('items', ITEM))

it('several that look at once, and after each other, share one look and one reading until something has changed', async () => {
  expect(await Promise.all([itemsIn(), itemsIn()])).toEqual([0, 0])
  expect(await itemsIn()).toBe(0)
  expect(transactions).toBe(2)
  await writeItem()
  reading.changed()
  expect(await itemsIn()).toBe(1)
  expect(transactions).toBe(5)
})

it('what began before a change was told is not given to whoever looks after it', async () => {
  const before = reading.read(keysOf)
  const written = putSetting(store, 'a').then(() => reading.changed())
  await written
  expect([await before, await reading.read(keysOf)]).toEqual([[], ['a']])
})

it('whoever asks for a few rows does not wait for the whole table', async () => {
  await writeItem()
  const asked: string[] = []
  reading = new Reading(noting((table, prefix) => asked.push(`${table} ${prefix}`)))
  const few = (rows: ReadTx) => Promise.all([rows.get('items', ITEM.id), rows.list('items', ITEM.id.slice(0, 9))])
  expect(await reading.read(few)).toEqual([ITEM, [ITEM]])
  expect(asked).toEqual(['settings undefined', 'drafts undefined', `items ${ITEM.id.slice(0, 9)}`])
  expect(await reading.read((rows) => rows.list('items'))).toEqual([ITEM])
  expect(await reading.read(few)).toEqual([ITEM, [ITEM]])
  expect(asked.slice(3)).toEqual(['items undefined'])
})

it('what reads two tables while somebody writes between gets both as they were at one time', async () => {
  let writes = 1
  const both = async (rows: ReadTx) => {
    const keys = await keysOf(rows)
    if (writes-- > 0) {
      await writeItem()
      await putSetting(store, 'a')
    }
    return [keys, (await rows.list('items')).length]
  }
  expect(await reading.read(both)).toEqual([['a'], 1])
  expect(await reading.view(both)).toEqual([['a'], 1])
})

it('a view that failed is made anew by the next', async () => {
  const count = async (rows: ReadTx) => (await rows.list('items')).length
  await reading.read(keysOf)
  fails = true
  await expect(reading.view(count)).rejects.toThrow('gone')
  fails = false
  expect(await reading.view(count)).toBe(0)
})

it('a reading that failed is tried anew by the next', async () => {
  fails = true
  await expect(itemsIn()).rejects.toThrow('gone')
  fails = false
  expect(await itemsIn()).toBe(0)
})

it('gives rows by key and by prefix as a transaction does, and a list that may be sorted', async () => {
  await store.transact('strict', async (tx) => {
    for (const key of ['b', 'a1', 'a2']) await tx.put('settings', { key, value: key })
  })
  await reading.read(async (tx) => {
    expect(await tx.get('settings', 'a1')).toEqual({ key: 'a1', value: 'a1' })
    expect(await tx.get('settings', 'c')).toBeUndefined()
    const listed = await tx.list('settings', 'a')
    expect(listed.map(({ key }) => key)).toEqual(['a1', 'a2'])
    listed.reverse()
    expect((await tx.list('settings', 'a')).map(({ key }) => key)).toEqual(['a1', 'a2'])
  })
})

const putSetting = (by: Pick<DeviceStore, 'transact'>, key: string, value: unknown = null) =>
  by.transact('relaxed', (tx) => tx.put('settings', { key, value }))
const keysOf = (rows: ReadTx) => rows.list('settings').then((found) => found.map(({ key }) => key))

it('what is written by way of it is known without reading anew', async () => {
  await reading.read(keysOf)
  await putSetting(reading.store, 'b')
  await putSetting(reading.store, 'a')
  await reading.store.transact('strict', (tx) => tx.drop('settings', 'b'))
  const before = transactions
  expect(await reading.read(keysOf)).toEqual(['a'])
  expect(transactions).toBe(before)
})

it('what was written before it was first read, or while it is, is in it', async () => {
  await putSetting(reading.store, 'a')
  const [found] = await Promise.all([reading.read(keysOf), putSetting(reading.store, 'b')])
  expect(found).toContain('a')
  expect(await reading.read(keysOf)).toEqual(['a', 'b'])
})

it('another that has written between is noticed, whether it told of it or not', async () => {
  await reading.read(keysOf)
  await putSetting(store, 'theirs')
  expect(await reading.read(keysOf)).toEqual([])
  await putSetting(reading.store, 'ours')
  expect(await reading.read(keysOf)).toEqual(['ours', 'theirs'])
})

it('a doubt costs one look, and what has not changed is not read again', async () => {
  let lists = 0
  reading = new Reading(noting(() => (lists += 1)))
  const both = async (rows: ReadTx) => [await keysOf(rows), (await rows.list('items')).length]
  await reading.read(both)
  const once = lists
  reading.changed()
  await reading.read(both)
  await reading.store.transact('relaxed', (tx) => tx.list('items'))
  expect(lists).toBe(once)
  reading.forget()
  await reading.read(both)
  expect(lists).toBe(2 * once)
})

/** What is strict is committed, and resolves once it is `copied`. */
function copiedLate(under: DeviceStore) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const copying: DeviceStore = {
    ...under,
    async transact(durability, work) {
      const result = await under.transact(durability, work)
      if (durability === 'strict') await promise
      return result
    }
  }
  return { copying, copied: resolve }
}

it('what is committed here and not in its second copy yet is not read anew by whoever looks meanwhile', async () => {
  let lists = 0
  const under = noting(() => (lists += 1))
  const { copying, copied } = copiedLate(under)
  reading = new Reading(copying)
  await reading.read(keysOf)
  const once = lists
  const written = reading.store.transact('strict', (tx) => tx.put('settings', { key: 'a', value: null }))
  await expect.poll(() => under.transact('relaxed', (tx) => tx.get('settings', 'a'))).toBeDefined()
  reading.changed()
  const looked = reading.read(keysOf)
  await new Promise(setImmediate)
  copied()
  await written
  expect([await looked, lists]).toEqual([['a'], once])
})

it('what another has written beside it is read anew all the same', async () => {
  const { copying, copied } = copiedLate(store)
  reading = new Reading(copying)
  await reading.read(keysOf)
  await putSetting(store, 'theirs')
  const written = reading.store.transact('strict', (tx) => tx.put('settings', { key: 'ours', value: null }))
  reading.changed()
  const looked = reading.read(keysOf)
  await new Promise(setImmediate)
  copied()
  await written
  expect(await looked).toEqual(['ours', 'theirs'])
})

it('a transaction that lists finds what it has just put', async () => {
  await reading.read(keysOf)
  const found = await reading.store.transact('strict', async (tx) => {
    await tx.put('settings', { key: 'a', value: 1 })
    return keysOf(tx)
  })
  expect(found).toEqual(['a'])
})

it('of a transaction that fails it knows nothing', async () => {
  await reading.read(keysOf)
  const cut = reading.store.transact('strict', async (tx) => {
    await tx.put('settings', { key: 'a', value: 1 })
    throw new Error('cut')
  })
  await expect(cut).rejects.toThrow('cut')
  expect(await reading.read(keysOf)).toEqual([])
})

it('a view is made once for as long as nothing changes', async () => {
  let made = 0
  const count = async (rows: ReadTx) => {
    made += 1
    return (await rows.list('settings')).length
  }
  expect([await reading.view(count), await reading.view(count)]).toEqual([0, 0])
  await putSetting(reading.store, 'a')
  expect([await reading.view(count), made]).toEqual([1, 2])
})

it('a view is made anew only if a table that it read has changed', async () => {
  let made = 0
  const keys = async (rows: ReadTx) => {
    made += 1
    return keysOf(rows)
  }
  expect(await reading.view(keys)).toEqual([])
  await reading.store.transact('strict', (tx) => tx.put('items', ITEM))
  expect([await reading.view(keys), made]).toEqual([[], 1])
  await putSetting(reading.store, 'a')
  expect([await reading.view(keys), made]).toEqual([['a'], 2])
})

it('a view that asks for the revision is made anew after each change', async () => {
  const revision = (rows: ReadTx) => rows.revision()
  const before = await reading.view(revision)
  await reading.store.transact('strict', (tx) => tx.put('items', ITEM))
  expect(await reading.view(revision)).toBe(before + 1)
})

/** In two tables the same is written each time, and so the same is found. */
const pairsOf = async (rows: ReadTx) => ({
  settings: (await rows.list('settings')).map(({ key, value }) => [key, value]),
  batches: (await rows.list('batches')).map(({ id, until }) => [id, until])
})
const agrees = ({ settings, batches }: Awaited<ReturnType<typeof pairsOf>>) => expect(settings).toEqual(batches)

it('whoever writes and whoever looks, each sees what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ by: fc.nat(2), key: fc.constantFrom('a', 'b', 'c', 'd'), drop: fc.boolean(), now: fc.boolean() })
      ),
      async (deeds) => {
        const under = openMemoryStore()
        const readings = [new Reading(under), new Reading(under)]
        const late: Promise<unknown>[] = []
        for (const { by, key, drop, now } of deeds) {
          const writer = readings[by]?.store ?? under
          const written = writer.transact('relaxed', async (tx) => {
            const row = { key, value: late.length }
            const batch = { id: key, document: '', until: late.length, segment: new Uint8Array() }
            if (drop) await tx.drop('batches', key)
            else await tx.put('batches', batch)
            await (drop ? tx.drop('settings', key) : tx.put('settings', row))
          })
          late.push(written)
          for (const each of readings) late.push(each.read(keysOf), each.view(pairsOf).then(agrees))
          if (!now) continue
          await Promise.all(late)
          for (const each of readings) {
            each.changed()
            const there = await under.transact('relaxed', (tx) => tx.list('settings'))
            expect(await each.read((rows) => rows.list('settings'))).toEqual(there)
          }
        }
      }
    ),
    { numRuns: 150 }
  )
})
