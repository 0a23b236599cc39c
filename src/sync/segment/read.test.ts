import fc from 'fast-check'
import { deflateSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { RUNS } from '../examples/any.ts'
import { MORNING, PROJECT } from '../examples/contents.ts'
import { testSigner, testVerify } from '../examples/key.ts'
import { Refused } from '../refusal.ts'
import { readSegment } from './read.ts'
import { NO_HEAD, seal, writeSegment } from './seal.ts'
import type { Segment } from './segment.ts'

let honest: Segment
let known: { project: string; device: string }
beforeAll(async () => {
  const signer = await testSigner(1)
  known = { project: PROJECT, device: signer.device }
  honest = (await seal(MORNING, PROJECT, NO_HEAD, signer)).segments[0] as Segment
})

/** The segment that the bytes are, or why they were refused; anything else that is thrown fails the test. */
async function read(bytes: Uint8Array): Promise<string> {
  try {
    return (await readSegment(bytes, testVerify, known)).hash
  } catch (refusal) {
    if (refusal instanceof Refused) return refusal.reason
    throw refusal
  }
}

describe('the door for segments', () => {
  it.each([
    ['plain', { deflate: false, short: true }],
    ['deflated', { deflate: true, short: false }]
  ])('[SG1] no byte of a %s segment can be changed and still make another segment', async (_, writing) => {
    const bytes = writeSegment(honest, writing)
    const found = new Set<string>()
    for (let at = 0; at < bytes.byteLength; at++)
      for (const bit of [1, 0x20, 0x80]) found.add(await read(bytes.map((byte, i) => (i === at ? byte ^ bit : byte))))
    found.delete(honest.hash) // other bytes for the same facts: nothing is changed
    expect([...found].sort()).toEqual(expect.arrayContaining(['bad-signature', 'malformed']))
    expect([...found].filter((outcome) => outcome.length === 64)).toEqual([])
  })

  it('[SG1] whatever the bytes, nothing but a refusal is thrown', async () => {
    const part = fc.anything({ withBigInt: true, withTypedArray: true, maxDepth: 4 })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(part, { maxLength: 6 }).map(encoded),
      fc.array(part, { maxLength: 4 }).map((body) => withBody([deflateSync(encoded(body))])),
      fc.uint8Array({ maxLength: 200 }).map((body) => withBody(body))
    )
    const refused = fc.asyncProperty(bytes, async (some) => {
      expect((await read(some)).length).toBeLessThan(64)
    })
    await fc.assert(refused, RUNS)
  })

  it('[SG2] more than 64 kB is refused unread', async () => {
    const refusal = readSegment(new Uint8Array(64 * 1024 + 1), () => Promise.reject(new Error('asked')), known)
    await expect(refusal).rejects.toMatchObject({ reason: 'too-large' })
  })

  it('[SG2] so is a deflated body larger than what erasure makes of a segment', async () => {
    expect(await read(withBody([new Uint8Array(8001)]))).toBe('too-large')
    expect(await read(withBody([new Uint8Array(8000)]))).toBe('malformed')
  })

  it('[SG1] facts carry the device that signed them', async () => {
    const { facts } = await readSegment(writeSegment(honest), testVerify)
    expect(facts).toEqual(honest.facts)
    expect(new Set(facts.map(({ device }) => device))).toEqual(new Set([known.device]))
  })
})

function withBody(body: unknown): Uint8Array {
  return encodeCbor([...(decodeCbor(writeSegment(honest)) as unknown[]).slice(0, 3), body])
}

/** Bytes of a value, or of a number where CBOR has no bytes for it. */
function encoded(value: unknown): Uint8Array {
  try {
    return encodeCbor(value)
  } catch {
    return encodeCbor(0)
  }
}
