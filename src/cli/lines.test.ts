import { beforeEach, expect, it } from 'vitest'
import { Device } from '../client/device.ts'
import { setSetting } from '../client/settings.ts'
import { openMemoryStore } from '../client/store/memory.ts'
import { manualSystem } from '../sync/manual-system.ts'
import { takeLine } from './lines.ts'

const BATCH = 'b'.repeat(64)
const MESSAGE = '00000000-0000-8000-8000-000000000001'

let device: Device

beforeEach(async () => {
  const store = openMemoryStore()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'device', 'd'.repeat(64))
    await tx.put('tasks', {
      ...{ batch: BATCH, place: 0, kind: 'label_prompter_reply', lang: 'sw', candidates: [] },
      thread: [{ id: MESSAGE, role: 'prompter', lang: 'sw', text: 'Habari?' }]
    })
  })
  const unused = () => {
    throw new Error('not in this test')
  }
  const keyring = { make: unused, find: unused }
  device = new Device({ store, keyring, verify: unused, system: manualSystem(), connect: unused })
})

const kinds = async () => (await device.items()).map(({ kind }) => kind)

it('a line answers a task, or says what needs none', async () => {
  const lines = [
    { task: `${BATCH}/0`, unsure: ['spam'] },
    { message: MESSAGE, report: 'It insults me.' },
    { message: MESSAGE, emoji: '+1' },
    { withdraw: true }
  ]
  const ids: (string | undefined)[] = []
  for (const line of lines) ids.push(await takeLine(device, line))
  expect((await device.items()).map(({ id }) => id)).toEqual(ids)
  expect(await kinds()).toEqual(['label_prompter_reply', 'report', 'emoji', 'withdraw'])
})

it('a reaction that stands already changes nothing, and one that was not sealed is gone when it is taken back', async () => {
  await takeLine(device, { message: MESSAGE, emoji: '+1' })
  expect(await takeLine(device, { message: MESSAGE, emoji: '+1' })).toBeUndefined()
  expect(await takeLine(device, { message: MESSAGE, emoji: '+1', removed: true })).toBeUndefined()
  expect(await kinds()).toEqual([])
})

it.each([
  ['a report on nothing', { report: 'It insults me.' }, 'message'],
  ['a report without words', { message: MESSAGE, report: ' ' }, 'text'],
  ['a report that is no text', { message: MESSAGE, report: 7 }, 'report'],
  ['a reaction with more than it takes', { message: MESSAGE, emoji: '+1', took: 5 }, 'took'],
  ['a withdrawal that is none', { withdraw: false }, 'withdraw'],
  ['two at once', { message: MESSAGE, report: 'It insults me.', emoji: '+1' }, 'emoji'],
  ['a message and nothing about it', { message: MESSAGE }, 'task'],
  ['no object', 7, 'answer']
])('%s is refused with the field at fault', async (_, line, field) => {
  await expect(takeLine(device, line)).rejects.toMatchObject({ field })
  expect(await kinds()).toEqual([])
})

it('a line that amends changes an item, once that is sealed', async () => {
  const id = await takeLine(device, { task: `${BATCH}/0`, labels: { spam: 0 } })
  await expect(takeLine(device, { amend: id, labels: { spam: 1 } })).rejects.toMatchObject({ what: 'not-sealed' })
  await expect(takeLine(device, { amend: id, task: `${BATCH}/0`, labels: {} })).rejects.toMatchObject({ field: 'task' })
  expect(await kinds()).toEqual(['label_prompter_reply'])
})
