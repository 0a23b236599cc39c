import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexOf } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import type { Content } from '../../core/fact/fact.ts'
import { arbitraries, RUNS } from '../examples/any.ts'
import { LATER, LENDINGS, MORNING } from '../examples/contents.ts'
import { lendingNamed, readBody, writeBody } from './body.ts'

const { anyContent } = arbitraries(fc)

const skip = (rest: Record<string, unknown>): Content => ({ kind: 'skip', v: 1, ...rest })

describe('bodies', () => {
  it('[SG4] any facts come back as they were, in their order', () => {
    fc.assert(fc.property(fc.array(anyContent(LENDINGS), { minLength: 1, maxLength: 12 }), expectBack), RUNS)
  })

  it.each([
    ['a day of work', MORNING],
    ['kinds and fields that nobody knows', LATER],
    ['maps in maps, past where paths end', [skip({ a: { b: { c: { d: { e: { f: 1 } } } } } })]],
    ['empty maps and lists', [skip({ a: {}, b: { c: {} }, d: [], e: [{}] })]],
    ['maps in lists', [skip({ a: [{ b: 1 }, { b: 2, c: { d: 3 } }] })]],
    ['a field that is a map in one and a value in the other', [skip({ a: { b: 1 } }), skip({ a: 1 })]],
    ['keys that objects have of their own', LATER.slice(2)],
    ['texts that begin with a mark of byte order', [skip({ text: '\ufeffselam', '\ufeff': '\ufeff' })]],
    ['numbers beyond 2^53', [skip({ a: 2n ** 64n - 1n, b: -(2n ** 64n), c: 1e300 })]],
    [
      '3,000 fields',
      [skip(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, {}])))].map(nestedFields)
    ],
    ['ids that travel as bytes', [skip({ a: 'ff'.repeat(32), b: '0192a4b0-7c1d-7e3f-8a9b-0c1d2e3f4a5b' })]],
    ['ids in capitals, which travel as text', [skip({ a: 'FF'.repeat(32), b: '0192A4B0-7C1D-7E3F-8A9B-0C1D2E3F4A5B' })]]
  ])('[SG4] %s', (_, contents) => expectBack(contents))

  it('[SG4] nothing of a fact changes what all objects have', () => {
    readBody(writeBody(LATER, []), LATER.length, [])
    expect({}).not.toHaveProperty('polluted')
  })

  it('[SG4] the same facts give the same bytes, however their fields were put together', () => {
    const backwards = MORNING.map((content) => Object.fromEntries(Object.entries(content).reverse()) as Content)
    expect(writeBody(backwards, LENDINGS)).toEqual(writeBody(MORNING, LENDINGS))
  })

  it('[SG3] a task travels as its place in the header and in the batch', () => {
    const hex = hexOf(writeBody(MORNING, LENDINGS))
    for (const lending of LENDINGS) expect(hex).not.toContain(lending)
  })

  it.each([
    ['of three parts', [LENDINGS[0], 1, 'more']],
    ['before the first', [LENDINGS[0], -1]],
    ['past all numbers', [LENDINGS[0], 2 ** 53 - 1]],
    ['of no lending', ['somewhere', 1]],
    ['that is a text', 'somewhere']
  ])('[SG3] a task %s travels as it is, and no header names it', (_, task) => {
    expect(lendingNamed(skip({ task }))).toBeUndefined()
    expectBack([skip({ task })])
  })

  it('[SG4] a fact may not use the name that the wire has for a task', () => {
    expect(() => writeBody([skip({ '@task': 1 })], [])).toThrow(RangeError)
  })
})

function nestedFields({ kind, v, ...fields }: Content): Content {
  return { kind, v, fields }
}

function expectBack(contents: readonly Content[]): void {
  const back = readBody(writeBody(contents, LENDINGS), contents.length, LENDINGS)
  // By bytes: equality of values does not see a key named `__proto__`.
  expect(back.map((content) => hexOf(encodeCbor(content)))).toEqual(
    contents.map((content) => hexOf(encodeCbor(content)))
  )
}
