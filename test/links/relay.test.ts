import { describe, expect, it } from 'vitest'
import { inOrder } from '../../bench/relay.ts'

describe('a link that a relay imitates', () => {
  it('carries bytes in their order, also where timers that are late together come in another', () => {
    const timers: (() => void)[] = []
    const carried: number[] = []
    const arrive = inOrder((_ms, run) => timers.push(run))
    for (const packet of [1, 2, 3]) arrive(10 * packet, () => carried.push(packet))
    for (const at of [2, 0, 1]) timers[at]?.()
    expect(carried).toEqual([1, 2, 3])
  })
})
