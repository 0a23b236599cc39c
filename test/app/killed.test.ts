import { afterAll, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { closeAll } from './browser-window.ts'
import { killedWhileTyping, MOST_LOST } from './kills.ts'

afterAll(() => {
  closeAll()
  cleanUp()
})

it('a browser killed while somebody types loses nothing finished, as with a flat battery, and two seconds of typing at most (npm run kills: 50 times)', {
  timeout: 180_000
}, async () => {
  const { finished, held, lost, wrong } = await killedWhileTyping(3, 7)
  expect(wrong).toEqual([])
  expect(held).toBe(finished)
  expect(lost.filter((ms) => ms > MOST_LOST)).toEqual([])
})
