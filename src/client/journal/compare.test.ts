import { describe, expect, it } from 'vitest'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { type DeviceStore, KEY_OF } from '../store/store.ts'
import {
  aComputer,
  copyOf,
  draftOf,
  inJournal,
  itemOf,
  KEY,
  keyringWith,
  NAME,
  NEXT,
  put,
  rows,
  setting,
  works
} from './examples/computer.ts'
import { readFrames } from './frame.ts'
import { memoryJournals } from './memory.ts'
import { writeChanges } from './records.ts'

describe('a store and its journal', () => {
  it('[JN5] what is strict lies in both when it resolves; drafts within two seconds, the newest of each', async () => {
    const computer = aComputer()
    const store = await works(computer)
    expect(Object.keys(await inJournal(computer))).toContain(`items/${itemOf(2).id}`)
    expect(Object.keys(await inJournal(computer)).filter((name) => name.startsWith('drafts/'))).toEqual([])
    const before = readFrames(await computer.journals.read(NAME)).bodies.length
    for (const text of ['half a sent', 'half a sentence'])
      await store.transact('relaxed', (tx) => tx.put('drafts', draftOf(3, text)))
    computer.system.pass(2000)
    await expect.poll(() => inJournal(computer)).toEqual(await rows(store))
    expect(readFrames(await computer.journals.read(NAME)).bodies.length).toBe(before + 1)
    const [, draft] = Object.entries(await inJournal(computer)).find(([name]) => name.startsWith('drafts/')) ?? []
    expect(draft).toEqual(draftOf(3, 'half a sentence'))
    await store.close()
  })

  it('[JN5] a draft that nobody waited for is written on closing', async () => {
    const computer = aComputer()
    const store = await works(computer)
    const here = await rows(store)
    await store.close()
    expect(await inJournal(computer)).toEqual(here)
  })

  it('[JN5] of a window that closes nothing waits, nor what still comes', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const { store, flush } = computer.starts()
    await store.transact('relaxed', (tx) => tx.put('drafts', draftOf(3, 'half a sent')))
    await flush()
    expect(await inJournal(computer)).toEqual(await rows(store))
    await store.transact('relaxed', (tx) => tx.put('drafts', draftOf(3, 'half a sentence')))
    expect(await inJournal(computer)).toEqual(await rows(store))
  })

  it('[JN4] copies everything but what the hub sends again, and nothing of a transaction that fails', async () => {
    const computer = aComputer()
    const { store } = computer.starts()
    await put(store, async (tx) => {
      await tx.put('updates', { document: 'batch/x/y', n: 0, bytes: Uint8Array.of(1) })
      await tx.put('updates', { document: 'notes/en', n: 0, bytes: Uint8Array.of(2) })
    })
    const cut = put(store, async (tx) => {
      await tx.put('items', itemOf(0))
      throw new Error('cut')
    })
    await expect(cut).rejects.toThrow('cut')
    expect(Object.keys(await inJournal(computer)).sort()).toEqual(['settings/life', 'updates/notes/en/0000000000'])
  })

  it('[JN7] a store that is gone is put back from its journal, and that is told', async () => {
    const computer = aComputer()
    const store = await works(computer)
    const before = await rows(store)
    await store.close()
    computer.store = openMemoryStore()
    const again = computer.starts().store
    expect(await rows(again)).toEqual(before)
    expect(await setting(again, 'mended')).toEqual({ is: 'store', items: 3, drafts: 1, damaged: false })
    expect(await setting(again, 'device')).toBe(KEY.device)
    // The next start has nothing to mend, and what was not seen is still told.
    await again.close()
    const third = computer.starts().store
    expect(await rows(third)).toEqual(before)
    expect((await setting(third, 'mended'))?.items).toBe(3)
  })

  it('[JN7] notes are found again though what named their language was the damaged part', async () => {
    const computer = aComputer()
    const { store } = computer.starts()
    await put(store, (tx) => tx.put('updates', { document: 'notes/en', n: 0, bytes: Uint8Array.of(2) }))
    await store.close()
    computer.store = openMemoryStore()
    const mended = computer.starts().store
    expect(await mended.transact('relaxed', (tx) => getSetting(tx, 'notes'))).toEqual(['en'])
  })

  it('[JN7] a journal that is gone is written anew from the store, and that is told', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await store.close()
    computer.journals = memoryJournals()
    const again = computer.starts().store
    expect(await setting(again, 'mended')).toEqual({ is: 'journal', items: 0, drafts: 0, damaged: false })
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(await rows(again))
  })

  it('[JN7] a store without a journal gets one, and nothing is told', async () => {
    const computer = aComputer()
    await put(computer.store, (tx) => tx.put('items', itemOf(0)))
    const { store } = computer.starts()
    expect(await setting(store, 'mended')).toBeUndefined()
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(await rows(store))
    computer.store = openMemoryStore()
    expect(Object.keys(await rows(computer.starts().store))).toContain(`items/${itemOf(0).id}`)
  })

  it.each([
    ['changes', async () => {}],
    ['a whole state', (store: DeviceStore) => store.scrub()]
  ])(
    '[JN7] an older state of the store is brought forward by %s: what came after it is put in, what went is dropped',
    async (_, end) => {
      const computer = aComputer()
      const store = await works(computer)
      const older = await copyOf(computer.store)
      await put(store, async (tx) => {
        await tx.put('items', itemOf(3))
        await tx.drop('drafts', KEY_OF.drafts(draftOf(3, '')))
      })
      await end(store)
      const before = await rows(store)
      await store.close()
      computer.store = older
      const again = computer.starts().store
      expect(await rows(again)).toEqual(before)
      expect(await setting(again, 'mended')).toMatchObject({ items: 1, drafts: 0 })
    }
  )

  it('[JN7] where the journal is behind, the store goes before: what was undone does not come back', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await store.close()
    // The program ended between the two writes.
    await put(computer.store, async (tx) => {
      await tx.drop('items', itemOf(2).id)
      await tx.put('items', itemOf(3))
      await setSetting(tx, 'journal', ((await getSetting(tx, 'journal')) ?? 0) + 1)
    })
    const again = computer.starts().store
    const here = await rows(again)
    expect(Object.keys(here)).toContain(`items/${itemOf(3).id}`)
    expect(Object.keys(here)).not.toContain(`items/${itemOf(2).id}`)
    expect(await setting(again, 'mended')).toBeUndefined()
    computer.system.pass(1000)
    computer.system.pass(15_000)
    await expect.poll(() => inJournalLater(computer, 1000)).toEqual(here)
  })

  it('[JN7] a store begun anew takes in what an earlier one on this computer had done, beside its own', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const journal = await computer.journals.read(NAME)
    // The journal could not be read when the person joined once more.
    computer.store = openMemoryStore()
    computer.journals = memoryJournals()
    computer.keyring = keyringWith(KEY, NEXT)
    const { store } = computer.starts()
    await put(store, (tx) => setSetting(tx, 'device', NEXT.device))
    // By its number it is further on than the other ever was.
    for (let n = 0; n < 40; n++) await put(store, (tx) => tx.put('items', itemOf(n, undefined, NEXT.device)))
    await store.close()
    computer.journals = memoryJournals()
    await computer.journals.append(NAME, journal)
    const again = computer.starts().store
    expect(Object.keys(await rows(again)).filter((name) => name.startsWith('items/'))).toHaveLength(43)
    expect([await setting(again, 'device'), await setting(again, 'before')]).toEqual([NEXT.device, [KEY.device]])
    expect(await inJournal(computer)).toEqual(await rows(again))
  })

  it('[JN7] of a damaged journal the store is put back as far as it can be read, and that is told', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const spoilt = await computer.journals.read(NAME)
    const at = spoilt.byteLength - 400
    spoilt[at] = (spoilt[at] ?? 0) ^ 1
    await computer.journals.replace(NAME, spoilt)
    computer.store = openMemoryStore()
    const again = computer.starts().store
    expect(Object.keys(await rows(again)).filter((name) => name.startsWith('items/')).length).toBeGreaterThanOrEqual(2)
    expect(await setting(again, 'mended')).toMatchObject({ is: 'store', damaged: true })
    expect(readFrames(await computer.journals.read(NAME)).damage).toEqual([])
  })

  it('[JN7] a damaged journal beside a whole store is written anew; of a torn tail nobody hears', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await store.close()
    const whole = await computer.journals.read(NAME)
    await computer.journals.replace(NAME, whole.subarray(0, -3))
    const second = computer.starts().store
    expect(await setting(second, 'mended')).toBeUndefined()
    expect(await inJournal(computer)).toEqual(await rows(second))
    await second.close()
    const spoilt = (await computer.journals.read(NAME)).slice()
    await computer.journals.replace(NAME, spoilt)
    await computer.journals.append(NAME, Uint8Array.of(1, 2, 3))
    await computer.journals.append(NAME, writeChanges([]))
    const third = computer.starts().store
    expect(await setting(third, 'mended')).toEqual({ is: 'journal', items: 0, drafts: 0, damaged: true })
    expect(await inJournal(computer)).toEqual(await rows(third))
  })
})

/** It pauses between. */
function inJournalLater(computer: ReturnType<typeof aComputer>, ms: number) {
  computer.system.pass(ms)
  return inJournal(computer)
}
