import { beforeEach, describe, expect, it } from 'vitest'
import { deviceStoreContract, ITEM } from './conformance.ts'
import { openMemoryStore } from './memory.ts'
import { rememberingStore } from './remembering.ts'
import type { DeviceStore } from './store.ts'

deviceStoreContract('a store that remembers, on memory', () => rememberingStore(openMemoryStore()))

describe('a store that remembers', () => {
  let under: DeviceStore
  let store: DeviceStore
  let lists: number

  beforeEach(() => {
    under = openMemoryStore()
    lists = 0
    const counting: DeviceStore['transact'] = (durability, work) =>
      under.transact(durability, (tx) =>
        work({
          ...tx,
          list: (table, prefix) => {
            lists += 1
            return tx.list(table, prefix)
          }
        })
      )
    store = rememberingStore({ ...under, transact: counting })
  })

  const orders = (of = store, prefix?: string) =>
    of.transact('relaxed', async (tx) => (await tx.list('items', prefix)).map(({ order }) => order))
  const putItem = (by: DeviceStore, order: number) =>
    by.transact('strict', (tx) => tx.put('items', { ...ITEM, id: String(order).padStart(64, '0'), order }))

  it('reads a table once, whatever it writes itself', async () => {
    await putItem(under, 2)
    expect(await orders()).toEqual([2])
    await putItem(store, 1)
    await store.transact('strict', (tx) => tx.drop('items', String(2).padStart(64, '0')))
    await store.transact('strict', (tx) => tx.put('settings', { key: 'a', value: 1 }))
    expect(await orders()).toEqual([1])
    expect(await orders(store, '1')).toEqual([])
    expect(lists).toBe(1)
  })

  it('sees what another program has written, also between two of its own', async () => {
    await orders()
    await putItem(under, 1)
    expect(await orders()).toEqual([1])
    await putItem(under, 2)
    await putItem(store, 3)
    expect(await orders()).toEqual([1, 2, 3])
  })

  it('within a transaction sees what that has put, and nothing of one that fails', async () => {
    await orders()
    const cut = store.transact('strict', async (tx) => {
      await tx.put('items', ITEM)
      expect(await tx.list('items')).toHaveLength(1)
      expect(await tx.get('items', ITEM.id)).toEqual(ITEM)
      await tx.drop('items', ITEM.id)
      expect(await tx.get('items', ITEM.id)).toBeUndefined()
      throw new Error('cut')
    })
    await expect(cut).rejects.toThrow('cut')
    expect(await orders()).toEqual([])
  })
})
