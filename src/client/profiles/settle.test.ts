import { describe, expect, it } from 'vitest'
import { aComputer, draftOf, inJournal, NAME, put, rows, works } from '../journal/examples/computer.ts'
import type { Journals } from '../journal/journal.ts'
import { memoryJournals } from '../journal/memory.ts'
import { openTwin } from '../journal/twin.ts'
import { sealedStore } from '../store/sealed.ts'
import { type DeviceStore, KEY_OF, type Table } from '../store/store.ts'
import { boxOf } from './box.ts'
import { profileIn, profileJournals } from './journals.ts'
import { FIRST, type Lock, type Profile } from './profile.ts'
import { settle } from './settle.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const box = boxOf(random(32), random)
const lock: Lock = { v: 1, kdf: { n: 2, r: 1, p: 1, salt: random(16) }, byPin: random(72), byCode: random(72) }
const SEALING: Profile = { id: FIRST, name: 'Ada', n: 1, lock, settling: 'seal' }
const OPENING: Profile = { ...SEALING, n: 2, settling: 'open' }
const TEXT = 'half a sen'

/** A computer on which somebody has worked, without a PIN. */
async function worked() {
  const computer = aComputer()
  await (await works(computer)).close()
  return computer
}
type Computer = Awaited<ReturnType<typeof worked>>

/** A program that dies at its n-th write. */
function dyingAt({ store, journals }: Computer, n: number) {
  let writes = 0
  const alive = <T>(write: () => Promise<T>) => {
    writes += 1
    if (writes > n) throw new Error('killed')
    return write()
  }
  const dying: DeviceStore = {
    ...store,
    transact: (durability, work) =>
      store.transact(durability, (tx) => work({ ...tx, put: async (...row) => alive(() => tx.put(...row)) })),
    close: async () => {}
  }
  const torn: Journals = { ...journals, replace: async (...given) => alive(() => journals.replace(...given)) }
  return { store: dying, journals: torn }
}
const settled = (profile: Profile, { store, journals }: Pick<Computer, 'store' | 'journals'>) =>
  settle({ profile, box, stores: [NAME], openStore: () => ({ ...store, close: async () => {} }), journals })

/** All bytes that lie anywhere, as text. */
async function lying({ store, journals }: Computer): Promise<string> {
  const texts: string[] = [new TextDecoder('latin1').decode(await journals.read(NAME))]
  await store.transact('relaxed', async (tx) => {
    for (const table of Object.keys(KEY_OF) as Table[])
      for (const row of await tx.list(table)) {
        const readable = (_: string, value: unknown) =>
          value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
        texts.push(JSON.stringify(row, readable))
      }
  })
  return texts.join('\n')
}
/** What the app finds with the key. */
async function found(computer: Computer, profile: Profile) {
  const journals = profileJournals(computer.journals, profile, box)
  return [await rows(sealedStore(computer.store, NAME, box)), await inJournal({ journals })]
}

describe('setting and taking away a PIN', () => {
  it('[PF5] leaves no letter in the clear, and everything as it was', async () => {
    const computer = await worked()
    const before = await found(computer, SEALING)
    expect(await lying(computer)).toContain(TEXT)
    expect(await settled(SEALING, computer)).toEqual([])
    expect(await found(computer, SEALING)).toEqual(before)
    const bytes = await lying(computer)
    for (const text of [TEXT, 'reply 0', 'reply 2', 'assistant_reply']) expect(bytes).not.toContain(text)
    expect(profileIn(await computer.journals.read(NAME))).toMatchObject({ lock })
    expect(await settled(OPENING, computer)).toEqual([])
    expect(await rows(computer.store)).toEqual(before[0])
    expect(await inJournal(computer)).toEqual(before[1])
  })

  it('[PF5] killed at any write: with the PIN all can be read, and the next opening does the rest', async () => {
    const counted = await worked()
    const before = await found(counted, SEALING)
    for (const profile of [SEALING, OPENING])
      for (let at = 0; ; at++) {
        const computer = await worked()
        if (profile === OPENING) await settled(SEALING, computer)
        const troubles = await settled(profile, dyingAt(computer, at))
        const [store, journal] = await found(computer, profile)
        expect([at, store]).toEqual([at, before[0]])
        expect([at, Object.keys(journal ?? {})]).toEqual([at, Object.keys(before[1] ?? {})])
        if (troubles.length === 0) break
        expect(await settled(profile, computer)).toEqual([])
        expect((await lying(computer)).includes(TEXT)).toBe(profile === OPENING)
        expect(await found(computer, profile)).toEqual([store, journal])
        expect(at).toBeLessThan(40)
      }
  })

  it('[PF5] work after the PIN was set lies sealed in both copies, and either mends the other', async () => {
    const computer = await worked()
    await settled(SEALING, computer)
    const journals = profileJournals(computer.journals, SEALING, box)
    const start = (store = computer.store) =>
      openTwin({ ...computer, name: NAME, store: sealedStore(store, NAME, box), journals })
    const twin = start()
    await put(twin.store, (tx) => tx.put('drafts', draftOf(1, 'a later secret')))
    await twin.flush()
    expect(await lying(computer)).not.toContain('a later secret')
    const lost = { ...computer, store: aComputer().store }
    const mended = start(lost.store)
    expect((await rows(mended.store))[`drafts/${KEY_OF.drafts(draftOf(1, ''))}`]).toMatchObject({
      value: { text: 'a later secret' }
    })
    expect(await lying(lost)).not.toContain('a later secret')
    await journals.replace(NAME, new Uint8Array([1]))
    await put(start().store, async () => {})
    expect((await inJournal({ journals }))[`drafts/${KEY_OF.drafts(draftOf(1, ''))}`]).toBeDefined()
  })

  it('[PF5] a journal that cannot be written is told, and the store has its form all the same', async () => {
    const computer = await worked()
    const barred: Journals = { ...computer.journals, replace: () => Promise.reject(new Error('full')) }
    expect(await settled(SEALING, { ...computer, journals: barred })).toHaveLength(1)
    const { store } = computer
    expect(await lying({ ...computer, store, journals: memoryJournals() })).not.toContain(TEXT)
  })
})
