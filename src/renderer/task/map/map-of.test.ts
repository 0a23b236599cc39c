import { expect, it } from 'vitest'
import type { LentMessage, TaskRow } from '../../../client/store/store.ts'
import { mapOf } from './map-of.ts'

const message = (id: string, role: 'prompter' | 'assistant' = 'prompter'): LentMessage => ({
  ...{ id, role, lang: 'sw', text: id }
})
const row = (place: number, kind: TaskRow['kind'], thread: LentMessage[], candidates: LentMessage[] = []): TaskRow => ({
  ...{ batch: 'b', place, kind, lang: 'sw', thread, candidates }
})
const [root, one, two, deep] = [message('r'), message('1', 'assistant'), message('2', 'assistant'), message('d')]
const write = row(0, 'prompter_reply', [root!, one!])
const judge = row(1, 'label_prompter_reply', [root!, one!, deep!])
const rank = row(2, 'rank_assistant_replies', [root!], [one!, two!])
const other = row(3, 'assistant_reply', [message('x')])

const drawn = (task: TaskRow) =>
  mapOf(task, [write, judge, rank, other])?.shape.map(({ parent, mine }) => `${parent ?? '-'}${mine ? ' here' : ''}`)

it('a map is put together from all tasks about one conversation, and marks where this one stands', () => {
  expect(drawn(write)).toEqual(['-', '0', '0', '1', '1 here'])
  expect(drawn(judge)).toEqual(['-', '0', '0', '1 here'])
  expect(drawn(rank)).toEqual(['- here', '0', '0', '1'])
})

it('it counts how deep the thread is, what stands beside and what is below', () => {
  const { depth, beside, below } = mapOf(judge, [write, judge, rank])!
  expect([depth, beside, below]).toEqual([3, 0, 0])
  expect(mapOf(write, [rank, judge])).toMatchObject({ depth: 2, beside: 1, below: 1 })
})

it('there is none of a first prompt, nor of messages without names', () => {
  expect(mapOf(row(0, 'initial_prompt', []), [])).toBeUndefined()
  const { id: _, ...nameless } = root!
  expect(mapOf(row(0, 'assistant_reply', [nameless]), [])).toBeUndefined()
})
