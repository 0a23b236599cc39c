import { expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { boxOf } from '../profiles/box.ts'
import { deviceStoreContract } from './conformance.ts'
import { openMemoryStore } from './memory.ts'
import { type Box, sealedStore } from './sealed.ts'
import type { StoreTx } from './store.ts'

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
  const rows = [setting('before', 'clear'), setting('later', 'hidden')]
  expect(await store.transact('relaxed', (tx) => tx.list('settings'))).toEqual(rows)
  const encoded = await store.transact('relaxed', (tx) => tx.listEncoded('settings'))
  expect(encoded).toEqual(rows.map((row) => ({ key: row.key, bytes: encodeCbor(row) })))
})

it('[PF3] a sealed row opens under its own key, in its own place, and nowhere else', async () => {
  const under = openMemoryStore()
  const box = newBox()
  const store = sealedStore(under, NAME, box)
  await store.transact('strict', (tx) => tx.put('settings', setting('name', 'Ada')))
  const [row] = (await under.transact('relaxed', (tx) => tx.list('settings'))) as [object]
  const asked = <T>(name: string, other: Box | undefined, work: (tx: StoreTx) => Promise<T>) =>
    sealedStore(under, name, other)
      .transact('relaxed', work)
      .catch((cause) => cause.told.cause[0])
  const read = (name: string, other: Box | undefined, key = 'name') =>
    asked(name, other, async (tx) => (await tx.get('settings', key))?.value)
  const readEncoded = (other: Box | undefined) => asked(NAME, other, (tx) => tx.listEncoded('settings'))
  expect(await readEncoded(box)).toEqual([{ key: 'name', bytes: encodeCbor(setting('name', 'Ada')) }])
  expect([await readEncoded(newBox()), await readEncoded(undefined)]).toEqual(['store-damaged', 'store-sealed'])
  await under.transact('strict', (tx) => tx.put('settings', { ...row, key: 'title' } as never))
  expect(await read(NAME, box)).toBe('Ada')
  expect(await read(NAME, box, 'title')).toBe('store-damaged')
  expect(await read(`understory-${'b'.repeat(64)}`, box)).toBe('store-damaged')
  expect(await read(NAME, newBox())).toBe('store-damaged')
  expect(await read(NAME, undefined)).toBe('store-sealed')
})
