import { describe, expect, it } from 'vitest'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import type { SyncLine } from '../../client/work.ts'
import { costOf, deedsOf, readAmount, readSync } from './sync-now.ts'

const task: TaskRow = {
  ...{ batch: 'b'.repeat(64), place: 0, kind: 'assistant_reply', lang: 'sw', candidates: [] },
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }]
}

it('every state has its count, and what is finished has its bytes before any link', async () => {
  const { device } = await offlineDevice(task, { ...task, place: 1 }, { ...task, place: 2 })
  await device.answer({ task: `${task.batch}/0`, text: 'Nzuri' })
  await device.keepDraft(task.batch, 1, { text: 'Nzu' })
  await device.acceptTerms().catch(() => {}) // that is no work
  const { states, transfer, metered, receipts } = await readSync(device)
  const some = states.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state}`)
  expect([some, states.length]).toEqual([['1 draft', '1 saved'], 8])
  expect(transfer).toMatchObject({ down: undefined, minutes: 0 })
  expect([metered, receipts]).toEqual([false, []])
})

describe('the button of the link', () => {
  const line = { items: 0, bytes: 0, joined: true, notes: 0, fetching: false }
  const says = (more: Partial<SyncLine>) => deedsOf({ ...line, syncing: true, connected: false, ...more })

  it('offers what the state allows, and nothing while another window syncs', () => {
    expect(says({ connected: true })).toEqual(['pause'])
    expect(says({})).toEqual(['try', 'pause'])
    expect(says({ syncing: false, paused: true })).toEqual(['sync'])
    expect(says({ syncing: false })).toEqual([])
    expect(says({ turnedAway: 'unknown-device' })).toEqual(['again'])
    expect(says({ trouble: new Error('full') })).toEqual(['again'])
  })
})

describe('a price', () => {
  it.each([
    ['0.35', 0.35],
    ['0,35', 0.35],
    [' 12 ', 12],
    ['٠٫٣٥', 0.35],
    ['१२', 12],
    ['', undefined],
    ['a lot', undefined],
    ['1.2.3', undefined],
    ['-1', undefined]
  ])('%j is read as %s', (text, amount) => expect(readAmount(text)).toBe(amount))

  it('is that of a million bytes', () => expect(costOf(2_500_000, { amount: 0.4, money: 'KES' })).toBe(1))
})
