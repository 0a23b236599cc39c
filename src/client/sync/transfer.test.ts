import { describe, expect, it } from 'vitest'
import { manualSystem } from '../../sync/manual-system.ts'
import { Progress } from './transfer.ts'

describe('how far a sync is (time by hand)', () => {
  it('[LK15] tells bytes as they are left, and minutes by the rate of what has crossed', () => {
    const system = manualSystem()
    const left = { up: 30_000, down: 0 }
    const progress = new Progress(system, {}, { up: () => left.up, down: () => left.down, known: () => false })
    expect(progress.transfer).toEqual({ up: 30_000, down: undefined, done: { up: 0, down: 0 }, minutes: undefined })
    progress.sends()
    for (const crossed of [4000, 4000]) {
      system.pass(2000)
      left.up -= crossed
      progress.received(crossed)
    }
    // 22 kB at 2 kB a second.
    expect(progress.transfer).toEqual({ up: 22_000, down: undefined, done: { up: 8000, down: 0 }, minutes: 0.2 })
    expect(progress.rates.up).toBe(2000)
  })

  it('[LK15] time without a link is no time, and before anything crosses an earlier rate tells', () => {
    const system = manualSystem()
    const progress = new Progress(system, { up: 1000 }, { up: () => 60_000, down: () => 60_000, known: () => true })
    expect(progress.transfer.minutes).toBe(2)
    progress.sends()
    system.pass(3000)
    progress.received(6000)
    progress.broken()
    system.pass(3_600_000)
    progress.sends()
    system.pass(1000)
    progress.received(2000)
    expect(progress.rates.up).toBe(2000)
  })
})
