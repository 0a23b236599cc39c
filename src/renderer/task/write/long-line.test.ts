import { expect, it } from 'vitest'
import { fieldDirection } from './long-line.ts'

it.each([
  ['auto', ''],
  ['auto', 'word\n'.repeat(100_000)],
  ['auto', `${'x'.repeat(19_999)}\n`.repeat(5)],
  ['auto', 'x'.repeat(20_000)],
  ['ltr', 'x'.repeat(20_001)],
  ['rtl', `مرحبا\n${'x'.repeat(30_000)}`],
  ['rtl', `1. ${'مرحبا '.repeat(10_000)}`],
  ['ltr', `${'short\n'.repeat(1000)}${'1'.repeat(30_000)}\nend`],
  ['ltr', '1'.repeat(30_000)]
])('a field runs %s: %#', (dir, text) => expect(fieldDirection(text)).toBe(dir))
