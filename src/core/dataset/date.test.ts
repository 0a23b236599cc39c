import { expect, it } from 'vitest'
import { isoOf } from './date.ts'

it.each([0, 951_782_399, 951_782_400, 1_675_607_030, 1_709_164_800, 4_107_542_399, 4_107_542_400, 253_402_300_799])(
  '[XP3] prints second %i of 1970 as Python does',
  (seconds) => {
    expect(isoOf(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00'))
  }
)
