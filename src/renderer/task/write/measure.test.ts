import { describe, expect, it } from 'vitest'
import { bytesOver, charactersIn } from './measure.ts'

describe('the length of a text', () => {
  it('counts what people call a character', () => {
    expect(charactersIn('', 'en')).toBe(0)
    expect(charactersIn('กำลัง', 'th')).toBe(3)
    expect(charactersIn('👩‍👩‍👧é', 'en')).toBe(2)
    expect(charactersIn('a', 'no such tag!')).toBe(1)
  })

  it('is over in bytes, not in characters', () => {
    expect(bytesOver('ab', 2)).toBe(0)
    expect(bytesOver('ab', 1)).toBe(1)
    expect(bytesOver('あ', 2)).toBe(1)
  })
})
