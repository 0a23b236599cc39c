import { expect, it } from 'vitest'
import { chanceOf } from './chance.ts'

it('the same names give the same numbers, and others give others', () => {
  const numbers = (...names: string[]) => {
    const chance = chanceOf(...names)
    return Array.from({ length: 5 }, () => chance.next())
  }
  expect(numbers('a', 'b')).toEqual(numbers('a', 'b'))
  expect(numbers('a', 'b')).not.toEqual(numbers('b', 'a'))
  expect(numbers('ab')).not.toEqual(numbers('a', 'b'))
})

it('numbers are even, and normal ones have mean 0 and variance 1', () => {
  const chance = chanceOf('spread')
  const uniform = Array.from({ length: 20_000 }, () => chance.next())
  const tenths = [...Map.groupBy(uniform, (value) => Math.floor(value * 10)).values()].map(({ length }) => length)
  expect(tenths).toHaveLength(10)
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(4.5 * Math.sqrt(1800))
  const normal = Array.from({ length: 20_000 }, () => chance.normal())
  const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length
  const variance = normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normal.length
  expect(Math.abs(mean)).toBeLessThan(4.5 / Math.sqrt(20_000))
  expect(Math.abs(variance - 1)).toBeLessThan(0.05)
})
