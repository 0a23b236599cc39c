/**
 * What the outside world lends to `sync`, `client` and `hub`: time, timers and randomness, so that the same code
 * runs under a seeded scheduler.
 */
export type System = {
  /** Milliseconds since 1970. */
  now(): number
  /** Minutes that the clock on the wall is ahead of UTC at a time; absent: nobody knows. */
  zone?(at: number): number
  /** Runs once after so many milliseconds, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
  random(bytes: number): Uint8Array
}

/** The real world. Set where programs start. */
export function realSystem(): System {
  return {
    now: () => Date.now(),
    zone: (at) => -new Date(at).getTimezoneOffset(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    random: (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes))
  }
}

/** Seconds since 1970, as facts record them. */
export function secondsNow(system: System): number {
  return Math.floor(system.now() / 1000)
}

/** A number in [0, 1). */
export function chance(system: System): number {
  const [a = 0, b = 0, c = 0] = system.random(3)
  return (a * 65536 + b * 256 + c) / 2 ** 24
}
