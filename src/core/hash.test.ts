import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, hexOf, utf8 } from './bytes.ts'
import { hashOf, sealedText, sha256, uuidOf } from './hash.ts'

describe('hashes', () => {
  it('[FA1] a UUID is the first 122 free bits of a hash, of version 8', () => {
    const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(hashes, (hash) => {
        const bytes = hash.slice(0, 16)
        bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
        bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
        const uuid = uuidOf(hexOf(hash))
        expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        expect(bytesOf(uuid.replaceAll('-', ''))).toEqual(bytes)
      })
    )
  })

  it('[FA1] a hash made for one purpose stands for no other', () => {
    expect(hashOf('fact', 'x')).not.toBe(hashOf('segment', 'x'))
    expect(hashOf('fact', 'x')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('[FA1] what is sealed cannot be parted otherwise into salt and text', () => {
    expect(sealedText(utf8('ab'), 'c')).not.toEqual(sealedText(utf8('a'), 'bc'))
    expect(hexOf(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
