import { expect, it } from 'vitest'
import { withWord } from '../hub-words.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import { Outbox } from '../sync/outbox.ts'
import {
  aComputer,
  copyOf,
  draftOf,
  inJournal,
  itemOf,
  KEY,
  PROJECT,
  put,
  rows,
  setting,
  taskOf,
  works
} from './examples/computer.ts'

type Computer = ReturnType<typeof aComputer>

/** The program starts while the journal is not to be read, and ends. */
async function blindly(computer: Computer, work: (store: DeviceStore) => Promise<void>): Promise<void> {
  const { journals } = computer
  computer.journals = { ...journals, read: () => Promise.reject(new Error('no read')) }
  const { store } = computer.starts()
  await work(store)
  await store.close()
  computer.journals = journals
}

const note = (n: number, byte: number) => ({ document: 'notes/en', n, bytes: Uint8Array.of(byte) })
const finish = (store: DeviceStore, n: number) =>
  put(store, async (tx) => {
    await tx.put('items', itemOf(n))
    await tx.put('tasks', taskOf(n, itemOf(n).id))
  })
/** By its number a store is further on after so many transactions. */
async function overtakes(store: DeviceStore): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await put(store, (tx) => setSetting(tx, 'contact', turn))
}

it('[JN10] what was done with a newer store lies beside what an older one did while its journal could not be read', async () => {
  const computer = aComputer()
  const newer = await works(computer)
  await put(newer, (tx) => tx.put('updates', note(0, 1)))
  const older = await copyOf(computer.store)
  await finish(newer, 3)
  await put(newer, (tx) => tx.put('updates', note(1, 2)))
  await put(newer, (tx) => tx.put('updates', note(2, 3)))
  await newer.close()
  computer.store = older
  await blindly(computer, async (store) => {
    await put(store, (tx) => tx.put('updates', note(1, 9)))
    await finish(store, 4)
    await overtakes(store)
  })
  const { store } = computer.starts()
  const here = await rows(store)
  const items = Object.keys(here).filter((name) => name.startsWith('items/'))
  expect(items.sort()).toEqual([0, 1, 2, 3, 4].map((n) => `items/${itemOf(n).id}`).sort())
  const notes = Object.entries(here).filter(([name]) => name.startsWith('updates/'))
  expect(notes.map(([, row]) => row)).toEqual([note(0, 1), note(1, 9), note(2, 2), note(3, 3)])
  expect(await setting(store, 'mended')).toMatchObject({ is: 'store', items: 1 })
  expect(await inJournal(computer)).toEqual(here)
})

it('[JN10] a store that was the newest goes before, and nothing is told', async () => {
  const computer = aComputer()
  await (await works(computer)).close()
  for (const n of [3, 4])
    await blindly(computer, (store) =>
      put(store, async (tx) => {
        await tx.put('items', itemOf(n))
        await tx.drop('items', itemOf(n - 1).id)
      })
    )
  const { store } = computer.starts()
  const here = await rows(store)
  expect(Object.keys(here).filter((name) => name.startsWith('items/'))).toHaveLength(3)
  expect(Object.keys(here)).not.toContain(`items/${itemOf(2).id}`)
  expect(await setting(store, 'mended')).toBeUndefined()
  expect(await inJournal(computer)).toEqual(here)
})

it('[JN10] what is dropped after it was put beside stays away, though the journal could not be written anew', async () => {
  const computer = aComputer()
  const newer = await works(computer)
  const older = await copyOf(computer.store)
  await finish(newer, 3)
  await newer.close()
  computer.store = older
  await blindly(computer, overtakes)
  const { journals } = computer
  computer.journals = { ...journals, replace: () => Promise.reject(new Error('no room')) }
  const second = computer.starts().store
  await put(second, (tx) => tx.drop('items', itemOf(3).id))
  await second.close()
  computer.journals = journals
  expect(Object.keys(await rows(computer.starts().store))).not.toContain(`items/${itemOf(3).id}`)
})

it('[JN10] sealed stands in the place of open, answered in that of not, a later draft in that of an earlier', async () => {
  const computer = aComputer()
  const newer = await works(computer)
  const older = await copyOf(computer.store)
  await finish(newer, 3)
  await new Outbox(newer, PROJECT).sealAll(KEY)
  await put(newer, (tx) => tx.put('drafts', { ...draftOf(3, 'half a sentence'), saved: 8 }))
  const before = await rows(newer)
  await newer.close()
  computer.store = older
  await blindly(computer, overtakes)
  const { store } = computer.starts()
  const here = await rows(store)
  for (const name of Object.keys(before).filter((each) => /^(items|segments|tasks|drafts)/.test(each)))
    expect(here[name]).toEqual(before[name])
})

it('[JN10] where both have gone on with one chain, what the other sealed is sealed again behind what is here', async () => {
  const computer = aComputer()
  const newer = await works(computer)
  const older = await copyOf(computer.store)
  await finish(newer, 3)
  await new Outbox(newer, PROJECT).sealAll(KEY)
  await newer.close()
  computer.store = older
  await blindly(computer, async (store) => {
    await finish(store, 4)
    await new Outbox(store, PROJECT).sealAll(KEY)
    await overtakes(store)
  })
  const { store } = computer.starts()
  await new Outbox(store, PROJECT).sealAll(KEY)
  const segments = await store.transact('relaxed', (tx) => tx.list('segments'))
  const facts = segments.flatMap((segment) => segment.facts)
  expect(segments.map(({ n }) => n)).toEqual([1, 2, 3])
  expect(facts).toEqual([0, 1, 2, 4, 3].map((n) => itemOf(n).id))
})

it('[JN10] [RC3] what a hub has told the other way is known here, and shown where it is the hub at home', async () => {
  const computer = aComputer()
  const newer = await works(computer)
  const older = await copyOf(computer.store)
  const hears = (to: DeviceStore, hub: string, stamp: number) =>
    put(to, async (tx) => {
      const [row] = await tx.list('segments')
      const word = { hub, stamp, facts: row!.facts.map(() => ({ is: 'received' as const })) }
      await tx.put('segments', withWord(row!, word, await getSetting(tx, 'hub'))!)
    })
  const [HOME, OTHER] = ['c'.repeat(64), 'd'.repeat(64)]
  await hears(newer, OTHER, 9)
  await hears(newer, HOME, 7)
  await newer.close()
  computer.store = older
  await blindly(computer, async (store) => {
    await put(store, (tx) => setSetting(tx, 'hub', HOME))
    await hears(store, HOME, 5)
    await overtakes(store)
  })
  const { store } = computer.starts()
  const [row] = await store.transact('relaxed', (tx) => tx.list('segments'))
  expect([row?.receipt, row?.others]).toMatchObject([{ hub: HOME, stamp: 7 }, [{ hub: OTHER, stamp: 9 }]])
})
