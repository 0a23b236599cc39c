import { expect, it } from 'vitest'
import { agreement } from './agreement.ts'
import { aComputer, draftOf, itemOf, NAME, put, works } from './examples/computer.ts'

const standing = async (computer: ReturnType<typeof aComputer>) =>
  agreement(computer.store, () => computer.journals.read(NAME))

it('[JN5] a store and its journal agree in what is finished, also while a draft has not reached the journal', async () => {
  const computer = aComputer()
  const store = await works(computer)
  await store.transact('relaxed', (tx) => tx.put('drafts', draftOf(3, 'half a sentence')))
  const { items } = await standing(computer)
  expect(items).toBeGreaterThan(1)
  expect(await standing(computer)).toEqual({ items, missing: 0, damaged: false })
  await store.close()
})

it('each finished item that the journal lacks or has otherwise is counted', async () => {
  const computer = aComputer()
  const store = await works(computer)
  const { items } = await standing(computer)
  // Beside the journal, as nothing of ours does.
  await put(computer.store, async (tx) => {
    await tx.put('items', itemOf(40))
    await tx.put('items', { ...itemOf(2), saved: 7 })
  })
  expect(await standing(computer)).toEqual({ items: items + 1, missing: 2, damaged: false })
  await computer.journals.replace(NAME, new Uint8Array())
  expect((await standing(computer)).missing).toBe(items + 1)
  await store.close()
})

it('what cannot be read of the journal is told', async () => {
  const computer = aComputer()
  const store = await works(computer)
  const bytes = (await computer.journals.read(NAME)).slice()
  const middle = Math.floor(bytes.length / 2)
  bytes.set([(bytes[middle] ?? 0) ^ 1], middle)
  await computer.journals.replace(NAME, bytes)
  expect((await standing(computer)).damaged).toBe(true)
  await store.close()
})
