import { expect, it } from 'vitest'
import { waitAfter, waitLeft } from './waits.ts'

it('[PF6] wrong PINs make wait: not at first, then longer each time, never for long', () => {
  expect([0, 1, 2, 3, 4, 5, 10, 1000].map(waitAfter)).toEqual([0, 0, 0, 2000, 4000, 8000, 256_000, 300_000])
})

it('[PF6] a clock that was set back or ahead makes no wait longer', () => {
  const wrong = { count: 5, at: 1_000_000 }
  expect(waitLeft(wrong, 1_001_000)).toBe(7000)
  expect(waitLeft(wrong, 1_008_000)).toBe(0)
  expect(waitLeft(wrong, 0)).toBe(8000)
  expect(waitLeft({ count: 2, at: 1_000_000 }, 0)).toBe(0)
})
