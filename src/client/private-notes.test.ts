import { expect, it } from 'vitest'
import { offlineDevice } from './examples/offline.ts'
import { aComputer, works } from './journal/examples/computer.ts'
import { keepPrivateNote, readPrivateNote } from './private-notes.ts'
import { openMemoryStore } from './store/memory.ts'
import type { TaskRow } from './store/store.ts'

const task: TaskRow = {
  ...{ batch: 'b'.repeat(64), place: 3, kind: 'assistant_reply', lang: 'sw', candidates: [] },
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }]
}

it('a note is for its author alone: it outlives the task, is no work, and nothing of it is to be sent', async () => {
  const { device, store } = await offlineDevice(task)
  let heard = 0
  device.onChange(() => (heard += 1))
  await device.keepPrivateNote(task.batch, 3, 'ask Juma about 鶏')
  expect([await device.privateNote(task.batch, 3), await device.privateNote(task.batch, 4)]).toEqual([
    ...['ask Juma about 鶏', undefined]
  ])
  expect([await device.work(), (await device.line()).items, (await device.crossing.transfer()).up]).toEqual([[], 0, 0])
  await device.answer({ task: `${task.batch}/3`, text: 'Nzuri' })
  await device.keepPrivateNote(task.batch, 3, 'asked')
  expect([...(await device.privateNotes()).values()]).toEqual(['asked'])
  const sent = JSON.stringify(await store.transact('relaxed', (tx) => tx.list('items')))
  expect(sent).not.toContain('asked')
  await device.keepPrivateNote(task.batch, 3, '  ')
  expect([await device.privateNote(task.batch, 3), heard > 0]).toEqual([undefined, true])
})

it('a note comes back from the journal when the database is gone', async () => {
  const computer = aComputer()
  const before = await works(computer)
  await keepPrivateNote(before, task.batch, 3, 'ask Juma about 鶏')
  await before.close()
  computer.store = openMemoryStore()
  const twin = computer.starts()
  expect(await twin.store.transact('relaxed', (tx) => readPrivateNote(tx, task.batch, 3))).toBe('ask Juma about 鶏')
  await twin.store.close()
})
