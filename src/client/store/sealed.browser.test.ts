import { expect, it } from 'vitest'
import { boxOf } from '../profiles/box.ts'
import { deviceStoreContract } from './conformance.ts'
import { openDexieStore } from './dexie.ts'
import { convertStore, sealedStore } from './sealed.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const box = boxOf(random(32), random)

let count = 0
const newName = () => `sealed-${count++}`
deviceStoreContract('Dexie, sealed', () => {
  const name = newName()
  return sealedStore(openDexieStore(name), name, box)
})

it('[PF5] a database in use for long is converted in place, and nothing of it is in the clear', async () => {
  const name = newName()
  const store = openDexieStore(name)
  const put = (at: number) => ({ batch: 'b'.repeat(64), place: at, value: { text: `habari ${at}` }, saved: at })
  await store.transact('strict', async (tx) => {
    for (let at = 0; at < 500; at++) await tx.put('drafts', put(at))
  })
  await convertStore(store, name, box, 'seal')
  const lying = await store.transact('relaxed', (tx) => tx.list('drafts'))
  expect(lying.map((row) => Object.keys(row).sort().join())).toEqual(Array(500).fill('batch,place,sealed'))
  const opened = await sealedStore(store, name, box).transact('relaxed', (tx) => tx.list('drafts'))
  expect(opened.map(({ value }) => value.text)).toEqual(opened.map((_, at) => `habari ${at}`))
  await store.close()
})
