import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraries, RUNS } from '../examples/any.ts'
import { Refused } from '../refusal.ts'
import { MAX_MESSAGE_BYTES, writeFrame } from './frame.ts'
import { Partials, readPart, tagOf, writeParts } from './parts.ts'

const { anyHash } = arbitraries(fc)

const DEVICE = 'd1'.repeat(32)
const HASH = `0a1b2c3d${'c1'.repeat(28)}`
const segment = (bytes: number) => new Uint8Array(bytes).map((_, i) => (i * 7) >> 2)

/** Gives parts to a hub; what it makes of the last one. */
function give(partials: Partials, parts: readonly Uint8Array[]): Uint8Array | undefined {
  return parts.map((part) => partials.add(DEVICE, readPart(part))).at(-1)
}

describe('segments in parts', () => {
  it('[LK12] any segment arrives whole, from wherever a cut left it', () => {
    const sizes = fc.integer({ min: 1, max: 12_000 })
    fc.assert(
      fc.property(anyHash, sizes, fc.nat(3), (hash, size, cut) => {
        const partials = new Partials()
        const bytes = segment(size)
        const parts = writeParts(hash, bytes)
        const lost = parts.slice(0, Math.min(cut, parts.length - 1))
        expect(lost.map((part) => partials.add(DEVICE, readPart(part)))).toEqual(lost.map(() => undefined))
        const [begun] = partials.of(DEVICE)
        expect(begun?.[0] ?? tagOf(hash)).toBe(tagOf(hash))
        expect(give(partials, writeParts(hash, bytes, begun?.[2]))).toEqual(bytes)
        expect(partials.of(DEVICE)).toEqual([])
      }),
      RUNS
    )
  })

  it('[LK3] a part is a message of at most 8 kB', () => {
    for (const part of writeParts(HASH, segment(20_000)))
      expect(writeFrame(1, part).byteLength).toBeLessThanOrEqual(MAX_MESSAGE_BYTES)
  })

  it('[LK12] a part that came twice changes nothing', () => {
    const partials = new Partials()
    const parts = writeParts(HASH, segment(9000))
    give(partials, parts.slice(0, 2))
    expect(give(partials, parts.slice(1))).toEqual(segment(9000))
  })

  it('[LK12] parts of two devices do not mix', () => {
    const partials = new Partials()
    const parts = writeParts(HASH, segment(9000)).map(readPart)
    partials.add(DEVICE, parts[0] as ReturnType<typeof readPart>)
    expect(() => partials.add('d2'.repeat(32), parts[1] as ReturnType<typeof readPart>)).toThrow(Refused)
    expect(partials.of(DEVICE)).toHaveLength(1)
  })

  it('[LK12] at most four of one device are kept, the newest', () => {
    const partials = new Partials()
    for (let i = 0; i < 9; i++) give(partials, writeParts(`${i}`.repeat(64), segment(9000)).slice(0, 1))
    expect(partials.of(DEVICE).map(([tag]) => tag)).toEqual([5, 6, 7, 8].map((i) => `${i}`.repeat(8)))
  })

  it.each([
    ['nothing', []],
    ['no bytes', [1, 2, 3, 4, 0, 9]],
    ['more bytes than there are', [1, 2, 3, 4, 8, 9, 1, 1]],
    ['an offset past all numbers', [1, 2, 3, 4, ...new Uint8Array(12).fill(255)]]
  ])('[LK12] a part of %s is refused', (_, bytes) => {
    expect(() => readPart(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ reason: 'malformed' }))
  })

  it('[LK12] so is one of a segment larger than any', () => {
    const [part = new Uint8Array()] = writeParts(HASH, segment(64 * 1024 + 1))
    expect(() => readPart(part)).toThrow(expect.objectContaining({ reason: 'too-large' }))
  })

  it('[LK12] a part with a gap before it is refused', () => {
    expect(() => give(new Partials(), writeParts(HASH, segment(9000)).slice(1))).toThrow(Refused)
  })
})
