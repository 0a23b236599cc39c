import { expect, it } from 'vitest'
import { chanceOf } from './chance.ts'
import { newQueue } from './queue.ts'

it('lets things happen by their time, and at one time in the order planned, also those planned meanwhile', () => {
  const chance = chanceOf('queue')
  const queue = newQueue()
  const planned: [number, number][] = []
  const happened: [number, number][] = []
  const plan = (at: number) => {
    const which: [number, number] = [at, planned.length]
    planned.push(which)
    queue.plan(at, (now) => {
      expect(now).toBe(at)
      happened.push(which)
      if (planned.length < 600) plan(now + chance.below(5))
    })
  }
  for (let i = 0; i < 300; i++) plan(chance.below(40))
  queue.run()
  expect(happened).toEqual(planned.toSorted(([a, i], [b, j]) => a - b || i - j))
  expect(happened).toHaveLength(600)
})
