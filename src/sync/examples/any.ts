import type { Arbitrary, default as fastCheck } from 'fast-check'
import type { Content } from '../../core/fact/fact.ts'

/** Runs of one property in the tests; the seed is fixed, so that a test fails for what was changed and not by chance. */
export const RUNS = { seed: 20261125, numRuns: 200 }

/** Values of every sort that crosses a wire. The library is lent by the test: nothing that ships may import it. */
export function arbitraries(fc: typeof fastCheck) {
  /** Well-formed text of every script, now and then with the mark of byte order that decoders like to drop. */
  const anyText = fc.oneof(
    { arbitrary: fc.string({ unit: 'binary' }), weight: 9 },
    fc.string().map((text) => `\ufeff${text}`)
  )

  const anyHex = (digits: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
  const anyHash = anyHex(64)
  const anyKey = fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', 'task', 'a', 'b'))
  const anyWhole = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat(20))
  const anyLong = fc.oneof(
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) })
  )
  const anyFraction = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0)

  const anyLeaf = fc.oneof(
    fc.constantFrom(null, true, false),
    anyWhole,
    anyLong,
    anyFraction,
    anyText,
    anyHash,
    fc.uuid(),
    fc.uint8Array({ maxLength: 40 })
  )

  /** Whatever a fact can hold: leaves, lists and maps of any keys, some way into each other. */
  const { value: anyValue } = fc.letrec<{ value: unknown; map: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, anyLeaf, fc.array(tie('value'), { maxLength: 4 }), tie('map')),
    map: fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 5 }).map(Object.fromEntries)
  }))

  const anyFields = fc.array(fc.tuple(anyKey, anyValue), { maxLength: 6 }).map((fields) => {
    // `text` and `salt` mean something to a fact's id.
    return Object.fromEntries(fields.filter(([key]) => !['text', 'salt', 'sealed'].includes(key)))
  })

  /** A fact of any kind, with tasks of few lendings, and a text or none. */
  function anyContent(lendings: readonly string[]): Arbitrary<Content> {
    const task = fc.oneof(fc.tuple(fc.constantFrom(...lendings), fc.nat(49)), anyValue)
    const written = fc.record({ text: anyText, salt: fc.uint8Array({ minLength: 12, maxLength: 12 }) })
    return fc
      .tuple(
        anyFields,
        fc.option(task, { nil: undefined }),
        fc.option(written, { nil: {} }),
        fc.constantFrom('skip', 'sing', 'label_assistant_reply'),
        fc.nat(3)
      )
      .map(([fields, task, text, kind, v]) => ({ ...fields, ...(task !== undefined && { task }), ...text, kind, v }))
  }

  return { anyText, anyHash, anyWhole, anyValue, anyContent }
}
