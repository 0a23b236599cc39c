import { expect, it } from 'vitest'
import { guessMine, readMine, taskLanguages } from './my-languages.ts'

it('what the browser names is the first guess, each language once, and only the first is taken for one to write in', () => {
  expect(guessMine(['sw-KE', 'sw', 'en-GB'], 'en')).toEqual([
    { tag: 'sw', writes: true, judges: true },
    { tag: 'en', writes: false, judges: false }
  ])
  expect(guessMine([], 'ar')).toEqual([{ tag: 'ar', writes: true, judges: true }])
})

it('tasks are asked for in the languages that somebody writes or judges, apart from the one that the app speaks', () => {
  const mine = [
    { tag: 'am', writes: true, judges: false },
    { tag: 'en', writes: false, judges: false },
    { tag: 'sw', writes: false, judges: true }
  ]
  expect(taskLanguages(mine, 'en')).toEqual(['am', 'sw'])
  expect(taskLanguages([], 'en')).toEqual(['en'])
  expect(taskLanguages(undefined, 'en')).toEqual(['en'])
})

it('what was said is read again, and what cannot be read is as if nobody had said anything', () => {
  const mine = guessMine(['sw'], 'en')
  expect(readMine(JSON.stringify(mine))).toEqual(mine)
  expect([undefined, '', '{', '[{"tag":1}]'].map(readMine)).toEqual(Array(4).fill(undefined))
})
