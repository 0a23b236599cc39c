import { beforeEach, describe, expect, it } from 'vitest'
import { makeFact } from '../core/fact/fact.ts'
import { testSigner } from '../sync/examples/key.ts'
import { manualSystem } from '../sync/manual-system.ts'
import type { FactReceipt } from '../sync/receipt.ts'
import type { Signer } from '../sync/signer.ts'
import { Device } from './device.ts'
import { setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'
import type { DeviceStore, TaskRow } from './store/store.ts'
import { Outbox } from './sync/outbox.ts'

// Titles are lines of docs/regressions.md.

const BATCH = 'b'.repeat(64)
const PROJECT = 'a'.repeat(64)
const nameOf = (place: number) => `${BATCH}/${place}`

let store: DeviceStore
let device: Device
let signer: Signer
let outbox: Outbox

beforeEach(async () => {
  store = openMemoryStore()
  signer = await testSigner(1)
  outbox = new Outbox(store, PROJECT)
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'project', PROJECT)
    await setSetting(tx, 'device', signer.device)
    await setSetting(tx, 'address', 'http://127.0.0.1:1')
    await tx.put('batches', { id: BATCH, document: 'batch/x', until: 7, segment: new Uint8Array() })
    for (let place = 0; place < 3; place++) await tx.put('tasks', task(place))
  })
  device = opened(store)
})

function task(place: number): TaskRow {
  const thread = [{ role: 'prompter' as const, lang: 'sw', text: 'Habari?' }]
  return { batch: BATCH, place, kind: 'assistant_reply', lang: 'sw', thread, candidates: [] }
}

/** Its hub refuses every connection at once. */
function opened(on: DeviceStore): Device {
  const unused = () => Promise.reject(new Error('not in this test'))
  return new Device({
    ...{ store: on, keyring: { make: unused, find: async () => signer }, verify: async () => true },
    system: manualSystem(),
    connect: () => {
      throw new Error('no network')
    }
  })
}

/** As a contact does; `receipts` are what the hub then says, one a segment. */
async function contact(...receipts: FactReceipt[]): Promise<void> {
  await outbox.sealAll(signer)
  for (const [at, receipt] of receipts.entries()) {
    const segment = (await outbox.unreceived(signer.device))[0]
    if (segment) {
      const facts = segment.facts.map(() => receipt)
      await outbox.keepReceipts([{ segment: segment.hash, stamp: at + 1, hub: 'h'.repeat(64), facts }])
    }
  }
  device.refresh()
}

const states = async () => (await device.items()).map(({ state }) => state)

describe('lost drafts and lost work', () => {
  it('nothing is deleted before the upload was confirmed, nor after', async () => {
    const { id } = await device.answer({ task: nameOf(0), text: 'Nzuri' })
    const here = async () => (await device.work()).map((work) => [work.id, work.text])
    for (const receipts of [[], [{ is: 'received' }], [{ is: 'merged' }]] as const) {
      await contact(...receipts)
      expect(await here()).toEqual([[id, 'Nzuri']])
      expect(await store.transact('relaxed', (tx) => tx.list('segments'))).toHaveLength(1)
    }
  })

  it('a failed send deletes nothing, however often it fails', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    for (let times = 0; times < 5; times++) {
      await contact()
      await outbox.held(signer.device, undefined, [])
    }
    expect(await states()).toEqual(['waiting'])
    expect(await outbox.unreceived(signer.device)).toHaveLength(1)
  })

  it('two chapters do not go at one stroke: every version of a long text is there until it is finished, and after', async () => {
    const chapters = 'Sura ndefu. '.repeat(3000)
    await device.keepDraft(BATCH, 0, { text: chapters })
    await device.keepDraft(BATCH, 0, { text: 'S' })
    await device.answer({ task: nameOf(0), text: 'S' })
    expect((await device.versions(BATCH, 0)).map(({ value }) => value.text)).toEqual([chapters])
  })

  it('an app update does not eat unsent edits: drafts and items of the version before are read as they are', async () => {
    const draft = { batch: BATCH, place: 0, value: { text: 'Nzu' }, saved: 1 }
    await store.transact('strict', (tx) => tx.put('drafts', draft))
    await device.answer({ task: nameOf(1), text: 'Nzuri' })
    const after = opened(store)
    expect((await after.work()).map(({ state, text }) => [state, text])).toEqual([
      ['draft', 'Nzu'],
      ['saved', 'Nzuri']
    ])
    await after.keepDraft(BATCH, 0, { text: 'Nzuri pia' })
    expect((await after.draft(BATCH, 0))?.value).toEqual({ text: 'Nzuri pia' })
  })
})

describe('false or missing status', () => {
  it('no success is shown without success: received is said on a receipt alone, and saved after the write alone', async () => {
    const full: DeviceStore = { ...store, transact: () => Promise.reject(new Error('full')) }
    await expect(opened(full).answer({ task: nameOf(0), text: 'Nzuri' })).rejects.toThrow('full')
    expect(await states()).toEqual([])
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    expect(await states()).toEqual(['saved'])
    await contact()
    expect(await states()).toEqual(['waiting'])
    await contact({ is: 'received' })
    expect(await states()).toEqual(['received'])
    // The hub was put back from a backup: what it lost is no longer called received.
    await outbox.held(signer.device, undefined, [])
    device.refresh()
    expect(await states()).toEqual(['waiting'])
  })

  it('anybody can tell what has synced: the line names what waits and when the hub last answered', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await contact({ is: 'received' })
    await store.transact('strict', (tx) => setSetting(tx, 'contact', 1_793_606_400_000))
    await device.answer({ task: nameOf(1), text: 'Nzuri' })
    device.refresh()
    expect(await device.line()).toMatchObject({ items: 1, contact: 1_793_606_400_000, connected: false })
    expect(await states()).toEqual(['received', 'saved'])
  })

  it('never more than 100 %: a task that was undone, changed and changed again is done once', async () => {
    const first = await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await device.undo(first.id)
    const second = await device.answer({ task: nameOf(0), text: 'Nzuri sana' })
    await contact()
    const third = await device.amend({ amend: second.id, text: 'Nzuri mno' })
    await contact()
    await device.amend({ amend: third.id, text: 'Nzuri kabisa' })
    const [batch] = await device.batches()
    expect(batch?.tasks.map(({ is }) => is)).toEqual(['done', 'open', 'open'])
  })

  it('the wheel does not spin on when all is there: what waits and what the line counts end together', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await contact()
    expect([(await device.open()).items, (await device.line()).items]).toEqual([1, 1])
    await contact({ is: 'received' })
    expect(await device.open()).toEqual({ items: 0, notes: 0, fetching: false })
    expect(await device.line()).toMatchObject({ items: 0, bytes: 0, notes: 0, fetching: false })
  })

  it('devices do not count differently: two programs on one store say the same', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await device.answer({ task: nameOf(1), skip: 'unclear' })
    const other = opened(store)
    expect(await other.line()).toEqual(await device.line())
    expect(await other.items()).toEqual(await device.items())
  })

  it('the count of what is unsent reminds: every finished item is in it until its receipt, with its bytes', async () => {
    const counts: number[] = []
    const count = async () => counts.push((await device.line()).items)
    await count()
    for (const place of [0, 1]) {
      await device.answer({ task: nameOf(place), text: 'Nzuri' })
      await count()
    }
    expect((await device.line()).bytes).toBeGreaterThan(0)
    await contact()
    await count()
    await contact({ is: 'received' })
    await count()
    expect(counts).toEqual([0, 1, 2, 2, 0])
  })

  it('no honest vote is ignored in silence: what does not count says so, with its rule, at the next receipt', async () => {
    await device.answer({ task: nameOf(0), text: 'Nzuri' })
    await contact({ is: 'spare', rule: 'older-version' })
    expect(await device.work()).toMatchObject([{ state: 'spare', rule: 'older-version' }])
  })
})

describe('conflicts', () => {
  it('a project can be opened whatever came into it, without support: what is strange stays, and all else is read, done and sealed', async () => {
    const content = { kind: 'applause', v: 9, about: ['something', 'new'] }
    const { id } = makeFact(signer.device, content)
    await store.transact('strict', async (tx) => {
      await tx.put('items', { id, device: signer.device, contents: [content], saved: 1, order: 0 })
      await tx.put('tasks', { ...task(7), kind: 'sing_message' as TaskRow['kind'] })
      await tx.put('drafts', { batch: 'e'.repeat(64), place: 0, value: { melody: [1, 2] }, saved: 1 })
      await tx.put('updates', { document: 'notes/sw', n: 0, bytes: new Uint8Array([255, 255]) })
      await setSetting(tx, 'notes', ['sw'])
      await setSetting(tx, 'before', ['f'.repeat(64)])
      await setSetting(tx, 'order', 1)
    })
    const opens = opened(store)
    expect((await opens.batches()).map(({ tasks }) => tasks.length)).toEqual([4])
    expect((await opens.work()).map(({ kind, state }) => [kind, state])).toEqual([
      ['draft', 'draft'],
      ['applause', 'saved']
    ])
    await opens.answer({ task: nameOf(0), text: 'Nzuri' })
    await outbox.sealAll(signer)
    opens.refresh()
    expect((await opens.items()).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(await opens.line()).toMatchObject({ items: 2 })
  })

  it('what is discarded is a list, not a number: each item with its words, its outcome and the rule', async () => {
    for (const [place, text] of ['Moja', 'Mbili', 'Tatu'].entries()) {
      await device.answer({ task: nameOf(place), text })
      await contact()
    }
    const outcomes: FactReceipt[] = [
      { is: 'returned', rule: 'copied' },
      { is: 'spare', rule: 'tree-finished' },
      { is: 'merged' }
    ]
    await contact(...outcomes)
    expect((await device.work()).map(({ text, state, rule }) => [text, state, rule])).toEqual([
      ['Tatu', 'merged', undefined],
      ['Mbili', 'spare', 'tree-finished'],
      ['Moja', 'returned', 'copied']
    ])
  })
})
