import { expect, it } from 'vitest'
import type { Batch } from '../../client/work.ts'
import { paceOf } from '../../core/progress/pace.ts'
import { costOf, countFor } from './cost.ts'
import { COUNTS } from './wish.ts'

const COMMON = paceOf([])

it('work is told from the shortest to the longest kind, and no longer than the time that somebody has', () => {
  const kinds = ['assistant_reply', 'label_assistant_reply'] as const
  expect(costOf({ kinds, count: 10 }, COMMON, [], {})).toMatchObject({ least: 20, most: 90, basis: 'common' })
  expect(costOf({ kinds, count: 10, minutes: 30 }, COMMON, [], {})).toMatchObject({ least: 20, most: 30 })
})

it('by my own pace once there is one', () => {
  const fast = paceOf(Array(5).fill({ kind: 'assistant_reply', lang: 'sw', took: 60 }))
  expect(costOf({ kinds: ['assistant_reply'], count: 10 }, fast, [], {})).toMatchObject({
    least: 10,
    most: 10,
    basis: 'own'
  })
})

it('bytes are as common until enough tasks are here to tell, and their time is that of the last link', () => {
  const wish = { kinds: ['assistant_reply'], count: 10 } as const
  expect(costOf(wish, COMMON, [], {})).toMatchObject({ bytes: 11_500, fetch: undefined })
  expect(costOf(wish, COMMON, [], { down: 250 }).fetch).toBeCloseTo(0.8)
  const task = (place: number) => ({
    ...{ batch: 'b', place, kind: 'assistant_reply', lang: 'am', is: 'done' },
    ...{ thread: [{ role: 'prompter', lang: 'am', text: 'ሰላም' }], candidates: [] }
  })
  const here = [{ id: 'b', until: 0, tasks: Array.from({ length: 10 }, (_, at) => task(at)) }] as unknown as Batch[]
  expect(costOf(wish, COMMON, here, {}).bytes).toBe(690)
})

it('so many are asked for as fill the time, of the numbers that there are to choose', () => {
  expect(countFor(20, ['label_assistant_reply'], COMMON, COUNTS)).toBe(10)
  expect(countFor(60, ['assistant_reply'], COMMON, COUNTS)).toBe(10)
  expect(countFor(600, ['label_initial_prompt'], COMMON, COUNTS)).toBe(50)
})
