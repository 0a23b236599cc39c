import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinned } from './versions.ts'

const rows = (...saved: number[]) => saved.map((at) => ({ saved: at }))

describe('too many versions', () => {
  it('go where they stand closest for their age', () => {
    const minutes = Array.from({ length: 60 }, (_, at) => at)
    let left: readonly { saved: number }[] = []
    for (const at of minutes) left = thinned([...left, { saved: at }], 8)
    const gaps = left.slice(1).map(({ saved }, at) => saved - (left[at]?.saved ?? 0))
    expect(left).toHaveLength(8)
    expect([left[0]?.saved, left.at(-1)?.saved]).toEqual([0, 59])
    // The last minutes one by one, the first hour only roughly.
    expect(Math.max(...gaps.slice(-2))).toBeLessThan(Math.max(...gaps.slice(0, 3)))
  })

  it('are few whatever the clock did, with the first and the last, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (times, most) => {
        const all = rows(...times)
        const left = thinned(all, most)
        expect(left.length).toBe(Math.min(most, all.length))
        expect(left[0]).toBe(all[0])
        expect(left.at(-1)).toBe(all.at(-1))
        expect(all.filter((row) => left.includes(row))).toEqual(left)
      })
    )
  })
})
