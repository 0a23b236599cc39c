import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { arbitraries, RUNS } from './examples/any.ts'
import { testSigner, testVerify } from './examples/key.ts'
import { type FactReceipt, readReceipt, writeReceipt } from './receipt.ts'
import { Refused } from './refusal.ts'
import type { Signer } from './signer.ts'

const { anyHash } = arbitraries(fc)

let hub: Signer
beforeAll(async () => {
  hub = await testSigner(3)
})

const SEGMENT = 'c1'.repeat(32)
const rule = fc.constantFrom('malformed', 'no-such-task', 'enough-replies')
const fact: fc.Arbitrary<FactReceipt> = fc.oneof(
  fc.record({ is: fc.constantFrom('received', 'merged') }),
  fc.record({ is: fc.constantFrom('spare', 'returned'), rule })
)

describe('receipts', () => {
  it('[RC2] any receipt comes back as it was, with the hub that signed it', async () => {
    const receipt = fc.record({ segment: anyHash, stamp: fc.maxSafeNat(), facts: fc.array(fact, { maxLength: 50 }) })
    await fc.assert(
      fc.asyncProperty(receipt, async (given) => {
        const other = await testSigner(4)
        const back = await readReceipt(await writeReceipt(given, hub), [other.device, hub.device], testVerify)
        expect(back).toEqual({ ...given, hub: hub.device })
      }),
      RUNS
    )
  })

  it('[RC2] a receipt for a whole segment of one outcome takes 123 bytes', async () => {
    const facts: FactReceipt[] = Array.from({ length: 45 }, () => ({ is: 'merged' }))
    const bytes = await writeReceipt({ segment: SEGMENT, stamp: 1_793_606_700_123, facts }, hub)
    expect(bytes.byteLength).toBeLessThanOrEqual(123)
  })

  it('[LK3] the largest receipt is one message: 512 facts, no two alike in a row', async () => {
    const rules = ['malformed', 'no-such-task', 'enough-replies', 'tree-finished', 'someone-else-was-first']
    const facts = Array.from({ length: 512 }, (_, i): FactReceipt => ({ is: 'returned', rule: rules[i % 5] ?? '' }))
    expect((await writeReceipt({ segment: SEGMENT, stamp: 1, facts }, hub)).byteLength).toBeLessThan(8000)
  })

  it('[RC2] no byte of a receipt can be changed', async () => {
    const bytes = await writeReceipt({ segment: SEGMENT, stamp: 5, facts: [{ is: 'merged' }, { is: 'received' }] }, hub)
    for (let at = 0; at < bytes.byteLength; at++) {
      const changed = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
      await expect(readReceipt(changed, [hub.device], testVerify)).rejects.toThrow(Refused)
    }
  })
})
