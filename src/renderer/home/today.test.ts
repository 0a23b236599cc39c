import { expect, it } from 'vitest'
import type { Batch, BatchTask, Work } from '../../client/work.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { openBatches, receivedCount, waitingForMe } from './today.ts'

const task = (place: number, kind: TaskKind, is: BatchTask['is']): BatchTask => ({
  batch: 'b',
  place,
  kind,
  lang: 'sw',
  thread: [],
  candidates: [],
  is
})
const batch = (...tasks: BatchTask[]): Batch => ({ id: 'b', until: 1_000, tasks })
const work = (id: string, state: Work['state']): Work => ({ id, kind: 'assistant_reply', state, saved: 0, given: {} })

it('a batch tells what it asks for in all, and what is left of it', () => {
  const [open] = openBatches([
    batch(
      task(0, 'label_initial_prompt', 'done'),
      task(1, 'assistant_reply', 'skipped'),
      task(2, 'assistant_reply', 'open'),
      task(3, 'rank_assistant_replies', 'open')
    )
  ])
  expect(open).toMatchObject({ until: 1_000_000, done: 1, skipped: 1, total: 4, lang: 'sw' })
  expect(open?.groups).toEqual(['write', 'rank', 'judge'])
  expect(open?.left).toEqual([
    { group: 'write', count: 1 },
    { group: 'rank', count: 1 }
  ])
  expect(open?.next.place).toBe(2)
  expect(open?.ticks).toEqual(['done', 'skipped', 'now', 'open'])
})

it('a batch with nothing open vanishes', () => {
  expect(
    openBatches([batch(task(0, 'assistant_reply', 'done'), task(1, 'assistant_reply', 'skipped')), batch()])
  ).toEqual([])
})

it('many returned items leave room for drafts, and what is left out is counted', () => {
  const returned = ['r1', 'r2', 'r3', 'r4'].map((id) => work(id, 'returned'))
  const drafts = ['d1', 'd2'].map((id) => work(id, 'draft'))
  const { shown, more } = waitingForMe([...drafts, ...returned, work('m', 'merged')])
  expect(shown.map(({ id }) => id)).toEqual(['r1', 'r2', 'd1', 'd2'])
  expect(more).toBe(2)
})

it('what came back is not hidden below the list: it stands first on Today, however much was begun or done since', () => {
  const since = Array.from({ length: 40 }, (_, at) => work(`m${at}`, at % 2 ? 'merged' : 'draft'))
  expect(waitingForMe([...since, work('r', 'returned')]).shown[0]?.id).toBe('r')
})

it('what the project holds counts as received, whatever came of it', () => {
  const states = ['draft', 'saved', 'waiting', 'handed-over', 'received', 'merged', 'spare', 'returned'] as const
  expect(receivedCount(states.map((state) => work(state, state)))).toBe(4)
})
