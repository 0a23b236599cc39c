import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { arbitraries, RUNS } from '../examples/any.ts'
import { BadColumn, type Column, readColumn, writeColumn } from './columns.ts'
import { ID_TAGS } from './pack.ts'

const { anyValue, anyWhole } = arbitraries(fc)

describe('columns', () => {
  it('[SG6] any list of values comes back as it was', () => {
    fc.assert(fc.property(fc.array(anyValue, { maxLength: 20 }), expectBack), RUNS)
  })

  it('[SG6] so do whole numbers, also where a step between two is none', () => {
    fc.assert(fc.property(fc.array(anyWhole, { maxLength: 20 }), expectBack), { ...RUNS, numRuns: 1000 })
    expectBack([-(2 ** 53 - 1), 2 ** 53 - 1])
    expectBack([2 ** 53 - 1, 0, 2 ** 53 - 1])
    expectBack([1 - 2 ** 53, 3 - 2 ** 53, 1 - 2 ** 53])
  })

  it('[SG6] so do byte strings of one length', () => {
    const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 })
    fc.assert(fc.property(fc.array(bytes, { minLength: 1, maxLength: 20 }), expectBack), RUNS)
  })

  it.each([
    ['as they are', ['one', 'two', 'three'], [0, 'one', 'two', 'three']],
    ['by steps', [1000, 1001, 1003, 1003, 1009], [1, 1000, 0, 7, Uint8Array.of(1, 191)]],
    ['by value', ['yes', 'yes', 'no', 'yes'], [2, ['yes', 'no'], Uint8Array.of(0b0010)]],
    ['joined', [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)], [3, 1, Uint8Array.of(1, 2, 3)]]
  ])('[SG6] a column that is shortest %s is written so', (_, values, column) => {
    expect(writeColumn(values)).toEqual(column)
  })

  it('[SG6] digits are one number, the first the most significant', () => {
    expect(readColumn([2, ['p', 'q', 'r'], Uint8Array.of(5)], 3)).toEqual(['p', 'q', 'r'])
    expect(readColumn([1, 50, -2, 10, Uint8Array.of(73)], 3)).toEqual([50, 55, 56])
  })

  it('[SG6] twelve answers of five values cost four bytes', () => {
    const answers = [0, 0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0, 1]
    expect(writeColumn(answers)).toEqual([2, [0, 0.25, 0.5, 0.75, 1], expect.objectContaining({ byteLength: 4 })])
  })

  it.each([
    ['an empty list', [2, [], new Uint8Array()]],
    ['base 0', [1, 5, 0, 0, new Uint8Array()]],
    ['a base below 0', [1, 5, 0, -3, new Uint8Array()]]
  ])('[SG6] digits of %s are refused', (_, column) => {
    expect(() => readColumn(column, 2)).toThrow(BadColumn)
  })

  it('[SG6] a column is refused where it cannot hold as many values as there are facts', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4)
    for (const values of [
      ['a', 'b', 'c'],
      [bytes, bytes.slice(1), bytes.slice(2)],
      [bytes, bytes.slice().fill(5), bytes.slice().fill(6)]
    ]) {
      const column = writeColumn(values)
      expect(() => readColumn(column, values.length + 1)).toThrow(BadColumn)
      expect(() => readColumn(column, values.length - 1)).toThrow(BadColumn)
    }
  })
})

function expectBack(values: readonly unknown[]): void {
  const column = decodeCbor(encodeCbor(writeColumn(values)), ID_TAGS) as Column
  // By bytes: equality of values does not see a key named `__proto__`.
  expect(hexOf(encodeCbor(readColumn(column, values.length)))).toBe(hexOf(encodeCbor(values)))
}
