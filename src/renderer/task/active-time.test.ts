import { describe, expect, it } from 'vitest'
import { ActiveTime } from './active-time.ts'

describe('active seconds', () => {
  it('run while there are signs of life', () => {
    const time = inView(0)
    for (let at = 0; at <= 300_000; at += 30_000) time.sign(at)
    expect(time.seconds(310_000)).toBe(310)
  })

  it('stop a minute after the last sign, and go on with the next', () => {
    const time = inView(0)
    time.sign(10_000)
    expect(time.seconds(500_000)).toBe(70)
    time.sign(600_000)
    expect(time.seconds(605_000)).toBe(75)
  })

  it('do not run while the window is out of view', () => {
    const time = inView(0)
    time.view(false, 5_000)
    time.view(true, 30_000)
    expect(time.seconds(40_000)).toBe(15)
  })

  it('do not run before a screen that was drawn ahead is in view', () => {
    const time = new ActiveTime(0)
    time.view(true, 40_000)
    expect(time.seconds(45_000)).toBe(5)
  })

  it('go on from where a draft was left', () => {
    expect(inView(7_000, 20_000).seconds(8_000)).toBe(21)
  })
})

function inView(now: number, before?: number): ActiveTime {
  const time = new ActiveTime(now, before)
  time.view(true, now)
  return time
}
