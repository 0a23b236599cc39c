import { expect, it } from 'vitest'
import type { BatchTask } from '../../client/work.ts'
import { give, putBack, type Stack, saved, stackOf, takenBack, without } from './stack.ts'

const task = (place: number, more: Partial<BatchTask> = {}): BatchTask => ({
  ...{ batch: 'b', place, kind: 'label_assistant_reply', lang: 'en', thread: [], candidates: [], is: 'open' },
  ...more
})
const all = [task(0), task(1, { is: 'done' }), task(2), task(3, { kind: 'assistant_reply' }), task(4)]
const places = ({ left, given }: Stack) => [left.map(({ place }) => place), given.map((each) => each.task.place)]

it('the open judging tasks of a batch lie from the one that was open on, then those before it', () => {
  expect(places(stackOf(all))).toEqual([[0, 2, 4], []])
  expect(places(stackOf(all, 2))).toEqual([[2, 4, 0], []])
})

it('what is judged makes room at once, and is known to be saved later', () => {
  const after = give(stackOf(all), 'Fine')
  expect(places(after)).toEqual([[2, 4], [0]])
  expect(after.given[0]?.item).toBeUndefined()
  expect(saved(after, task(0), 'f1').given[0]?.item).toBe('f1')
})

it('one that cannot be saved comes back with those after it, in their order', () => {
  const three = ['a', 'b', 'c'].reduce(give, stackOf(all))
  const failed = putBack(saved(three, task(0), 'f1'))
  expect(places(failed)).toEqual([[2, 4], [0]])
})

it('one that is taken back is on top; also when it was judged on an earlier visit', () => {
  const one = saved(give(stackOf(all), 'Spam'), task(0), 'f1')
  expect(places(takenBack(one, task(0)))).toEqual([[0, 2, 4], []])
  expect(places(takenBack(one, task(1)))).toEqual([[1, 2, 4], [0]])
})

it('one that was finished elsewhere is gone, and an empty stack gives nothing', () => {
  expect(places(without(give(stackOf(all), 'Spam'), task(0)))).toEqual([[2, 4], []])
  expect(give({ left: [], given: [] }, 'Spam')).toEqual({ left: [], given: [] })
})
