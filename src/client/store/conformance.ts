import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { decodeOwnCbor } from '../../core/own-cbor.ts'
import type { DeviceStore, ItemRow, SegmentRow, StoreTx, TaskRow } from './store.ts'

const HASH = 'a'.repeat(64)
export const ITEM: ItemRow = {
  id: HASH,
  device: 'd'.repeat(64),
  saved: 1_793_606_400_123,
  order: 0,
  contents: [{ kind: 'assistant_reply', v: 1, text: 'ሰላም 🌱\u2028', salt: new Uint8Array(12) }],
  task: [HASH, 3]
}
const TASK: TaskRow = {
  batch: HASH,
  place: 3,
  kind: 'assistant_reply',
  lang: 'am',
  thread: [{ role: 'prompter', lang: 'am', text: null }],
  candidates: []
}
const segment = (n: number): SegmentRow => ({
  ...{ device: 'd'.repeat(64), n, hash: String(n).padStart(64, '0'), next: n + 1 },
  ...{ bytes: Uint8Array.of(n), facts: [HASH], others: [{ hub: HASH, stamp: 9, facts: [{ is: 'merged' as const }] }] },
  receipt: { stamp: 5, facts: [{ is: 'spare' as const, rule: 'late' }] }
})
const setting = (key: string, value: unknown = null) => ({ key, value })

/** What every engine of `DeviceStore` keeps to. */
export function deviceStoreContract(name: string, open: () => DeviceStore): void {
  const withStore = (work: (store: DeviceStore) => Promise<void>) => async () => {
    const store = open()
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }
  const keysOf = async (store: DeviceStore, prefix?: string) =>
    (await store.transact('relaxed', (tx) => tx.list('settings', prefix))).map(({ key }) => key)

  describe(`device store contract on ${name}`, () => {
    it(
      '[DS1] gives back what was put, of every table, and nothing of what was dropped',
      withStore(async (store) => {
        await store.transact('strict', async (tx) => {
          await tx.put('settings', setting('deep', { a: [1, null, Uint8Array.of(1)], b: { c: true } }))
          await tx.put('items', ITEM)
          await tx.put('tasks', TASK)
          await tx.put('segments', segment(2))
          await tx.put('batches', { id: HASH, document: 'batch/x', until: 7, segment: Uint8Array.of(9) })
          await tx.put('updates', { document: 'notes/en', n: 0, bytes: Uint8Array.of(1) })
        })
        await store.transact('relaxed', async (tx) => {
          expect((await tx.get('settings', 'deep'))?.value).toEqual({ a: [1, null, Uint8Array.of(1)], b: { c: true } })
          expect(await tx.get('items', HASH)).toEqual(ITEM)
          expect(await tx.get('tasks', `${HASH}/0000000003`)).toEqual(TASK)
          expect(await tx.get('segments', `${'d'.repeat(64)}/0000000002`)).toEqual(segment(2))
          expect(await tx.list('batches')).toHaveLength(1)
          expect(await tx.get('updates', 'notes/en/0000000000')).toEqual({
            document: 'notes/en',
            n: 0,
            bytes: Uint8Array.of(1)
          })
          await tx.drop('items', HASH)
          await tx.drop('items', 'never there')
          expect(await tx.get('items', HASH)).toBeUndefined()
          expect(await tx.get('tasks', HASH)).toBeUndefined()
        })
      })
    )

    it(
      '[DS1] a put takes the place of what was there, and what is given out is a copy',
      withStore(async (store) => {
        const list = { value: [1] }
        await store.transact('strict', async (tx) => {
          await tx.put('settings', setting('a', 1))
          await tx.put('settings', setting('a', list))
          list.value.push(2)
        })
        await store.transact('relaxed', async (tx) => {
          const row = await tx.get('settings', 'a')
          expect(row?.value).toEqual({ value: [1] })
          ;(row!.value as typeof list).value.push(3)
          expect((await tx.get('settings', 'a'))?.value).toEqual({ value: [1] })
        })
      })
    )

    it(
      '[DS1] keeps nothing of a transaction that fails, whatever came before in it',
      withStore(async (store) => {
        await store.transact('strict', (tx) => tx.put('settings', setting('a', 1)))
        const cut = store.transact('strict', async (tx) => {
          await tx.put('settings', setting('a', 2))
          await tx.put('settings', setting('b', 2))
          await tx.drop('settings', 'a')
          throw new Error('cut')
        })
        await expect(cut).rejects.toThrow('cut')
        expect(await keysOf(store)).toEqual(['a'])
        expect(await store.transact('relaxed', (tx) => tx.get('settings', 'a'))).toEqual(setting('a', 1))
      })
    )

    it(
      '[DS1] takes one transaction after another, in the order of calls',
      withStore(async (store) => {
        const grows = (by: number) => async (tx: StoreTx) => {
          const before = ((await tx.get('settings', 'n'))?.value as number | undefined) ?? 0
          await tx.put('settings', setting('n', before * 10 + by))
          return before
        }
        const results = await Promise.all([
          store.transact('strict', grows(1)),
          store.transact('relaxed', grows(2)),
          store.transact('strict', () => Promise.reject(new Error('no'))).catch(() => -1),
          store.transact('relaxed', grows(3))
        ])
        expect(results).toEqual([0, 1, -1, 12])
        expect((await store.transact('relaxed', (tx) => tx.get('settings', 'n')))?.value).toBe(123)
      })
    )

    it(
      '[DS3] counts the transactions that have changed rows, and shows that among no rows',
      withStore(async (store) => {
        const revision = () => store.transact('relaxed', (tx) => tx.revision())
        const before = await revision()
        const within = await store.transact('strict', async (tx) => {
          await tx.put('settings', setting('a'))
          await tx.put('items', ITEM)
          return tx.revision()
        })
        expect([within, await revision()]).toEqual([before, before + 1])
        await store.transact('relaxed', (tx) => tx.list('settings'))
        await store
          .transact('strict', (tx) => tx.put('settings', setting('b')).then(() => Promise.reject(1)))
          .catch(() => {})
        expect(await revision()).toBe(before + 1)
        await store.transact('relaxed', (tx) => tx.drop('items', ITEM.id))
        expect(await revision()).toBe(before + 2)
        expect(await keysOf(store)).toEqual(['a'])
      })
    )

    it(
      '[DS1] lists in the order of keys: numbers as numbers, capitals before small letters',
      withStore(async (store) => {
        await store.transact('strict', async (tx) => {
          for (const n of [10, 2, 1, 100]) await tx.put('segments', segment(n))
          for (const key of ['b', 'a/1', 'a', 'B', 'a0', '~']) await tx.put('settings', setting(key))
        })
        await store.transact('relaxed', async (tx) => {
          expect((await tx.list('segments', `${'d'.repeat(64)}/`)).map(({ n }) => n)).toEqual([1, 2, 10, 100])
        })
        expect(await keysOf(store)).toEqual(['B', 'a', 'a/1', 'a0', 'b', '~'])
      })
    )

    it(
      '[DS1] gives rows as they were encoded, in the order of keys, with what the same transaction has changed',
      withStore(async (store) => {
        await store.transact('strict', async (tx) => {
          for (const n of [10, 2]) await tx.put('segments', segment(n))
          await tx.put('items', ITEM)
          await tx.put('settings', setting('gone'))
          await tx.put('settings', setting('kept', [1]))
        })
        const encoded = (rows: readonly { readonly key: string; readonly bytes: Uint8Array }[]) =>
          rows.map(({ key, bytes }) => [key, decodeOwnCbor(bytes), bytes])
        await store.transact('relaxed', async (tx) => {
          await tx.drop('settings', 'gone')
          await tx.put('settings', setting('kept', [2]))
          const of = (key: string, row: unknown) => [key, row, encodeCbor(row)]
          expect(encoded(await tx.listEncoded('settings'))).toEqual([of('kept', setting('kept', [2]))])
          expect(encoded(await tx.listEncoded('items'))).toEqual([of(HASH, ITEM)])
          const keys = [2, 10].map((n) => `${'d'.repeat(64)}/${String(n).padStart(10, '0')}`)
          expect(encoded(await tx.listEncoded('segments'))).toEqual([
            of(keys[0]!, segment(2)),
            of(keys[1]!, segment(10))
          ])
          expect(await tx.listEncoded('updates')).toEqual([])
        })
      })
    )

    it(
      '[DS1] a prefix is a prefix, whatever stands in it, and of its own table',
      withStore(async (store) => {
        const keys = [
          'notes/en/1',
          'notes/en-GB/1',
          'notes/e',
          'a%b',
          'a_b',
          'axb',
          "a'b",
          'a*b',
          'a[b',
          'é1',
          'é',
          '\u{1f331}x',
          'a\u{1f331}',
          'ab'
        ]
        await store.transact('strict', async (tx) => {
          for (const key of keys) await tx.put('settings', setting(key))
          await tx.put('updates', { document: 'notes/en', n: 1, bytes: new Uint8Array() })
        })
        const found = async (prefix: string) => (await keysOf(store, prefix)).sort()
        const wanted = (prefix: string) => keys.filter((key) => key.startsWith(prefix)).sort()
        for (const prefix of [
          'notes/en/',
          'notes/e',
          'notes',
          'a%',
          'a_',
          "a'",
          'a*',
          'a[',
          'é',
          '\u{1f331}',
          'a',
          'zz',
          '',
          'ab'
        ])
          expect([prefix, await found(prefix)]).toEqual([prefix, wanted(prefix)])
      })
    )

    it(
      '[DS2] wiping what was dropped leaves all that was not',
      withStore(async (store) => {
        await store.transact('strict', async (tx) => {
          await tx.put('settings', setting('a', 'kept'))
          await tx.put('settings', setting('b', 'dropped'))
        })
        await store.transact('strict', (tx) => tx.drop('settings', 'b'))
        await store.scrub()
        expect(await keysOf(store)).toEqual(['a'])
      })
    )
  })
}
