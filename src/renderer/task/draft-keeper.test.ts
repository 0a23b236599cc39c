import { describe, expect, it } from 'vitest'
import { type Clock, DraftKeeper, type Kept } from './draft-keeper.ts'
import type { Given } from './task-work.ts'

function aClock() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    }
  }
  const pass = async (ms: number) => {
    const end = now + ms
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers = timers.filter((each) => each !== next)
      now = next.at
      next.run()
      await settled()
    }
    now = end
    await settled()
  }
  return { clock, pass }
}
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

function aKeeper() {
  const { clock, pass } = aClock()
  const written: [at: number, given: Given | undefined][] = []
  const heard: Kept[] = []
  let failing: Error | undefined
  const keep = async (given: Given | undefined) => {
    if (failing) throw failing
    written.push([clock.now(), given])
  }
  const keeper = new DraftKeeper(clock, keep, (kept) => heard.push(kept))
  return { keeper, pass, written, heard, fail: (error?: Error) => (failing = error) }
}

describe('a draft', () => {
  it('is kept half a second after the last change', async () => {
    const { keeper, pass, written, heard } = aKeeper()
    keeper.change({ text: 'a' })
    await pass(400)
    keeper.change({ text: 'ab' })
    await pass(499)
    expect(written).toEqual([])
    await pass(1)
    expect(written).toEqual([[900, { text: 'ab' }]])
    expect(heard).toEqual([{ is: 'kept', at: 900 }])
    await pass(10_000)
    expect(written).toHaveLength(1)
  })

  it('is kept at least every two seconds while changes go on', async () => {
    const { keeper, pass, written } = aKeeper()
    for (let i = 0; i < 50; i++) {
      keeper.change({ text: String(i) })
      await pass(100)
    }
    expect(written.map(([at]) => at)).toEqual([1500, 3000, 4500])
  })

  it('is kept at once when the window may go away', async () => {
    const { keeper, pass, written } = aKeeper()
    keeper.change({ text: 'a' })
    await keeper.flush()
    expect(written).toEqual([[0, { text: 'a' }]])
    await pass(1000)
    expect(written).toHaveLength(1)
  })

  it('is not kept in the middle of a composition, and at once when that ends', async () => {
    const { keeper, pass, written } = aKeeper()
    keeper.change({ text: 'に' })
    keeper.hold()
    keeper.change({ text: 'にほ' })
    await pass(5000)
    expect(written).toEqual([])
    keeper.change({ text: '日本' })
    keeper.release()
    await settled()
    expect(written).toEqual([[5000, { text: '日本' }]])
    keeper.change({ text: '日本語' })
    await pass(500)
    expect(written.at(-1)).toEqual([5500, { text: '日本語' }])
  })

  it('is kept even so when the window may go away', async () => {
    const { keeper, written } = aKeeper()
    keeper.hold()
    keeper.change({ text: 'にほ' })
    await keeper.flush()
    expect(written).toEqual([[0, { text: 'にほ' }]])
  })

  it('that is empty again is none', async () => {
    const { keeper, written, heard } = aKeeper()
    keeper.change(undefined)
    await keeper.flush()
    expect(written).toEqual([[0, undefined]])
    expect(heard).toEqual([{ is: 'nothing' }])
  })

  it('that could not be kept says so, and is tried again with the next change or flush', async () => {
    const { keeper, written, heard, fail } = aKeeper()
    const full = new Error('full')
    fail(full)
    keeper.change({ text: 'a' })
    await keeper.flush()
    expect(heard).toEqual([{ is: 'failed', cause: full }])
    fail()
    await keeper.flush()
    expect(written).toEqual([[0, { text: 'a' }]])
  })

  it('is never overwritten by an older one whose writing took longer', async () => {
    const { clock } = aClock()
    const begun: string[] = []
    const ends: (() => void)[] = []
    const keep = (given: Given | undefined) => {
      begun.push(String(given?.text))
      return new Promise<void>((done) => ends.push(done))
    }
    const keeper = new DraftKeeper(clock, keep, () => {})
    keeper.change({ text: 'old' })
    void keeper.flush()
    await settled()
    keeper.change({ text: 'new' })
    const all = keeper.flush()
    await settled()
    expect(begun).toEqual(['old'])
    ends[0]?.()
    await settled()
    ends[1]?.()
    await all
    expect(begun).toEqual(['old', 'new'])
  })

  it('is handed over before the task is left, also while an older one is being written', async () => {
    const { clock, pass } = aClock()
    const begun: string[] = []
    const keep = (given: Given | undefined) => {
      begun.push(String(given?.text))
      return new Promise<void>(() => {})
    }
    const keeper = new DraftKeeper(clock, keep, () => {})
    keeper.change({ text: 'old' })
    void keeper.flush()
    await settled()
    keeper.change({ text: 'last' })
    keeper.leave()
    expect(begun).toEqual(['old', 'last'])
    await pass(5000)
    expect(begun).toHaveLength(2)
  })

  it('is known not to be kept until its writing has ended', async () => {
    const { clock } = aClock()
    const ends: (() => void)[] = []
    const keeper = new DraftKeeper(
      clock,
      () => new Promise<void>((done) => ends.push(done)),
      () => {}
    )
    expect(keeper.unkept).toBeUndefined()
    keeper.change({ text: 'a' })
    expect(keeper.unkept).toEqual({ given: { text: 'a' } })
    void keeper.flush()
    await settled()
    expect(keeper.unkept).toEqual({ given: { text: 'a' } })
    keeper.change({ text: 'ab' })
    expect(keeper.unkept).toEqual({ given: { text: 'ab' } })
    ends[0]?.()
    await settled()
    void keeper.flush()
    await settled()
    ends[1]?.()
    await settled()
    expect(keeper.unkept).toBeUndefined()
  })

  it('of a finished task is dropped', async () => {
    const { keeper, pass, written } = aKeeper()
    keeper.change({ text: 'a' })
    keeper.drop()
    await keeper.flush()
    await pass(5000)
    expect(written).toEqual([])
  })
})
