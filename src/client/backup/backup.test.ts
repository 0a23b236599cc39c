import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { utf8 } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { testVerify } from '../../sync/examples/key.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { withWord } from '../hub-words.ts'
import {
  aComputer,
  draftOf,
  itemOf,
  KEY,
  keyringWith,
  NEXT,
  PROJECT,
  put,
  rows,
  taskOf,
  works
} from '../journal/examples/computer.ts'
import { writeFrame } from '../journal/frame.ts'
import { readRecords } from '../journal/records.ts'
import { keepPrivateNote, readPrivateNotes } from '../private-notes.ts'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { type DeviceStore, KEY_OF } from '../store/store.ts'
import { Outbox } from '../sync/outbox.ts'
import { keepVersion } from '../versions.ts'
import { makeBackup } from './make.ts'
import { readBackup } from './read.ts'
import { restore } from './restore.ts'

const TERMS = 't'.repeat(64)
const SECRET = 'a secret that signs'

/** Two items sealed, one not, a draft with a version, notes, settings, a will and an invite. */
async function atWork() {
  const computer = aComputer()
  const store = await works(computer)
  const notes = new Y.Doc()
  const updates: Uint8Array[] = []
  notes.on('update', (update: Uint8Array) => updates.push(update))
  for (const word of ['Habari', ' na', ' karibu']) notes.getText('notes').insert(notes.getText('notes').length, word)
  await put(store, async (tx) => {
    await setSetting(tx, 'hubs', ['c'.repeat(64)])
    await setSetting(tx, 'title', 'Basque\u202e reading\nroom')
    await setSetting(tx, 'address', 'http://10.0.0.1:8040')
    await setSetting(tx, 'invite', SECRET)
    await setSetting(tx, 'terms', TERMS)
    await setSetting(tx, 'notes', ['sw'])
    await setSetting(tx, 'order', 3)
    await keepVersion(tx, { batch: taskOf(3).batch, place: 3, value: { text: 'half' }, saved: 6 })
    for (const [n, bytes] of updates.entries()) await tx.put('updates', { document: 'notes/sw', n, bytes })
  })
  // The will follows by itself.
  await store.close()
  const twin = computer.starts()
  await twin.store.transact('relaxed', async () => {})
  const parts = { ...computer, store: twin.store, verify: testVerify }
  return { computer, store: twin.store, parts, make: () => makeBackup(parts) }
}

const rowsIn = async (store: DeviceStore) => {
  const { 'settings/life': _, 'settings/will': __, ...all } = await rows(store)
  return all
}
const elsewhere = (keyring = keyringWith()) => ({ store: openMemoryStore(), keyring })

describe('what is in a backup', () => {
  it('[BK1] begins with words for people, and is read by a reader of journals', async () => {
    const { bytes, head } = await (await atWork()).make()
    const cover = new TextDecoder().decode(bytes).split('-'.repeat(88))[0] ?? ''
    expect(cover).toContain('Project   Basque  reading room (aaaaaaaaaaaaaaaa)')
    expect(cover).toContain('Holds     finished items: 3, drafts: 1, tasks: 4, pages of notes: 1')
    const told = readRecords(bytes)
    expect([told.changes.size, told.whole, told.unknown]).toEqual([head.rows, 1, 3])
    const backup = await readBackup(bytes, testVerify)
    expect(backup.head).toEqual(head)
    expect(backup.faults).toEqual([])
    expect(backup.entries).toHaveLength(head.rows)
  })

  it('[BK2] no private key, no will, no invite', async () => {
    const { make, store } = await atWork()
    const { bytes, head, code = '' } = await make()
    const will = await store.transact('relaxed', (tx) => getSetting(tx, 'will'))
    const text = Buffer.from(bytes).toString('latin1')
    const { secret } = will?.heir ?? { secret: utf8('none') }
    expect(secret).toHaveLength(32)
    for (const bad of [Buffer.from(secret).toString('latin1'), SECRET, code, code.replaceAll('-', '')])
      expect(text.includes(bad)).toBe(false)
    expect(Object.keys(head.settings).sort()).toEqual(
      ['address', 'device', 'hubs', 'notes', 'order', 'project', 'terms', 'title'].sort()
    )
  })

  it('[BK3] what is finished is sealed first, into the chain that goes on here', async () => {
    const { make, store, parts } = await atWork()
    const { bytes } = await make()
    const segments = await store.transact('relaxed', (tx) => tx.list('segments'))
    expect(segments).toHaveLength(2)
    const { entries } = await readBackup(bytes, testVerify)
    expect(entries.filter(({ table }) => table === 'segments').map(({ row }) => row)).toEqual(segments)
    // A second one seals nothing, and the chain goes on from the same end.
    await makeBackup(parts)
    await put(store, (tx) => tx.put('items', itemOf(9)))
    await new Outbox(store, PROJECT).sealAll(KEY)
    const last = (await store.transact('relaxed', (tx) => tx.list('segments'))).at(-1)
    expect((await readSegment(last!.bytes, testVerify)).header.prev).toBe(segments.at(-1)?.hash)
  })
})

describe('a restore', () => {
  it('[BK6] puts everything back, byte for byte; a second one changes nothing', async () => {
    const { make, store } = await atWork()
    const backup = await readBackup((await make()).bytes, testVerify)
    const there = elsewhere(keyringWith(KEY))
    const came = await restore(there, backup)
    expect(came).toEqual({ items: 3, drafts: 1, tasks: 4, notes: 1, known: 0, key: 'kept' })
    const { 'settings/invite': _, ...before } = await rowsIn(store)
    expect(await rowsIn(there.store)).toEqual(before)
    const again = await restore(there, backup)
    expect(again).toEqual({ items: 0, drafts: 0, tasks: 0, notes: 0, known: 3, key: 'kept' })
    expect(await rowsIn(there.store)).toEqual(before)
  })

  it('[BK6] beside work that went on: the newer receipt, the sealed item, both drafts, both notes', async () => {
    const { make, store } = await atWork()
    const backup = await readBackup((await make()).bytes, testVerify)
    const there = elsewhere(keyringWith(KEY))
    // As after an older disk image: nothing was sealed yet, and other words were begun.
    await restore(there, backup)
    await put(there.store, async (tx) => {
      const { segment: _, ...open } = (await tx.get('items', itemOf(2).id))!
      await tx.put('items', open)
      const [, last] = await tx.list('segments')
      await tx.drop('segments', `${KEY.device}/${String(last!.n).padStart(10, '0')}`)
      await tx.put('drafts', draftOf(3, 'other words'))
      const doc = new Y.Doc()
      doc.getText('notes').insert(0, 'Other. ')
      for (const row of await tx.list('updates'))
        await tx.drop('updates', `notes/sw/${String(row.n).padStart(10, '0')}`)
      await tx.put('updates', { document: 'notes/sw', n: 0, bytes: Y.encodeStateAsUpdate(doc) })
    })
    const [first] = await store.transact('relaxed', (tx) => tx.list('segments'))
    const receipt = { stamp: 9, facts: first!.facts.map(() => ({ is: 'received' as const })) }
    await put(there.store, (tx) => tx.put('segments', { ...first!, receipt }))
    await restore(there, backup)
    const { 'settings/order': order, ...after } = await rowsIn(there.store)
    expect(order).toMatchObject({ value: 3 })
    expect(Object.values(after).filter((row) => 'segment' in (row as object))).toHaveLength(3)
    const segments = await there.store.transact('relaxed', (tx) => tx.list('segments'))
    expect(segments.map(({ receipt }) => receipt?.stamp)).toEqual([9, undefined])
    expect(after[`drafts/${taskOf(3).batch}/0000000003`]).toMatchObject({ value: { text: 'other words' } })
    const versions = await there.store.transact('relaxed', (tx) => tx.list('versions'))
    expect(versions.map(({ value }) => value.text)).toEqual(['half', 'half a sen'])
    const doc = new Y.Doc()
    for (const { bytes } of await there.store.transact('relaxed', (tx) => tx.list('updates'))) Y.applyUpdate(doc, bytes)
    expect(doc.getText('notes').toString()).toMatch(/^(Other. Habari na karibu|Habari na karibuOther. )$/)
  })

  it('[BK6] [RC3] the word of the hub at home stays shown, whatever the backup heard of another one', async () => {
    const { make, store } = await atWork()
    const [HOME, OTHER] = ['c'.repeat(64), 'd'.repeat(64)]
    const hears = (to: DeviceStore, hub: string, stamp: number) =>
      put(to, async (tx) => {
        const [row] = await tx.list('segments')
        const facts = row!.facts.map(() => ({ is: 'received' as const }))
        await tx.put('segments', withWord(row!, { hub, stamp, facts }, await getSetting(tx, 'hub'))!)
      })
    const there = elsewhere(keyringWith(KEY))
    await restore(there, await readBackup((await make()).bytes, testVerify))
    await put(there.store, (tx) => setSetting(tx, 'hub', HOME))
    await hears(there.store, HOME, 5)
    await hears(store, OTHER, 9)
    await hears(store, HOME, 4)
    const backup = await readBackup((await make()).bytes, testVerify)
    expect(backup.faults).toEqual([])
    await restore(there, backup)
    const [row] = await there.store.transact('relaxed', (tx) => tx.list('segments'))
    expect([row?.receipt, row?.others]).toMatchObject([{ hub: HOME, stamp: 5 }, [{ hub: OTHER, stamp: 9 }]])
  })

  it('[BK6] of another project changes nothing', async () => {
    const backup = await readBackup((await (await atWork()).make()).bytes, testVerify)
    const there = elsewhere()
    await put(there.store, (tx) => setSetting(tx, 'project', 'd'.repeat(64)))
    const before = await rows(there.store)
    await expect(restore(there, backup)).rejects.toMatchObject({ why: 'other-project' })
    expect(await rows(there.store)).toEqual(before)
  })
})

describe('the key', () => {
  it('[BK7] by the code the new one is the heir; its succession stands at the end of the chain', async () => {
    const { make, store } = await atWork()
    const { bytes, code } = await make()
    const chain = await store.transact('relaxed', (tx) => tx.list('segments'))
    const there = elsewhere()
    const came = await restore(
      there,
      await readBackup(bytes, testVerify),
      ` ${code?.toUpperCase().replaceAll('-', ' ')}`
    )
    expect(came.key).toBe('heir')
    const heir = await there.store.transact('relaxed', (tx) => getSetting(tx, 'device'))
    expect(await there.keyring.find(heir!)).toBeDefined()
    const segments = await there.store.transact('relaxed', (tx) => tx.list('segments'))
    expect(segments.slice(0, -1)).toEqual(chain)
    const { header, facts } = await readSegment(segments.at(-1)!.bytes, testVerify)
    expect([header.prev, facts.map(({ content }) => [content.kind, content.to])]).toEqual([
      chain.at(-1)?.hash,
      [['succeed', heir]]
    ])
    expect(await there.store.transact('relaxed', (tx) => getSetting(tx, 'before'))).toEqual([KEY.device])
    const before = await rowsIn(there.store)
    expect(await restore(there, await readBackup(bytes, testVerify), code)).toMatchObject({ items: 0, key: 'kept' })
    expect(await rowsIn(there.store)).toEqual(before)
  })

  it.each(['', '0', 'u'.repeat(26), '0'.repeat(26)])(
    '[BK7] "%s" is no code of it, and changes nothing',
    async (wrong) => {
      const backup = await readBackup((await (await atWork()).make()).bytes, testVerify)
      const there = elsewhere()
      if (wrong === '') expect(await restore(there, backup, wrong)).toMatchObject({ key: 'new' })
      else await expect(restore(there, backup, wrong)).rejects.toMatchObject({ why: 'bad-code' })
      expect(Object.keys(await rows(there.store)).length === 0).toBe(wrong !== '')
    }
  )

  it('[BK7] without a code a new one signs what was never sealed, and says the consent again', async () => {
    const { parts, store, computer } = await atWork()
    const consent = { kind: 'consent', v: 1, terms: TERMS, saved: 5 }
    const { task: _, ...given } = itemOf(7, [consent])
    await put(store, (tx) => tx.put('items', given))
    await makeBackup(parts)
    await put(store, (tx) => tx.put('items', itemOf(8)))
    // Its key is gone when it is made: nothing more is sealed.
    const { bytes, code } = await makeBackup({ ...parts, keyring: keyringWith() })
    expect(code).toBeUndefined()
    const there = elsewhere()
    expect(await restore(there, await readBackup(bytes, testVerify))).toMatchObject({ key: 'new', items: 4 })
    const open = (await there.store.transact('relaxed', (tx) => tx.list('items'))).filter(({ segment }) => !segment)
    expect(open.map(({ device, contents }) => [device, contents[0]?.kind]).sort()).toEqual([
      [NEXT.device, 'assistant_reply'],
      [NEXT.device, 'consent']
    ])
    expect(await computer.keyring.find(NEXT.device)).toBeUndefined()
  })

  it('[BK7] where another key is in use, it stays without a code, and makes room for the heir with one', async () => {
    const { make } = await atWork()
    const { bytes, code } = await make()
    const backup = await readBackup(bytes, testVerify)
    const there = elsewhere(keyringWith(NEXT))
    await put(there.store, async (tx) => {
      await setSetting(tx, 'project', PROJECT)
      await setSetting(tx, 'device', NEXT.device)
    })
    const keys = () =>
      there.store.transact('relaxed', async (tx) => [await getSetting(tx, 'device'), await getSetting(tx, 'before')])
    expect(await restore(there, backup)).toMatchObject({ key: 'kept', items: 3 })
    expect(await keys()).toEqual([NEXT.device, [KEY.device]])
    expect(await restore(there, backup, code)).toMatchObject({ key: 'heir', items: 0 })
    expect(await keys()).toEqual([backup.head.succession?.heir, [NEXT.device, KEY.device]])
  })
})

describe('a damaged backup', () => {
  it('[BK4] a byte flipped anywhere is told, and costs at most the row that it lies in', async () => {
    const { bytes, head } = await (await atWork()).make()
    const step = Math.ceil(bytes.byteLength / 400)
    for (let at = 0; at < bytes.byteLength; at += step) {
      const bad = bytes.slice()
      bad[at] = (bad[at] ?? 0) ^ 0x10
      const { entries, faults } = await readBackup(bad, testVerify)
      expect(faults, `byte ${at}`).toHaveLength(1)
      const lost = faults[0]?.is === 'damaged' ? 1 : 0
      expect(entries, `byte ${at}`).toHaveLength(head.rows - lost)
      if (lost) expect(faults[0]).toMatchObject({ table: expect.any(String), key: expect.any(String) })
    }
  })

  it('[BK4] one that is cut off gives what is there, and says from where on nothing is', async () => {
    const { bytes, head } = await (await atWork()).make()
    const half = await readBackup(bytes.subarray(0, bytes.byteLength / 2), testVerify)
    expect(half.faults).toEqual([{ is: 'cut', part: half.entries.length }])
    expect(half.entries.length).toBeGreaterThan(0)
    const there = elsewhere()
    await restore(there, half)
    expect(half.entries.length).toBeLessThan(head.rows)
    await expect(readBackup(bytes.subarray(0, 300), testVerify)).rejects.toMatchObject({ why: 'no-backup' })
    await expect(readBackup(utf8('no backup'), testVerify)).rejects.toMatchObject({ why: 'no-backup' })
  })

  it('[BK4] rows that are not what they say are named and left out, signatures too', async () => {
    const { bytes, head } = await (await atWork()).make()
    const bad = (row: unknown, table: string, key: string) =>
      readBackup(
        new Uint8Array([
          ...writeFrame(encodeCbor([3, 1, { ...head, rows: 1 }])),
          ...writeFrame(encodeCbor([2, 1, 0, 1, [[table, key, row]]]))
        ]),
        testVerify
      )
    const { entries } = await readBackup(bytes, testVerify)
    const segment = entries.find(({ table }) => table === 'segments')!.row as { bytes: Uint8Array; device: string }
    const forged = segment.bytes.slice()
    forged[40] = (forged[40] ?? 0) ^ 1
    const cases: [unknown, string, string][] = [
      [{ ...segment, bytes: forged }, 'segments', `${segment.device}/0000000001`],
      [{ ...itemOf(0), device: NEXT.device }, 'items', itemOf(0).id],
      [taskOf(0), 'tasks', `${taskOf(0).batch}/0000000001`],
      [{ ...draftOf(0, ''), value: 7 }, 'drafts', `${taskOf(0).batch}/0000000000`],
      [{ document: 'batch/x', n: 0, bytes: forged }, 'updates', 'batch/x/0000000000']
    ]
    for (const [row, table, key] of cases) {
      const read = await bad(row, table, key)
      expect([read.entries.length, read.faults[0]]).toEqual([0, { is: 'malformed', part: 0, table, key }])
    }
  })

  it('[BK2] [BK6] private notes are in it; where one stands already it stays, and no page of notes is counted for them', async () => {
    const { store, make } = await atWork()
    const { batch } = taskOf(0)
    await keepPrivateNote(store, batch, 0, 'ask Juma')
    await keepPrivateNote(store, batch, 1, 'and Amina')
    const { bytes, head } = await make()
    const backup = await readBackup(bytes, testVerify)
    expect([backup.faults, head.holds.notes]).toEqual([[], 1])
    const there = elsewhere()
    await keepPrivateNote(there.store, batch, 1, 'a newer one')
    for (let times = 0; times < 2; times++) await restore(there, backup)
    const notes = await there.store.transact('relaxed', readPrivateNotes)
    expect([...notes.values()]).toEqual(['ask Juma', 'a newer one'])
  })

  it('[BK5] what a later version added is told, and the rest is taken', async () => {
    const { bytes, head } = await (await atWork()).make()
    const { entries } = await readBackup(bytes, testVerify)
    const rows = [['garden', 'x', 1], ...entries.map(({ table, row }) => [table, KEY_OF[table](row as never), row])]
    const later = rows.map((row, part) => writeFrame(encodeCbor([2, 1, part, rows.length, [row]])))
    const newHead = writeFrame(encodeCbor([3, 2, { ...head, rows: rows.length, seasons: 4 }]))
    const file = Buffer.concat([newHead, ...later, writeFrame(encodeCbor([77])), newHead])
    const read = await readBackup(new Uint8Array(file), testVerify)
    expect(read.faults.slice(0, 2).map(({ is }) => is)).toEqual(['newer', 'unknown'])
    const there = elsewhere()
    expect(await restore(there, read)).toMatchObject({ items: 3, drafts: 1 })
  })
})
