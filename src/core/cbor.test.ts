import { describe, expect, it } from 'vitest'
import { decodeCbor, encodeCbor, MalformedCbor } from './cbor.ts'

describe('CBOR', () => {
  it.each(['\ufeff', '\ufefftext', `\ufeff${'x'.repeat(300)}`, 'a\ufeff', '\ufffd', 'moss\u0000', '😀', ''])(
    'gives back the text %j, and as a name',
    (text) => {
      expect(decodeCbor(encodeCbor(text))).toBe(text)
      expect(decodeCbor(encodeCbor({ [text]: [text] }))).toEqual({ [text]: [text] })
    }
  )

  it.each([
    [0x61, 0xff],
    [0x63, 0x61, 0xc3, 0x28],
    [0x63, 0xed, 0xa0, 0x80]
  ])('refuses broken UTF-8', (...bytes) => {
    expect(() => decodeCbor(Uint8Array.from(bytes))).toThrow(MalformedCbor)
  })

  it('gives back names that objects have a meaning for', () => {
    const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')
    expect(Object.entries(decodeCbor(encodeCbor(odd)) as object)).toEqual(Object.entries(odd))
  })
})
