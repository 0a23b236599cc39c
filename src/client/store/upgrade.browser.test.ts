import { Dexie } from 'dexie'
import { expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { openDexieStore } from './dexie.ts'
import { type DraftRow, type ItemRow, KEY_OF } from './store.ts'

const BATCH = 'b'.repeat(64)
const BEFORE = ['settings', 'batches', 'tasks', 'drafts', 'items', 'segments', 'updates']
const draft: DraftRow = { batch: BATCH, place: 0, value: { text: 'Nzu' }, saved: 1 }
const item: ItemRow = { id: 'f'.repeat(64), device: 'd'.repeat(64), saved: 2, order: 0, contents: [] }

it('data is not gone after an update: the database of the version before opens with every row, and takes new ones', async () => {
  const name = `before-${Math.random()}`
  const old = new Dexie(name)
  old.version(1).stores(Object.fromEntries(BEFORE.map((table) => [table, ''])))
  await old.table('drafts').put(encodeCbor(draft), KEY_OF.drafts(draft))
  await old.table('items').put(encodeCbor(item), KEY_OF.items(item))
  old.close()

  const store = openDexieStore(name)
  const version = { batch: BATCH, place: 0, n: 0, value: { text: 'N' }, saved: 0 }
  await store.transact('strict', (tx) => tx.put('versions', version))
  const rows = await store.transact('relaxed', async (tx) => [
    await tx.list('drafts'),
    await tx.list('items'),
    await tx.list('versions')
  ])
  expect(rows).toEqual([[draft], [item], [version]])
  await store.close()
})
