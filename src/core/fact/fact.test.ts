import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen } from '../examples/frozen.ts'
import { keyOf } from '../examples/story.ts'
import { type Content, erased, factId, makeFact } from './fact.ts'

const device = keyOf('ada')
const salt = new Uint8Array(16).fill(7)
const id = (fields: Record<string, unknown>) => factId(device, { kind: 'piece', v: 1, ...fields })

describe('the id of a fact', () => {
  it('[FA1] is the same for the same content, whatever the order of its fields, and for none else', () => {
    const field = fc.tuple(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.uint8Array()))
    const fields = fc.uniqueArray(field, { selector: ([name]) => name }).map((list) => {
      return list.filter(([name]) => !['text', 'salt', 'sealed', '__proto__'].includes(name))
    })
    fc.assert(
      fc.property(fields, fields, (some, others) => {
        expect(id(Object.fromEntries(some))).toBe(id(Object.fromEntries(some.toReversed())))
        const same = JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted())
        if (!same) expect(id(Object.fromEntries(others))).not.toBe(id(Object.fromEntries(some)))
      })
    )
  })

  it('[FA1] is not that of the same content by another device', () => {
    expect(factId(keyOf('bo'), { kind: 'piece', v: 1, text: 'x' })).not.toBe(id({ text: 'x' }))
  })

  it('[FA1] stays when the text goes, and tells nothing of it', () => {
    const fact = frozen(makeFact(device, { kind: 'piece', v: 1, text: 'secret', salt, more: 1 }))
    const gone = erased(fact)
    expect(gone.content).toEqual({ kind: 'piece', v: 1, more: 1, sealed: expect.any(Uint8Array) })
    expect([factId(device, gone.content), gone.id]).toEqual([fact.id, fact.id])
    expect(erased(gone)).toEqual(gone)
    expect(id({ text: 'secret', salt })).not.toBe(id({ text: 'secret', salt: new Uint8Array(16) }))
  })

  it('[FA1] of a content without text is of all of it, salt and seal included', () => {
    expect(new Set([{}, { salt }, { sealed: salt }, { text: '' }].map(id)).size).toBe(4)
  })

  it('[FA1] no content that is none can be put in the place of one that is', () => {
    const long = new Uint8Array(256 + 16).fill(65)
    const forged: Record<string, unknown>[] = [
      { text: '5' },
      { text: 5 },
      { text: ['5'] },
      { text: '5', sealed: salt },
      { text: '5', salt: null },
      { text: '5', salt: 'salt' },
      { text: 'x', salt: long },
      { text: `${'A'.repeat(256)}x`, salt: long.slice(0, 16) }
    ]
    expect(new Set(forged.map(id)).size).toBe(forged.length)
    for (const fields of forged) {
      const fact = makeFact(device, { kind: 'piece', v: 1, ...fields } as Content)
      expect([erased(fact).content.text, factId(device, erased(fact).content)]).toEqual([undefined, fact.id])
    }
  })
})
