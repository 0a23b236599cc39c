import { afterAll, describe, expect, it } from 'vitest'
import type { Device } from '../../src/client/device.ts'
import { setSetting } from '../../src/client/settings.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { readDocumentMessage } from '../../src/sync/documents/protocol.ts'
import { FIRST_DOCUMENT } from '../../src/sync/link/frame.ts'
import { fallible, keys, Workshop } from './people.ts'

afterAll(removeFolders)

/** The notes as the hub's disk has them. */
async function kept({ world }: Workshop, lang = 'en'): Promise<string> {
  const { MemberDocument } = await import('../../src/hub/documents/member-documents.ts')
  const log = await world.store.read((tx) => tx.documentUpdates(`notes/${lang}`))
  return new MemberDocument([...log]).doc.getText('notes').toString()
}

async function noted(workshop: Workshop, device: Device) {
  const notes = await device.openNotes('en')
  await workshop.passUntil(() => notes.synced)
  // Nothing waits in an empty page that no hub has seen; what arrives shows that one is there.
  notes.text.insert(notes.text.length, '.')
  await workshop.passUntil(() => notes.synced)
  notes.text.delete(notes.text.length - 1, 1)
  await workshop.passUntil(() => notes.synced)
  return notes
}

describe('notes of a device (wires in memory, time by hand)', () => {
  it('[DC6] what two write at once, each without the other, is merged when a link comes', async () => {
    const workshop = await Workshop.begin()
    const [ada, bo] = [await workshop.joined(), await workshop.joined()]
    const [hers, his] = [await noted(workshop, ada), await noted(workshop, bo)]
    workshop.wires.dead = true
    workshop.wires.cut()
    hers.text.insert(0, 'Ask for sources. ')
    his.text.insert(0, 'No insults. ')
    expect([hers.synced, his.synced]).toEqual([false, false])
    workshop.wires.dead = false
    await workshop.passUntil(() => hers.synced && his.synced && hers.text.length === 29 && his.text.length === 29)
    expect(hers.text.toString()).toBe(his.text.toString())
    expect(await kept(workshop)).toBe(hers.text.toString())
    await workshop.end()
  })

  it('[DC6] a page that cannot be read holds up neither the other pages nor the work', async () => {
    const workshop = await Workshop.begin()
    const [store, keyring] = [openMemoryStore(), keys()]
    const ada = await workshop.joined(store, keyring)
    const notes = await noted(workshop, ada)
    notes.text.insert(0, 'Ask for sources. ')
    await workshop.passUntil(() => notes.synced)
    await ada.stop()
    await store.transact('strict', async (tx) => {
      await setSetting(tx, 'notes', ['sw', 'en'])
      await tx.put('updates', { document: 'notes/sw', n: 0, bytes: new Uint8Array([255, 255]) })
    })
    const again = workshop.device(store, keyring)
    await again.start()
    const english = await again.openNotes('en')
    english.text.insert(0, '1. ')
    await workshop.passUntil(() => english.synced)
    expect(await kept(workshop)).toBe('1. Ask for sources. ')
    expect((await again.line()).trouble).toBeInstanceOf(Error)
    await expect(again.synced(60_000)).rejects.toThrow()
    await workshop.end()
  })

  it('[DC8] opened without a hub, they are still known to have arrived, and an edit more waits', async () => {
    const workshop = await Workshop.begin()
    const store = openMemoryStore()
    const notes = await noted(workshop, await workshop.joined(store))
    notes.text.insert(0, 'Ask for sources. ')
    await workshop.passUntil(() => notes.synced)
    const other = await noted(workshop, await workshop.joined())
    other.text.insert(0, 'No insults. ')
    await workshop.passUntil(() => notes.text.length === 29 && notes.safe)
    const again = async () => workshop.device(store).openNotes('en')
    await until(async () => (await again()).synced)
    const offline = await again()
    offline.text.insert(0, '1. ')
    await offline.saved()
    expect(offline.synced).toBe(false)
    expect((await again()).synced).toBe(false)
    await workshop.end()
  })

  it('[DC8] an edit is synced once it is on the hub’s disk, and not before, whatever it is', async () => {
    const workshop = await Workshop.begin()
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    const edits: [() => void, string][] = [
      [() => notes.text.insert(0, 'one two three'), 'one two three'],
      [() => notes.text.delete(3, 4), 'one three'],
      [() => notes.text.delete(0, 9), ''],
      [() => notes.text.insert(0, 'x'.repeat(20_000)), 'x'.repeat(20_000)],
      [() => notes.text.delete(10, 19_990), 'x'.repeat(10)]
    ]
    for (const [edit, wanted] of edits) {
      edit()
      expect(notes.synced).toBe(false)
      const seen: string[] = []
      const forget = device.onChange(() => void (notes.synced && kept(workshop).then((text) => seen.push(text))))
      await workshop.passUntil(() => notes.synced)
      await until(() => seen.length > 0)
      forget()
      expect([seen[0] === wanted, await kept(workshop)]).toEqual([true, wanted])
    }
    await workshop.end()
  })

  it('[DC8] being sent is no proof: what a cut swallowed is not synced, and is sent again', async () => {
    const workshop = await Workshop.begin()
    const { wires } = workshop
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    notes.text.insert(0, 'one two')
    await workshop.passUntil(() => notes.synced)
    for (const edit of [() => notes.text.delete(0, 4), () => notes.text.insert(0, 'three ')]) {
      wires.holds = (side, { channel }) => side === 'up' && channel >= FIRST_DOCUMENT
      const before = wires.last.sent.up.length
      edit()
      await until(() => wires.last.sent.up.length > before)
      expect(notes.synced).toBe(false)
      wires.holds = () => false
      wires.cut()
      await workshop.passUntil(() => wires.last.said('down', 'welcome').length > 0)
      await workshop.passUntil(() => notes.synced)
    }
    expect(await kept(workshop)).toBe('three two')
    await workshop.end()
  })

  it('[DC8] a deletion made without any link is told when one comes, also after a new start', async () => {
    const workshop = await Workshop.begin()
    const store = openMemoryStore()
    const device = await workshop.joined(store)
    const notes = await noted(workshop, device)
    notes.text.insert(0, 'secret word')
    await workshop.passUntil(() => notes.synced)
    await device.stop()
    const offline = await device.openNotes('en')
    offline.text.delete(0, 7)
    await offline.saved()
    await device.stop()
    await device.start()
    await device.synced(3_600_000)
    expect(await kept(workshop)).toBe('word')
    await workshop.end()
  })

  it('[DC8] sync waits for the notes', async () => {
    const workshop = await Workshop.begin()
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    workshop.wires.holds = (side, { channel }) => side === 'down' && channel >= FIRST_DOCUMENT
    notes.text.insert(0, 'one')
    let done = false
    const synced = device.synced(3_600_000).then(() => {
      done = true
    })
    await until(async () => (await kept(workshop)) === 'one')
    expect([done, await device.open()]).toEqual([false, { items: 0, notes: 1, fetching: false }])
    workshop.wires.letGo()
    await synced
    await workshop.end()
  })

  it('[DC8] what is written while a question travels is asked for by the next', async () => {
    const workshop = await Workshop.begin()
    const { wires } = workshop
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    wires.holds = (side, { channel }) => side === 'down' && channel >= FIRST_DOCUMENT
    notes.text.insert(0, 'one')
    await until(async () => (await kept(workshop)) === 'one')
    notes.text.insert(3, ' two')
    await notes.saved()
    wires.letGo()
    await until(() => notes.synced)
    expect(await kept(workshop)).toBe('one two')
    await workshop.end()
  })

  it('[DC8] a hub put back from a backup gets the notes again, and they are not synced before', async () => {
    const workshop = await Workshop.begin()
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    notes.text.insert(0, 'one')
    await workshop.passUntil(() => notes.synced)
    await workshop.hubVanishes()
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(workshop.world.file)
    db.exec('DELETE FROM document_updates')
    db.close()
    await workshop.hubComesBack()
    // The hub has said what it holds; nothing has gone back yet.
    workshop.wires.holds = (side, { channel, payload }) =>
      side === 'up' && channel >= FIRST_DOCUMENT && readDocumentMessage(payload).is !== 'step1'
    await workshop.passUntil(() => !notes.synced)
    expect(await kept(workshop)).toBe('')
    workshop.wires.letGo()
    await workshop.passUntil(async () => (await kept(workshop)) === 'one')
    await workshop.passUntil(() => notes.synced)
    await workshop.end()
  })

  it('[DS1] an edit that could not be saved is told, kept in memory, and saved with the next', async () => {
    const workshop = await Workshop.begin()
    const state = { fails: false }
    const store = openMemoryStore()
    const device = workshop.device(fallible(store, state))
    const notes = await device.openNotes('en')
    notes.text.insert(0, 'one')
    await notes.saved()
    state.fails = true
    notes.text.insert(3, ' two')
    await expect(notes.saved()).rejects.toThrow('no space')
    expect(notes.text.toString()).toBe('one two')
    state.fails = false
    notes.text.insert(7, ' three')
    await notes.saved()
    await device.stop()
    expect((await workshop.device(store).openNotes('en')).text.toString()).toBe('one two three')
    await workshop.end()
  })

  it('[DC9] a text of any length, and its deletion and undoing, arrive in updates that a hub takes', async () => {
    const workshop = await Workshop.begin()
    const notes = await noted(workshop, await workshop.joined())
    const { UndoManager } = await import('yjs')
    const undo = new UndoManager(notes.text)
    const long = 'ሰላም 🌱 '.repeat(13_000)
    notes.text.insert(0, long)
    await workshop.passUntil(() => notes.synced)
    expect((await kept(workshop)) === long).toBe(true)
    undo.stopCapturing()
    notes.text.delete(0, long.length)
    await workshop.passUntil(() => notes.synced)
    expect(await kept(workshop)).toBe('')
    undo.undo()
    await workshop.passUntil(() => notes.synced)
    expect((await kept(workshop)) === long).toBe(true)
    await workshop.end()
  })

  it('[DC2] what is written before the hub has asked on a new link has no gap', async () => {
    const workshop = await Workshop.begin()
    const { wires } = workshop
    const notes = await noted(workshop, await workshop.joined())
    wires.dead = true
    wires.cut()
    notes.text.insert(0, 'one ')
    let asked = false
    wires.holds = (side, { channel, payload }) => {
      if (side === 'up' || channel < FIRST_DOCUMENT) return false
      asked ||= readDocumentMessage(payload).is === 'step1'
      return true
    }
    wires.dead = false
    await workshop.passUntil(() => asked)
    const link = wires.last
    notes.text.insert(4, 'two')
    wires.letGo()
    await workshop.passUntil(() => notes.synced)
    expect([await kept(workshop), wires.last === link]).toEqual(['one two', true])
    await workshop.end()
  })

  it('a stop and a new start leave notes open, and what is written in between goes out', async () => {
    const workshop = await Workshop.begin()
    const device = await workshop.joined()
    const notes = await noted(workshop, device)
    await device.stop()
    notes.text.insert(0, 'between')
    expect(notes.synced).toBe(false)
    await device.start()
    await workshop.passUntil(() => notes.synced)
    expect(await kept(workshop)).toBe('between')
    expect(await device.openNotes('en')).toBe(notes)
    await workshop.end()
  })

  it('two programs on one store see what the other has written, and the one that syncs sends it', async () => {
    const workshop = await Workshop.begin()
    const store = openMemoryStore()
    const device = await workshop.joined(store)
    const other = workshop.device(store)
    const [here, there] = [await noted(workshop, device), await other.openNotes('en')]
    there.text.insert(0, 'there ')
    here.text.insert(0, 'here ')
    await Promise.all([here.saved(), there.saved()])
    device.refresh()
    other.refresh()
    await Promise.all([here.saved(), there.saved()])
    expect(here.text.toString()).toBe(there.text.toString())
    await workshop.passUntil(() => here.synced)
    expect(await kept(workshop)).toBe(here.text.toString())
    expect(here.text.length).toBe(11)
    // Also a page that only the other one has opened.
    const elsewhere = await other.openNotes('am')
    elsewhere.text.insert(0, 'ሰላም')
    await elsewhere.saved()
    device.refresh()
    await workshop.passUntil(async () => (await kept(workshop, 'am')) === 'ሰላም')
    await workshop.end()
  })

  it('notes of no language are refused, and opening them twice gives the same', async () => {
    const workshop = await Workshop.begin()
    const device = workshop.device()
    await expect(device.openNotes('my notes')).rejects.toMatchObject({ code: 'D3', field: 'lang' })
    const [one, two] = await Promise.all([device.openNotes('en'), device.openNotes('en')])
    expect(one).toBe(two)
    await workshop.end()
  })
})
