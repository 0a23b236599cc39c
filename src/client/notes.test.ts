import { expect, it } from 'vitest'
import { Notes } from './notes.ts'
import { openMemoryStore } from './store/memory.ts'
import type { DeviceStore } from './store/store.ts'

it('notes that cannot be saved tell it once, so that two windows on a full disk do not wake each other for ever', async () => {
  const store = openMemoryStore()
  let isFull = false
  const fragile: DeviceStore = {
    ...store,
    transact: (durability, work) =>
      isFull && durability === 'strict' ? Promise.reject(new Error('full')) : store.transact(durability, work)
  }
  let told = 0
  const notes = await Notes.open(fragile, 'sw', () => (told += 1))
  isFull = true
  notes.text.insert(0, 'Habari')
  await expect(notes.saved()).rejects.toThrow('full')
  const before = told
  for (let turn = 0; turn < 3; turn++) notes.refresh()
  await expect(notes.saved()).rejects.toThrow('full')
  expect([told, notes.trouble]).toEqual([before, expect.any(Error)])
  isFull = false
  await notes.saved()
  expect([told, notes.trouble, notes.safe]).toEqual([before + 1, undefined, true])
})
