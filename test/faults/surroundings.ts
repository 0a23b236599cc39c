import { webcrypto } from 'node:crypto'

/** Time, timers and chances for packages that take them from the global scope. */
export type Surroundings = {
  now(): number
  after(ms: number, run: () => void): () => void
  fill(bytes: Uint8Array): void
}

/**
 * y-websocket waits by the global timers, lib0 looks at `Date.now` and Yjs draws client ids from WebCrypto: none of them
 * can be handed a clock. While a world runs, the globals are its own. Import this before anything that imports lib0, which
 * keeps `Date.now` and `getRandomValues` as it finds them.
 */
let present: Surroundings | undefined

class Timer {
  cancel: () => void
  constructor(cancel: () => void) {
    this.cancel = cancel
  }
  unref(): this {
    return this
  }
}

const real = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  now: Date.now,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto)
}

type Run = (...args: unknown[]) => void

function later(run: Run, ms = 0, ...args: unknown[]) {
  if (!present) return real.setTimeout(run, ms, ...args)
  return new Timer(present.after(ms, () => run(...args)))
}

function again(run: Run, ms = 0, ...args: unknown[]) {
  if (!present) return real.setInterval(run, ms, ...args)
  const { after } = present
  const timer = new Timer(() => {})
  const next = () => {
    timer.cancel = after(Math.max(1, ms), () => {
      next()
      run(...args)
    })
  }
  next()
  return timer
}

function cancel(timer: unknown): void {
  if (timer instanceof Timer) timer.cancel()
  else real.clearTimeout(timer as NodeJS.Timeout)
}

Object.assign(globalThis, { setTimeout: later, setInterval: again, clearTimeout: cancel, clearInterval: cancel })
Date.now = () => (present ? present.now() : real.now())
webcrypto.getRandomValues = ((array: Uint8Array) => {
  if (!present) return real.getRandomValues(array)
  present.fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return array
}) as typeof webcrypto.getRandomValues

/** @returns puts the real world back. */
export function surround(surroundings: Surroundings): () => void {
  const before = present
  present = surroundings
  return () => {
    present = before
  }
}

/** All that promises still do is done when this resolves; nothing here waits for anything but promises. */
export function drained(): Promise<void> {
  return new Promise((resume) => void real.setImmediate(resume))
}
