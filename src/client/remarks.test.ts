import { beforeEach, describe, expect, it } from 'vitest'
import { checkFact } from '../core/fact/check.ts'
import { makeFact } from '../core/fact/fact.ts'
import { fits } from '../sync/segment/seal.ts'
import type { Device } from './device.ts'
import { offlineDevice } from './examples/offline.ts'
import { setSetting } from './settings.ts'
import type { DeviceStore } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const MESSAGE = '00000000-0000-8000-8000-000000000001'
const REPLY = '00000000-0000-8000-8000-000000000002'

let store: DeviceStore
let device: Device

beforeEach(async () => {
  ;({ store, device } = await offlineDevice({
    ...{ batch: BATCH, place: 0, kind: 'rank_assistant_replies', lang: 'sw' },
    thread: [{ id: MESSAGE, role: 'prompter', lang: 'sw', text: 'Habari?' }],
    candidates: [{ id: REPLY, role: 'assistant', lang: 'sw', text: 'Nzuri.' }]
  }))
})

const contents = async () =>
  (await store.transact('relaxed', (tx) => tx.list('items')))
    .sort((a, b) => a.order - b.order)
    .map((item) => item.contents.at(-1)!)

/** As a contact does with everything that is finished. */
async function seal(): Promise<void> {
  await store.transact('strict', async (tx) => {
    for (const item of await tx.list('items')) await tx.put('items', { ...item, segment: 'e'.repeat(64) })
  })
  device.refresh()
}

describe('a remark without a task', () => {
  it('a report is an item of its own beside those of tasks, about the message that it names', async () => {
    const { id } = await device.report(REPLY, 'It insults me.')
    expect(await device.items()).toMatchObject([{ id, kind: 'report', state: 'saved' }])
    expect(await device.work()).toMatchObject([
      { kind: 'report', state: 'saved', text: 'It insults me.', about: { text: 'Nzuri.' } }
    ])
    expect((await device.tasks()).length).toBe(1)
  })

  it('each is a fact that the project knows', async () => {
    await device.report(MESSAGE, 'It insults me.')
    await device.react(REPLY, '+1', true)
    await device.flag(REPLY)
    await device.withdraw()
    const facts = (await contents()).map((content) => checkFact(makeFact('d'.repeat(64), content)))
    expect(facts.map(({ is }) => is)).toEqual(['report', 'emoji', 'emoji', 'withdraw'])
    expect((await contents()).map(({ message, emoji }) => [message, emoji])).toEqual([
      [MESSAGE, undefined],
      [REPLY, '+1'],
      [REPLY, 'red_flag'],
      [undefined, undefined]
    ])
  })

  it('can be undone until it is sealed', async () => {
    const { id } = await device.report(REPLY, 'It insults me.')
    await device.undo(id)
    expect(await device.items()).toEqual([])
    const sealed = await device.withdraw()
    await seal()
    await expect(device.undo(sealed.id)).rejects.toMatchObject({ what: 'sealed-already' })
  })

  it('with words or without is a report, until it is taken back', async () => {
    await device.react(REPLY, '+1', true)
    expect(await device.reported()).toEqual(new Set())
    const { id } = await device.report(MESSAGE, 'It insults me. '.repeat(2000))
    await device.flag(REPLY)
    expect(await device.reported()).toEqual(new Set([MESSAGE, REPLY]))
    await device.undo(id)
    await device.react(REPLY, 'red_flag', false)
    expect(await device.reported()).toEqual(new Set())
  })

  it('who withdraws has not accepted the terms until they do so again', async () => {
    await store.transact('strict', (tx) => setSetting(tx, 'terms', '1'.repeat(64)))
    const accepted = async () => (await device.terms())?.accepted
    await device.acceptTerms()
    expect(await accepted()).toBe(true)
    await device.withdraw()
    expect(await accepted()).toBe(false)
    // Within the same second.
    await device.acceptTerms()
    expect(await accepted()).toBe(true)
  })

  it('a long report goes in pieces', async () => {
    const { contents: parts } = await device.report(REPLY, 'ndefu sana '.repeat(1000))
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) expect(fits(part)).toBe(true)
    expect((await device.work())[0]?.text).toBe('ndefu sana '.repeat(1000))
  })

  it.each([
    ['a blank report', () => device.report(REPLY, ' \n'), { field: 'text', problem: 'is blank' }],
    ['half a character', () => device.report(REPLY, 'a\ud83c'), { field: 'text' }],
    ['a reaction of nothing', () => device.react(REPLY, '', true), { field: 'emoji' }],
    ['a reaction without end', () => device.react(REPLY, 'x'.repeat(41), true), { field: 'emoji' }],
    ['a message that was never shown here', () => device.flag('elsewhere'), { what: 'no-message' }],
    ['a report on one', () => device.report('elsewhere', 'It insults me.'), { what: 'no-message' }]
  ])('%s is refused, and nothing is saved', async (_, say, told) => {
    await expect(say()).rejects.toMatchObject(told)
    expect(await device.items()).toEqual([])
  })
})

describe('a reaction', () => {
  it('given twice says nothing new, and neither does one taken back that was never given', async () => {
    expect(await device.react(REPLY, '+1', false)).toBeUndefined()
    await device.react(REPLY, '+1', true)
    expect(await device.react(REPLY, '+1', true)).toBeUndefined()
    expect(await device.reacted(REPLY, '+1')).toBe(true)
    expect(await device.reacted(REPLY, '-1')).toBe(false)
    expect(await device.reacted(MESSAGE, '+1')).toBe(false)
    expect(await contents()).toHaveLength(1)
  })

  it('taken back before it is sealed was never there; after that it is answered', async () => {
    await device.react(REPLY, '+1', true)
    await device.react(REPLY, '+1', false)
    expect(await contents()).toEqual([])
    await device.react(REPLY, '+1', true)
    await seal()
    await device.react(REPLY, '+1', false)
    const [given, taken] = await contents()
    expect([given!.removed, taken!.removed]).toEqual([undefined, true])
    expect(Number(taken!.saved)).toBeGreaterThan(Number(given!.saved))
    expect(await device.reacted(REPLY, '+1')).toBe(false)
    await device.react(REPLY, '+1', true)
    expect((await contents()).map(({ removed }) => removed)).toEqual([undefined])
    expect(await device.reacted(REPLY, '+1')).toBe(true)
  })
})
