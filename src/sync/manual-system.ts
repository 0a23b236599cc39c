import type { System } from './system.ts'

export type ManualSystem = System & {
  /** Lets time pass: what falls due runs in its order, each at its own time. */
  pass(ms: number): void
  /** Timers that have not run. */
  readonly waiting: number
}

/** A world whose time passes only when told, and whose chances follow from a seed. For tests. */
export function manualSystem(seed = 1, start = 1_793_606_400_000): ManualSystem {
  let now = start
  let state = seed
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    random(bytes) {
      return Uint8Array.from({ length: bytes }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0 // Numerical Recipes, enough for tests
        return state >>> 24
      })
    },
    pass(ms) {
      const end = now + ms
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        timers = timers.filter((other) => other !== next)
        now = next.at
        next.run()
      }
      now = end
    },
    get waiting() {
      return timers.length
    }
  }
}
