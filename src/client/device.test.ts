import { beforeEach, describe, expect, it } from 'vitest'
import { manualSystem } from '../sync/manual-system.ts'
import { Device } from './device.ts'
import { setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'
import type { DeviceStore, TaskRow } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const task = (place: number, kind: TaskRow['kind']): TaskRow => ({
  ...{ batch: BATCH, place, kind, lang: 'sw', candidates: [] },
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }]
})
const nameOf = (place: number) => `${BATCH}/${place}`

let store: DeviceStore
let device: Device

beforeEach(async () => {
  store = openMemoryStore()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'project', 'a'.repeat(64))
    await setSetting(tx, 'address', 'http://127.0.0.1:1')
    await setSetting(tx, 'device', 'd'.repeat(64))
    await tx.put('batches', { id: BATCH, document: 'batch/x', until: 7, segment: new Uint8Array() })
    await tx.put('tasks', task(0, 'assistant_reply'))
    await tx.put('tasks', task(1, 'label_prompter_reply'))
    await tx.put('tasks', task(2, 'assistant_reply'))
  })
  device = deviceOn(store)
})

/** Its hub is never there. */
function deviceOn(on: DeviceStore): Device {
  const unused = () => Promise.reject(new Error('not in this test'))
  return new Device({
    ...{ store: on, keyring: { make: unused, find: unused }, verify: unused, system: manualSystem() },
    connect: () => ({
      ...{ binaryType: 'arraybuffer', extensions: '', onopen: null, onmessage: null, onclose: null, onerror: null },
      send() {},
      close() {}
    })
  })
}

describe('a device without a hub', () => {
  it('[DV2] keeps a draft until its task is finished, and shows it first', async () => {
    await device.keepDraft(BATCH, 0, { text: 'Nzu' })
    await device.answer({ task: nameOf(1), skip: 'not sure' })
    expect((await device.work()).map(({ state, kind, text }) => [state, kind, text])).toEqual([
      ['draft', 'assistant_reply', 'Nzu'],
      ['saved', 'skip', undefined]
    ])
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    expect(await device.draft(BATCH, 0)).toBeUndefined()
    await device.keepDraft(BATCH, 0, { text: 'too late' })
    expect(await device.draft(BATCH, 0)).toBeUndefined()
  })

  it('[DV2] drops a draft that became empty', async () => {
    await device.keepDraft(BATCH, 0, { text: 'Nzu' })
    await device.keepDraft(BATCH, 0, undefined)
    expect(await device.work()).toEqual([])
  })

  it('[DV2] tells when a draft comes or goes, and not of each letter', async () => {
    let heard = 0
    device.onChange(() => (heard += 1))
    for (const text of ['N', 'Nz', 'Nzu']) await device.keepDraft(BATCH, 0, { text })
    expect([heard, (await device.draft(BATCH, 0))?.value]).toEqual([1, { text: 'Nzu' }])
    for (const _ of 'ab') await device.keepDraft(BATCH, 0, undefined)
    expect(heard).toBe(2)
  })

  it('[DV3] gives back what was written as the draft of the task that an undo opens', async () => {
    const long = 'ndefu '.repeat(2000)
    const { id } = await device.answer({ task: nameOf(2), text: long })
    await device.undo(id)
    expect((await device.draft(BATCH, 2))?.value).toEqual({ text: long, lang: 'sw' })
    const skip = await device.answer({ task: nameOf(2), skip: 'not sure' })
    await device.undo(skip.id)
    expect((await device.draft(BATCH, 2))?.value).toEqual({ text: long, lang: 'sw' })
    expect((await device.tasks()).length).toBe(3)
  })

  it('tells of each task of a batch whether it is open, done or skipped', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await device.answer({ task: nameOf(1), skip: 'not sure' })
    const [batch] = await device.batches()
    expect(batch?.tasks.map(({ is }) => is)).toEqual(['done', 'skipped', 'open'])
    expect(await device.batch(batch?.id ?? '')).toEqual(batch)
    expect(await device.batch('c'.repeat(64))).toBeUndefined()
  })

  it('counts what no hub has confirmed, in items and bytes', async () => {
    expect(await device.line()).toMatchObject({ items: 0, bytes: 0, joined: false, connected: false, syncing: false })
    await device.answer({ task: nameOf(0), text: 'Nzuri sana' })
    const { items, bytes } = await device.line()
    expect(items).toBe(1)
    expect(bytes).toBeGreaterThan('Nzuri sana'.length)
  })

  it('says of the terms, as they are now, whether they were accepted here', async () => {
    expect(await device.terms()).toBeUndefined()
    const show = async (hash: string) => {
      await store.transact('strict', (tx) => setSetting(tx, 'terms', hash.repeat(64)))
      device.refresh()
    }
    await show('1')
    expect(await device.terms()).toMatchObject({ accepted: false })
    await device.acceptTerms()
    expect(await device.terms()).toMatchObject({ accepted: true })
    await show('2')
    expect(await device.terms()).toMatchObject({ accepted: false })
  })

  it('syncs also while a page of notes cannot be read, and says so until it is stopped', async () => {
    await store.transact('strict', async (tx) => {
      await setSetting(tx, 'notes', ['sw', 'en'])
      await tx.put('updates', { document: 'notes/sw', n: 0, bytes: new Uint8Array([255, 255]) })
    })
    await device.start()
    expect(await device.line()).toMatchObject({ syncing: true, trouble: expect.any(Error) })
    await device.stop()
    expect(await device.line()).toMatchObject({ syncing: false })
    expect((await device.line()).trouble).toBeUndefined()
  })

  it('begins to sync anew also while notes cannot be saved', async () => {
    const fragile: DeviceStore = {
      ...store,
      transact: (durability, work) =>
        durability === 'strict' ? Promise.reject(new Error('full')) : store.transact(durability, work)
    }
    const online = deviceOn(fragile)
    const notes = await online.openNotes('sw')
    notes.text.insert(0, 'Habari')
    await expect(online.stop()).rejects.toThrow('full')
    await online.restart()
    expect(await online.line()).toMatchObject({ syncing: true })
    await expect(online.stop()).rejects.toThrow('full')
  })

  it('follows the hub of its own project to another address, and no other hub', async () => {
    const invite = (project: string) => `http://127.0.0.1:2/join#${project.repeat(64)}.${'s'.repeat(26)}`
    await device.follow(invite('a'))
    expect(await device.line()).toMatchObject({ address: 'http://127.0.0.1:2' })
    await expect(device.follow(invite('c'))).rejects.toMatchObject({ what: 'another-project' })
    expect(await device.line()).toMatchObject({ address: 'http://127.0.0.1:2' })
  })
})
