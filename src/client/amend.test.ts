import { beforeEach, describe, expect, it } from 'vitest'
import type { FactId } from '../core/fact/fact.ts'
import { uuidOf } from '../core/hash.ts'
import type { ManualSystem } from '../sync/manual-system.ts'
import type { Device } from './device.ts'
import { offlineDevice } from './examples/offline.ts'
import type { DeviceStore, TaskRow } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const nameOf = (place: number) => `${BATCH}/${place}`
const HASH = 'e'.repeat(64)
const reply = { role: 'assistant', lang: 'sw', text: 'Nzuri.' } as const

let store: DeviceStore
let device: Device
let system: ManualSystem

beforeEach(async () => {
  const task = (place: number, kind: TaskRow['kind']): TaskRow => ({
    ...{ batch: BATCH, place, kind, lang: 'sw', candidates: kind.startsWith('rank') ? [reply, reply] : [] },
    thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }]
  })
  const tasks = [task(0, 'assistant_reply'), task(1, 'label_prompter_reply'), task(2, 'rank_assistant_replies')]
  ;({ store, device, system } = await offlineDevice(...tasks))
})

/** As a contact does with everything that is finished. */
async function seal(): Promise<void> {
  await store.transact('strict', async (tx) => {
    const items = await tx.list('items')
    for (const item of items) await tx.put('items', { ...item, segment: HASH })
    const facts = items.map(({ id }) => id)
    await tx.put('segments', { device: 'd'.repeat(64), n: 0, hash: HASH, next: 9, bytes: new Uint8Array(), facts })
  })
  device.refresh()
}

async function sealed(answer: Record<string, unknown>): Promise<FactId> {
  const { id } = await device.answer(answer)
  await seal()
  return id
}

const contentOf = async (id: FactId) => (await store.transact('relaxed', (tx) => tx.get('items', id)))?.contents.at(-1)

describe('a change of what was sealed', () => {
  it('[DV5] of a message names the message, the version that it saw, and the new words', async () => {
    const first = await sealed({ task: nameOf(0), text: 'Nzuri' })
    const second = await device.amend({ amend: first, text: 'Nzuri sana' })
    const message = uuidOf(first)
    expect(second.contents).toMatchObject([{ kind: 'amend', v: 1, message, saw: message, text: 'Nzuri sana' }])
    await seal()
    // The first is named, its newest version is changed.
    const third = await device.amend({ amend: first, text: 'Nzuri mno' })
    expect(third.contents).toMatchObject([{ message, saw: uuidOf(second.id), text: 'Nzuri mno' }])
    expect(third.amends).toBe(second.id)
  })

  it('[DV5] keeps the version before it, and shows both with what became of each', async () => {
    const first = await sealed({ task: nameOf(0), text: 'Nzuri' })
    const { id } = await device.amend({ amend: first, text: 'Nzuri sana' })
    expect(await device.work()).toMatchObject([
      {
        id,
        kind: 'assistant_reply',
        state: 'saved',
        text: 'Nzuri sana',
        changeable: true,
        earlier: [{ text: 'Nzuri' }]
      },
      { id: first, kind: 'assistant_reply', state: 'waiting', text: 'Nzuri', amendedBy: id }
    ])
    expect((await device.items()).map(({ kind, state }) => [kind, state])).toEqual([
      ['assistant_reply', 'waiting'],
      ['amend', 'saved']
    ])
  })

  it('[DV5] of a review or a ballot is given again, and later by the clock whatever the clock says', async () => {
    const review = await sealed({ task: nameOf(1), labels: { spam: 0 } })
    const ballot = await sealed({ task: nameOf(2), order: [0, 1] })
    await system.pass(-1_000_000)
    const again = await device.amend({ amend: review, labels: { spam: 1 } })
    expect(again.contents).toMatchObject([{ kind: 'label_prompter_reply', task: [BATCH, 1], labels: { spam: 1 } }])
    expect(Number(again.contents[0]?.saved)).toBeGreaterThan(Number((await contentOf(review))?.saved))
    expect((await device.amend({ amend: ballot, order: [[0, 1]] })).contents).toMatchObject([{ order: [[0, 1]] }])
  })

  it('[DV5] takes texts of any length', async () => {
    const first = await sealed({ task: nameOf(0), text: 'Nzuri' })
    const long = 'ndefu '.repeat(2000)
    const { id, contents } = await device.amend({ amend: first, text: long })
    expect(contents.length).toBeGreaterThan(1)
    expect((await device.work()).find((work) => work.id === id)?.text).toBe(long)
  })

  it('[DV5] can itself be undone until it is sealed: its words are the draft of the change', async () => {
    const first = await sealed({ task: nameOf(0), text: 'Nzuri' })
    const { id } = await device.amend({ amend: first, text: 'Nzuri sana' })
    await device.undo(id)
    expect((await device.task(BATCH, 0))?.item).toBe(first)
    expect(await device.draft(BATCH, 0)).toMatchObject({ value: { text: 'Nzuri sana' }, changes: first })
    expect((await device.work()).map(({ state, text }) => [state, text])).toEqual([
      ['draft', 'Nzuri sana'],
      ['waiting', 'Nzuri']
    ])
    await device.amend({ amend: first, text: 'Nzuri sana' })
    expect(await device.draft(BATCH, 0)).toBeUndefined()
  })

  it('[DV5] a draft of it is kept beside the item until it is finished', async () => {
    const first = await sealed({ task: nameOf(0), text: 'Nzuri' })
    await device.keepDraft(BATCH, 0, { text: 'Nzuri s' }, { changes: first })
    expect(await device.draft(BATCH, 0)).toMatchObject({ changes: first, value: { text: 'Nzuri s' } })
    expect((await device.tasks()).map(({ place }) => place)).toEqual([1, 2])
  })
})

describe('no change', () => {
  it.each([
    ['of what is not sealed, which is undone instead', { text: 'Nzuri sana' }, { what: 'not-sealed' }, false],
    ['that says the same', { text: 'Nzuri' }, { field: 'text' }, true],
    ['without words', { text: ' ' }, { field: 'text' }, true],
    ['of another sort', { labels: { spam: 0 } }, { field: 'text' }, true],
    ['that is a skip', { skip: 'unclear' }, { field: 'skip' }, true],
    ['of another task', { text: 'x', task: nameOf(1) }, { field: 'task' }, true]
  ])('[DV5] is made %s', async (_, fields, fault, isSealed) => {
    const { id } = await device.answer({ task: nameOf(0), text: 'Nzuri' })
    if (isSealed) await seal()
    await expect(device.amend({ amend: id, ...fields })).rejects.toMatchObject(fault)
    expect(await device.items()).toHaveLength(1)
  })

  it('[DV5] is made of what is not here, or of a skip', async () => {
    await expect(device.amend({ amend: 'f'.repeat(64), text: 'x' })).rejects.toMatchObject({ what: 'no-item' })
    await expect(device.amend({ text: 'x' })).rejects.toMatchObject({ field: 'amend' })
    const skip = await sealed({ task: nameOf(0), skip: 'unclear' })
    await expect(device.amend({ amend: skip, text: 'x' })).rejects.toMatchObject({ what: 'no-change' })
  })
})
