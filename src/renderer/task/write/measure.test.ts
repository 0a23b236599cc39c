import { expect, it } from 'vitest'
import { bytesOver } from './measure.ts'

it('too long is said of bytes, not of characters', () => {
  expect(bytesOver('ab', 2)).toBe(0)
  expect(bytesOver('ab', 1)).toBe(1)
  expect(bytesOver('あ', 2)).toBe(1)
})
