import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCbor, encodeCbor, MalformedCbor, Tagged } from './cbor.ts'
import { decodeOwnCbor, OwnCbor } from './own-cbor.ts'

const VALUES = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.string({ maxLength: 120 }),
      fc.maxSafeInteger(),
      fc.integer({ min: -300, max: 300 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0.25, 0.75, 1 / 3, -0.5, 6.1e-5, 5.96e-8, 65504, 2 ** 53 - 1, -(2 ** 53) + 1, 2n ** 60n),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array({ maxLength: 300 })
    ),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(fc.string({ maxLength: 30 }), tie('value'))
  )
})).value

/** What a decoder gives, or that it refuses. */
function given(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch (cause) {
    expect(cause).toBeInstanceOf(MalformedCbor)
    return 'refused'
  }
}

describe('own CBOR', () => {
  it('is read as the careful decoder reads it', () => {
    fc.assert(
      fc.property(VALUES, (value) => {
        const bytes = encodeCbor(value)
        expect(decodeOwnCbor(bytes)).toEqual(decodeCbor(bytes))
        expect(encodeCbor(decodeOwnCbor(bytes))).toEqual(bytes)
      })
    )
  })

  it('leaves tags to the careful decoder', () => {
    const bytes = encodeCbor(new Tagged(5, [1, 2]))
    expect(() => decodeOwnCbor(bytes)).toThrow(MalformedCbor)
  })

  it('is refused where it is cut, and hangs or fills the memory nowhere', () => {
    fc.assert(
      fc.property(VALUES, fc.nat(), (value, at) => {
        const whole = encodeCbor(value)
        const bytes = whole.subarray(0, at % whole.byteLength)
        expect(given(decodeOwnCbor, bytes)).toEqual('refused')
      })
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const careful = given(decodeCbor, bytes)
        if (careful !== 'refused') expect(given(decodeOwnCbor, bytes)).toEqual(careful)
      })
    )
  })

  it('is passed over value by value', () => {
    fc.assert(
      fc.property(fc.array(VALUES, { maxLength: 8 }), (values) => {
        const reader = new OwnCbor(encodeCbor(values))
        const parts = Array.from({ length: reader.enter() }, () => reader.skip())
        expect(parts).toEqual(values.map(encodeCbor))
        expect(reader.atEnd).toBe(true)
      })
    )
  })

  it('gives bytes of their own, and not a view into all that was read', () => {
    const { a } = decodeOwnCbor(encodeCbor({ a: Uint8Array.of(1, 2) })) as { a: Uint8Array }
    expect([a, a.buffer.byteLength]).toEqual([Uint8Array.of(1, 2), 2])
  })
})
