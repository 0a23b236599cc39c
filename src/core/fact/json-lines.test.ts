import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../examples/story.ts'
import { type Content, erased, makeFact } from './fact.ts'
import { NoFact, readFact, writeFact } from './json-lines.ts'

const inner = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('$bytes', '$$bytes', 'a', 'b'), tie('value'), { maxKeys: 3 })
  )
})).value

describe('facts as lines of JSON', () => {
  it('[FA3] a fact comes back from its line as it was, and its line is the same', () => {
    fc.assert(
      fc.property(inner, fc.string(), (field, text) => {
        const content = { kind: 'x', v: 1, field, text, salt: Uint8Array.of(1, 2) } as unknown as Content
        const fact = makeFact(keyOf('ada'), content)
        const line = writeFact(fact)
        expect(readFact(line)).toEqual(fact)
        expect(writeFact(readFact(line))).toBe(line)
        expect(line).not.toContain('\n')
      })
    )
  })

  it('[FA3] a fact that lost its text comes back too', () => {
    const fact = erased(makeFact(keyOf('ada'), { kind: 'x', v: 1, text: 'gone', salt: new Uint8Array(16) }))
    expect(readFact(writeFact(fact))).toEqual(fact)
  })

  it.each([
    ['', 'not JSON'],
    ['[]', 'not an object with'],
    ['{"id":"a","device":"b"}', 'not an object with'],
    [writeFact(makeFact(keyOf('ada'), { kind: 'x', v: 1 })).replace('"v": 1', '"v": 2'), 'not that of the content'],
    ['{"id":"a","device":"zz","content":{"kind":"x","v":1}}', 'not that of the content'],
    ['{"id":"a","device":"b","content":{"$bytes":"0"}}', 'not hexadecimal']
  ])('[FA3] refuses %s', (line, problem) => {
    expect(() => readFact(line)).toThrow(NoFact)
    expect(() => readFact(line)).toThrow(problem)
  })
})
