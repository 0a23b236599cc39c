import { expect, it } from 'vitest'
import { joined } from '../../core/bytes.ts'
import { journalsContract } from '../journal/conformance.ts'
import { readFrames, writeFrame } from '../journal/frame.ts'
import { memoryJournals } from '../journal/memory.ts'
import { readRecords, writeChanges } from '../journal/records.ts'
import { boxOf } from './box.ts'
import { profileIn, profileJournals } from './journals.ts'
import { databaseOf, FIRST, listOf, ownerOf, type Profile } from './profile.ts'
import { findProfiles } from './profiles.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const box = boxOf(random(32), random)
const lock = {
  v: 1,
  kdf: { n: 2, r: 1, p: 1, salt: random(16) },
  byPin: random(72),
  byCode: random(72)
} as const
const PROJECT = 'a'.repeat(64)
const NAME = databaseOf(PROJECT)
const FIRST_LOCKED: Profile = { id: FIRST, name: 'Ada', n: 3, lock }
const OTHER: Profile = { id: '0123456789abcdef', name: 'Bo', n: 1 }
const change = (text: string) =>
  writeChanges([{ seq: 1, table: 'settings', key: text, row: { key: text, value: text } }])
const keysIn = (bytes: Uint8Array) => [...readRecords(bytes).changes.values()].map(({ key }) => key)
const holds = (bytes: Uint8Array, text: string) => new TextDecoder('latin1').decode(bytes).includes(text)

const kept = memoryJournals()
journalsContract('sealed memory', () => profileJournals(kept, FIRST_LOCKED, box))

it('[PF1] the first profile’s names are those of old; every name tells whose it is', () => {
  expect([databaseOf(PROJECT), listOf(FIRST)]).toEqual([`understory-${PROJECT}`, 'understory'])
  expect(ownerOf(databaseOf(PROJECT))).toBe(FIRST)
  expect(ownerOf(databaseOf(PROJECT, OTHER.id))).toBe(OTHER.id)
  for (const other of [listOf(FIRST), listOf(OTHER.id), `${NAME}-keys`, 'understory-profiles', 'x'])
    expect(ownerOf(other)).toBeUndefined()
})

it('[PF4] records lie sealed, those from before are read beside them, and its profile stands in the clear', async () => {
  const journals = memoryJournals()
  await profileJournals(journals, { id: FIRST, name: '', n: 0 }).append(NAME, change('before'))
  expect(profileIn(await journals.read(NAME))).toBeUndefined()
  const sealed = profileJournals(journals, FIRST_LOCKED, box)
  await sealed.append(NAME, joined(change('secret one'), change('secret two')))
  expect(keysIn(await sealed.read(NAME))).toEqual(['before', 'secret one', 'secret two'])
  const bytes = await journals.read(NAME)
  expect([holds(bytes, 'before'), holds(bytes, 'secret')]).toEqual([true, false])
  expect(profileIn(bytes)).toEqual(FIRST_LOCKED)
  expect(readFrames(bytes).bodies).toHaveLength(4)
})

it('[PF4] a sealed record opens by its key in its own journal; without a key nothing is read', async () => {
  const journals = memoryJournals()
  await profileJournals(journals, FIRST_LOCKED, box).append(NAME, change('secret'))
  const elsewhere = databaseOf('b'.repeat(64))
  await journals.append(elsewhere, await journals.read(NAME))
  const damaged = async (name: string, by = box) =>
    readRecords(await profileJournals(journals, FIRST_LOCKED, by).read(name)).damage.length
  const other = boxOf(random(32), random)
  expect([await damaged(NAME), await damaged(elsewhere), await damaged(NAME, other)]).toEqual([0, 1, 1])
  await expect(profileJournals(journals, FIRST_LOCKED).read(NAME)).rejects.toThrow('sealed')
})

it('[PF4] a flipped byte costs its own record, and what is no record is not written in the clear', async () => {
  const journals = memoryJournals()
  const sealed = profileJournals(journals, FIRST_LOCKED, box)
  await sealed.append(NAME, change('one'))
  const whole = (await journals.read(NAME)).byteLength
  await sealed.append(NAME, change('two'))
  await sealed.append(NAME, change('three'))
  const bytes = await journals.read(NAME)
  bytes[whole + 30] = (bytes[whole + 30] as number) ^ 1
  await journals.replace(NAME, bytes)
  const read = await sealed.read(NAME)
  expect([keysIn(read), readRecords(read).damage.length]).toEqual([['one', 'three'], 1])
  const torn = new TextEncoder().encode('torn letters')
  await sealed.replace(NAME, joined(torn, writeFrame(torn).subarray(0, 20), change('four')))
  expect(holds(await journals.read(NAME), 'torn')).toBe(false)
  expect(keysIn(await sealed.read(NAME))).toEqual(['four'])
})

it('[PF1] a profile has no journals but its own', async () => {
  const journals = memoryJournals()
  await journals.append(NAME, change('a'))
  await journals.append(databaseOf(PROJECT, OTHER.id), change('b'))
  expect(await profileJournals(journals, FIRST_LOCKED).list()).toEqual([NAME])
  expect(await profileJournals(journals, OTHER).list()).toEqual([databaseOf(PROJECT, OTHER.id)])
})

it('[PF7] profiles are found again in their journals, the newest word of each; who never said a name too', async () => {
  const journals = memoryJournals()
  expect(await findProfiles(journals)).toEqual([{ id: FIRST, name: '', n: 0 }])
  await profileJournals(journals, { ...FIRST_LOCKED, n: 2, name: 'A' }).append(NAME, change('a'))
  await profileJournals(journals, { ...FIRST_LOCKED, wrong: { count: 1, at: 1 } }).append(NAME, change('a'))
  await profileJournals(journals, OTHER).append(databaseOf(PROJECT, OTHER.id), change('b'))
  const nameless = 'f'.repeat(16)
  await journals.append(databaseOf(PROJECT, nameless), change('c'))
  expect(await findProfiles(journals)).toEqual([FIRST_LOCKED, OTHER, { id: nameless, name: '', n: 0 }])
})
