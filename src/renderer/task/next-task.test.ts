import { describe, expect, it } from 'vitest'
import type { Batch, BatchTask } from '../../client/work.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { nextTask, pathOf as pathTo, taskBeside } from './next-task.ts'

const task = (batch: string, place: number, kind: TaskKind, is: BatchTask['is'] = 'open'): BatchTask => ({
  batch,
  place,
  kind,
  is,
  lang: 'en',
  thread: [],
  candidates: []
})
const batch = (id: string, ...tasks: BatchTask[]): Batch => ({ id, until: 0, tasks })
const pathOf = (found: BatchTask | undefined) => found && pathTo(found).slice('/task/'.length)

describe('the next task', () => {
  const mixed = batch(
    'a',
    task('a', 0, 'assistant_reply'),
    task('a', 1, 'label_assistant_reply'),
    task('a', 2, 'assistant_reply'),
    task('a', 3, 'assistant_reply', 'done'),
    task('a', 4, 'assistant_reply')
  )

  it('is the next open one of the same kind', () => {
    expect(pathOf(nextTask([mixed], { batch: 'a', place: 0 }))).toBe('a/2')
    expect(pathOf(nextTask([mixed], { batch: 'a', place: 2 }))).toBe('a/4')
  })

  it('is one of the same kind that was left behind, before another kind', () => {
    expect(pathOf(nextTask([mixed], { batch: 'a', place: 4 }))).toBe('a/0')
  })

  it('is of another kind when none of the same is left', () => {
    expect(pathOf(nextTask([mixed], { batch: 'a', place: 1 }))).toBe('a/2')
  })

  it('comes from another batch when this one is finished, in the order they are due', () => {
    const done = batch('b', task('b', 0, 'assistant_reply'), task('b', 1, 'assistant_reply', 'skipped'))
    expect(pathOf(nextTask([done, mixed], { batch: 'b', place: 0 }))).toBe('a/0')
    expect(pathOf(nextTask([mixed], { batch: 'gone', place: 0 }))).toBe('a/0')
  })

  it('is none that this version cannot do, and never the same again', () => {
    const strange = batch('c', task('c', 0, 'assistant_reply'), task('c', 1, 'translate_message'))
    expect(nextTask([strange], { batch: 'c', place: 0 })).toBeUndefined()
  })
})

it('the task beside is the nearest open one of the batch, whatever its kind', () => {
  const tasks = [
    task('a', 0, 'assistant_reply'),
    task('a', 1, 'label_assistant_reply', 'done'),
    task('a', 2, 'translate_message'),
    task('a', 3, 'rank_assistant_replies'),
    task('a', 4, 'assistant_reply')
  ]
  const beside = (place: number, by: 1 | -1) => taskBeside(tasks, place, by)?.place
  expect([beside(0, 1), beside(3, 1), beside(4, 1)]).toEqual([3, 4, undefined])
  expect([beside(4, -1), beside(3, -1), beside(0, -1)]).toEqual([3, 0, undefined])
})
