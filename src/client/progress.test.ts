import { expect, it } from 'vitest'
import { daysOf } from '../core/progress/days.ts'
import { offlineDevice } from './examples/offline.ts'
import type { TaskRow } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const task = (place: number): TaskRow => ({
  ...{ batch: BATCH, place, kind: 'assistant_reply', lang: 'sw' },
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }],
  candidates: []
})
const name = (place: number) => `${BATCH}/${place}`

it('what was done tells its kind, language, seconds, and the time on the wall there and then', async () => {
  const { device, system } = await offlineDevice(task(0), task(1), task(2))
  await device.answer({ task: name(0), text: 'Nzuri', took: 71 })
  Object.assign(system, { zone: () => 540 })
  const first = system.now()
  system.pass(60_000)
  const { id } = await device.answer({ task: name(1), text: 'Salama', took: 40 })
  await device.answer({ task: name(2), skip: 'too-hard', took: 3 })
  expect(await device.done()).toEqual([
    expect.objectContaining({ kind: 'assistant_reply', lang: 'sw', took: 71, saved: first }),
    { id, kind: 'assistant_reply', lang: 'sw', took: 40, saved: first + 60_000, zone: 540, state: 'saved' }
  ])
  const days = daysOf(await device.done(), { at: system.now(), zone: () => 0 })
  expect(days).toHaveLength(2)
})

it('a goal is kept until it is taken away', async () => {
  const { device } = await offlineDevice()
  expect(await device.goal()).toBeUndefined()
  await device.setGoal({ unit: 'minutes', count: 20 })
  expect(await device.goal()).toEqual({ unit: 'minutes', count: 20 })
  await device.setGoal(undefined)
  expect(await device.goal()).toBeUndefined()
})
