import { expect, it } from 'vitest'
import { testSigner, testVerify } from '../sync/examples/key.ts'
import { type FactReceipt, writeReceipt } from '../sync/receipt.ts'
import type { Signer } from '../sync/signer.ts'
import { FromHub } from './bundle.ts'
import { getSetting, setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'

const [KEY, HOME, OTHER] = [await testSigner(1), await testSigner(2), await testSigner(3)]
const SEGMENT = 'e'.repeat(64)
const MERGED: FactReceipt = { is: 'merged' }
const SPARE: FactReceipt = { is: 'spare', rule: 'done-again' }

/** A device at home with a hub, and one segment of it. */
async function begin() {
  const store = openMemoryStore()
  const row = { device: KEY.device, n: 1, hash: SEGMENT, next: 2, bytes: new Uint8Array(), facts: ['f'.repeat(64)] }
  await store.transact('strict', async (tx) => {
    await tx.put('segments', row)
    await setSetting(tx, 'hub', HOME.device)
  })
  const bound = { project: 'a'.repeat(64), title: '', hubs: [HOME.device, OTHER.device], keys: [KEY.device] }
  const keyring = { make: async () => KEY, find: async () => KEY }
  const from = new FromHub({ store, keyring, verify: testVerify }, bound)
  /** A bundle of this maker brings a receipt that this hub signed. */
  const brings = async (maker: Signer, signer: Signer, stamp: number, fact: FactReceipt) => {
    const bytes = await writeReceipt({ segment: SEGMENT, stamp, facts: [fact] }, signer)
    return from.take({ kind: 'receipt', bytes }, { maker: maker.device })
  }
  const shown = async () => (await store.transact('relaxed', (tx) => tx.list('segments')))[0]?.receipt
  return { store, brings, shown }
}

it('[RC3] [BN10] a bundle of another hub hides nothing that the hub at home said, and shows where that one said nothing', async () => {
  const { store, brings, shown } = await begin()
  expect(await brings(OTHER, OTHER, 9, MERGED)).toBe('new')
  expect(await shown()).toEqual({ hub: OTHER.device, stamp: 9, facts: [MERGED] })
  expect(await brings(HOME, HOME, 5, SPARE)).toBe('new')
  expect(await brings(OTHER, OTHER, 12, MERGED)).toBe('new')
  expect(await brings(OTHER, OTHER, 12, MERGED)).toBe('known')
  expect(await shown()).toEqual({ hub: HOME.device, stamp: 5, facts: [SPARE] })
  expect(await store.transact('relaxed', (tx) => getSetting(tx, 'heard'))).toBeUndefined()
})

it('[RC3] what a hub gives on of another is its own word, and what a device carries is that of who signed it', async () => {
  const { brings, shown } = await begin()
  await brings(HOME, OTHER, 5, SPARE)
  expect(await shown()).toEqual({ hub: HOME.device, stamp: 5, facts: [SPARE] })
  await brings(KEY, OTHER, 9, MERGED)
  expect(await shown()).toEqual({ hub: HOME.device, stamp: 5, facts: [SPARE] })
  await brings(KEY, HOME, 6, MERGED)
  expect(await shown()).toEqual({ hub: HOME.device, stamp: 6, facts: [MERGED] })
})
