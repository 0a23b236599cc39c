import { expect, it } from 'vitest'
import { boxOf } from '../profiles/box.ts'
import { deviceStoreContract } from './conformance.ts'
import { openMemoryStore } from './memory.ts'
import { type Box, sealedStore } from './sealed.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const newBox = (): Box => boxOf(random(32), random)
const NAME = `understory-${'a'.repeat(64)}`
const setting = (key: string, value: unknown) => ({ key, value })

deviceStoreContract('memory, sealed', () => sealedStore(openMemoryStore(), NAME, newBox()))

it('[PF3] rows lie sealed, and rows from before are read beside them', async () => {
  const under = openMemoryStore()
  await under.transact('strict', (tx) => tx.put('settings', setting('before', 'clear')))
  const store = sealedStore(under, NAME, newBox())
  await store.transact('strict', (tx) => tx.put('settings', setting('later', 'hidden')))
  const lying = await under.transact('relaxed', (tx) => tx.list('settings'))
  expect(lying.map((row) => Object.keys(row))).toEqual([
    ['key', 'value'],
    ['key', 'sealed']
  ])
  expect(await store.transact('relaxed', (tx) => tx.list('settings'))).toEqual([
    setting('before', 'clear'),
    setting('later', 'hidden')
  ])
})

it('[PF3] a sealed row opens under its own key, in its own place, and nowhere else', async () => {
  const under = openMemoryStore()
  const box = newBox()
  const store = sealedStore(under, NAME, box)
  await store.transact('strict', (tx) => tx.put('settings', setting('name', 'Ada')))
  const [row] = (await under.transact('relaxed', (tx) => tx.list('settings'))) as [object]
  const read = (name: string, other: Box | undefined, key = 'name') =>
    sealedStore(under, name, other)
      .transact('relaxed', (tx) => tx.get('settings', key))
      .then(
        (found) => found?.value,
        (cause) => cause.told.cause[0]
      )
  await under.transact('strict', (tx) => tx.put('settings', { ...row, key: 'title' } as never))
  expect(await read(NAME, box)).toBe('Ada')
  expect(await read(NAME, box, 'title')).toBe('store-damaged')
  expect(await read(`understory-${'b'.repeat(64)}`, box)).toBe('store-damaged')
  expect(await read(NAME, newBox())).toBe('store-damaged')
  expect(await read(NAME, undefined)).toBe('store-sealed')
})
