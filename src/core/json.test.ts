import { describe, expect, it } from 'vitest'
import { compareBytes, fitsFact, parseJson, writeJson } from './json.ts'

describe('JSON', () => {
  it('[JS1] keeps every digit of whole numbers beyond 2^53, and reads other numbers as doubles', () => {
    const json = '{"a": 9007199254740993, "b": -18446744073709551616, "c": 0.0004430853878147900, "d": 12}'
    expect(parseJson(json)).toEqual({
      a: 9007199254740993n,
      b: -18446744073709551616n,
      c: 0.00044308538781479,
      d: 12
    })
  })

  it('[JS1] knows numbers that no fact can carry, without reading a million digits', () => {
    const numbers = parseJson(`[18446744073709551616, -18446744073709551617, 1e999, ${'9'.repeat(1_000_000)}]`)
    expect((numbers as (number | bigint)[]).map(fitsFact)).toEqual([false, false, false, false])
    expect(fitsFact(18446744073709551615n)).toBe(true)
  })

  it('[JS2] writes what it reads, byte for byte, odd numbers and names too', () => {
    const json = '{"a": 9007199254740993, "9": 1e+20, "10": 1.152921504606847e+18, "__proto__": {"x": null}}'
    expect(writeJson(parseJson(json))).toBe(
      '{"9": 1e+20, "a": 9007199254740993, "10": 1.152921504606847e+18, "__proto__": {"x": null}}'
    )
  })

  it('[JS2] is ASCII, so that nothing in a text can end a line', () => {
    expect(writeJson(`\u2028é😀\u007f\n"`)).toBe('"\\u2028\\u00e9\\ud83d\\ude00\\u007f\\n\\""')
  })

  it('[JS2] keeps the order of a Map, and sorts the rest as facts do', () => {
    const map = new Map<string, unknown>([
      ['zz', 1],
      ['a', { bb: true, b: [] }]
    ])
    expect(writeJson(map)).toBe('{"zz": 1, "a": {"b": [], "bb": true}}')
  })

  it('compares by bytes of UTF-8, where code units would put U+FFFD last', () => {
    const encoder = new TextEncoder()
    const texts = ['', 'a', 'ab', 'b', 'é', '\ue000', '\ufffd', '😀', '😁', '😀a', '\u{10ffff}']
    const byBytes = texts.toSorted((a, b) => Buffer.compare(encoder.encode(a), encoder.encode(b)))
    expect(texts.toReversed().sort(compareBytes)).toEqual(byBytes)
  })
})
