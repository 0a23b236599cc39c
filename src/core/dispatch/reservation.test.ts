import { expect, it } from 'vitest'
import { takenUntil } from './reservation.ts'

it('[DI8] a judgement on loan is taken for a day, a text for five, and none beyond its date', () => {
  const day = 86_400
  const kinds = ['label_assistant_reply', 'rank_assistant_replies', 'assistant_reply', 'initial_prompt'] as const
  expect(kinds.map((kind) => takenUntil(kind, day, 15 * day) / day)).toEqual([2, 2, 6, 6])
  expect(takenUntil('assistant_reply', day, 2 * day)).toBe(2 * day)
})
