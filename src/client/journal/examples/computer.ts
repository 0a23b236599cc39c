import { hexOf } from '../../../core/bytes.ts'
import { type Content, makeFact } from '../../../core/fact/fact.ts'
import { testSigner } from '../../../sync/examples/key.ts'
import { manualSystem } from '../../../sync/manual-system.ts'
import { noble } from '../../keyring/noble.ts'
import { plainSigner } from '../../keyring/signer.ts'
import type { Keyring } from '../../keyring.ts'
import { getSetting, setSetting } from '../../settings.ts'
import { openMemoryStore } from '../../store/memory.ts'
import { type DeviceStore, type ItemRow, KEY_OF, type StoreTx, type Table } from '../../store/store.ts'
import { Outbox } from '../../sync/outbox.ts'
import type { Journals } from '../journal.ts'
import { memoryJournals } from '../memory.ts'
import { readRecords } from '../records.ts'
import { readState } from '../state.ts'
import { openTwin } from '../twin.ts'

export const NAME = `understory-${'a'.repeat(64)}`
export const PROJECT = 'a'.repeat(64)
export const KEY = await testSigner(1)
export const NEXT = await testSigner(2)
const BATCH = 'b'.repeat(64)

/** Of a computer whose keys are there, or were lost with the rest. */
export function keyringWith(...keys: (typeof KEY)[]): Keyring {
  const kept = [...keys]
  return {
    async make(secret) {
      const device = secret && hexOf(noble.deviceOf(secret))
      const key = device === undefined ? NEXT : plainSigner(device, secret as Uint8Array)
      kept.push(key)
      return key
    },
    find: async (device) => kept.find((key) => key.device === device)
  }
}

/** A computer: what of it is lost is another one put in its place. */
export function aComputer() {
  const computer = {
    store: openMemoryStore(),
    journals: memoryJournals() as Journals,
    keyring: keyringWith(KEY),
    system: manualSystem(),
    starts: () => openTwin({ name: NAME, ...computer })
  }
  return computer
}

export const put = (store: DeviceStore, work: (tx: StoreTx) => Promise<void>) => store.transact('strict', work)
export const rows = async (store: DeviceStore) => {
  const state = await store.transact('relaxed', readState)
  return Object.fromEntries(state.rows.map(({ table, key, row }) => [`${table}/${key}`, row]))
}
export const setting = <K extends 'mended' | 'device' | 'before' | 'journal'>(store: DeviceStore, key: K) =>
  store.transact('relaxed', (tx) => getSetting(tx, key))
export const inJournal = async ({ journals }: { journals: Journals }) => {
  const { changes } = readRecords(await journals.read(NAME))
  return Object.fromEntries([...changes].flatMap(([name, { row }]) => (row === undefined ? [] : [[name, row]])))
}

/** As somebody copies it elsewhere, who may put it back one day. */
export async function copyOf(store: DeviceStore): Promise<DeviceStore> {
  const copy = openMemoryStore()
  const all = await store.transact('relaxed', async (tx) => {
    const tables = Object.keys(KEY_OF) as Table[]
    return Promise.all(tables.map(async (table) => [table, await tx.list(table)] as const))
  })
  await put(copy, async (tx) => {
    for (const [table, rows] of all) for (const row of rows) await tx.put(table, row)
  })
  return copy
}

export const contentOf = (text: string): Content => ({ kind: 'assistant_reply', v: 1, text, salt: new Uint8Array(12) })
export function itemOf(
  order: number,
  contents: readonly Content[] = [contentOf(`reply ${order}`)],
  device = KEY.device
) {
  const { id } = makeFact(device, contents.at(-1) as Content)
  return { id, device, saved: order, order, contents, task: [BATCH, order] } satisfies ItemRow
}
export const taskOf = (place: number, item?: string) => ({
  ...{ batch: BATCH, place, kind: 'assistant_reply' as const, lang: 'sw', thread: [], candidates: [] },
  ...(item !== undefined && { item })
})
export const draftOf = (place: number, text: string) => ({ batch: BATCH, place, value: { text }, saved: 7 })

/** Joined, with two items sealed, one not, one task open with a draft. */
export async function works(computer: ReturnType<typeof aComputer>) {
  const { store } = computer.starts()
  await put(store, async (tx) => {
    await setSetting(tx, 'project', PROJECT)
    await setSetting(tx, 'device', KEY.device)
    for (const place of [0, 1, 2, 3]) await tx.put('tasks', taskOf(place))
  })
  const finish = (n: number) =>
    put(store, async (tx) => {
      await tx.put('items', itemOf(n))
      await tx.put('tasks', taskOf(n, itemOf(n).id))
    })
  await finish(0)
  await finish(1)
  await new Outbox(store, PROJECT).sealAll(KEY)
  await finish(2)
  await store.transact('relaxed', (tx) => tx.put('drafts', draftOf(3, 'half a sen')))
  return store
}
