import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { arbitraries, RUNS } from '../examples/any.ts'
import { testSigner, testVerify } from '../examples/key.ts'
import { Refused } from '../refusal.ts'
import { CLOSE_CODES, ControlShapes, challengeStatement, readControl, writeControl } from './control.ts'
import { readFrame, writeFrame } from './frame.ts'

const { anyValue } = arbitraries(fc)

const PROJECT = 'a1'.repeat(32)
const NONCE = new Uint8Array(32).fill(7)

describe('control messages', () => {
  it('[LK5] whatever comes under a known name is read as it should be, or refused as malformed', () => {
    const name = fc.constantFrom(...Object.keys(ControlShapes))
    const read = fc.property(name, anyValue, (known, fields) => {
      expect(reasonOf(() => readControl(encodeCbor([known, fields])))).toBeOneOf(['malformed', undefined])
    })
    fc.assert(read, RUNS)
  })

  it('[LK5] a field given as undefined is not sent', () => {
    const bytes = writeControl('lent', { request: 1, batch: undefined, count: 0, cause: 'nothing-open' })
    expect(readControl(bytes)).toEqual({ is: 'lent', fields: { request: 1, count: 0, cause: 'nothing-open' } })
  })

  it('[LK5] ids travel as bytes', () => {
    const hashes = Array.from({ length: 100 }, (_, i) => i.toString(16).padStart(64, '0'))
    const bytes = writeControl('compare', { hashes })
    expect(bytes.byteLength).toBeLessThan(100 * 37)
    expect(readControl(bytes)).toEqual({ is: 'compare', fields: { hashes } })
  })

  it('[LK6] a proof holds for its project, nonce and device, and for no other', async () => {
    const [device, other] = [await testSigner(1), await testSigner(2)]
    const proof = await device.sign(challengeStatement(PROJECT, NONCE, device.device))
    const holds = (project: string, nonce: Uint8Array, key: string) =>
      testVerify(key, challengeStatement(project, nonce, key), proof)
    expect(await holds(PROJECT, NONCE, device.device)).toBe(true)
    expect(await holds('a2'.repeat(32), NONCE, device.device)).toBe(false)
    expect(await holds(PROJECT, new Uint8Array(32), device.device)).toBe(false)
    expect(await holds(PROJECT, NONCE, other.device)).toBe(false)
  })

  it('[LK7] reasons for which trying again is no use have codes that providers stop at', () => {
    const codes = Object.values(CLOSE_CODES)
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(code > 4400 && code < 4500).toBe(true)
  })
})

describe('frames', () => {
  it('[LK2] channel and payload come back as they were', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.uint8Array({ maxLength: 300 }), (channel, payload) => {
        expect(readFrame(writeFrame(channel, payload))).toEqual({ channel, payload })
      }),
      RUNS
    )
  })
})

function reasonOf(read: () => unknown): string | undefined {
  try {
    read()
  } catch (refusal) {
    if (refusal instanceof Refused) return refusal.reason
    throw refusal
  }
}
