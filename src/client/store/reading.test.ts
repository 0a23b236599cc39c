import { beforeEach, expect, it } from 'vitest'
import { ITEM } from './conformance.ts'
import { openMemoryStore } from './memory.ts'
import { Reading } from './reading.ts'
import type { DeviceStore } from './store.ts'

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

const itemsIn = () => reading.read(async (tx) => (await tx.list('items')).length)
const writeItem = () => store.transact('strict', (tx) => tx.put('items', ITEM))

it('several that look at once, and after each other, share one transaction until something has changed', async () => {
  expect(await Promise.all([itemsIn(), itemsIn()])).toEqual([0, 0])
  expect(await itemsIn()).toBe(0)
  expect(transactions).toBe(1)
  await writeItem()
  reading.changed()
  expect(await itemsIn()).toBe(1)
  expect(transactions).toBe(3)
})

it('what began before a change was told is not given to whoever looks after it', async () => {
  const before = itemsIn()
  const written = writeItem().then(() => reading.changed())
  await written
  expect([await before, await itemsIn()]).toEqual([0, 1])
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
