import type { System } from '../sync/system.ts'
import { HubSilent, TurnedAway } from './errors.ts'

/** What there is to know about a device that somebody waits for. */
export type Awaited = {
  readonly system: System
  onChange(listener: () => void): () => void
  /** Why waiting is of no use: the hub said no, or something of the device's own failed. */
  hopeless(): { readonly turnedAway?: string; readonly trouble?: unknown }
  /** Items that the hub has not confirmed. */
  unconfirmed(): Promise<number>
}

/** Resolves once `done`. @throws as `within` does. */
export async function until(device: Awaited, done: () => Promise<boolean>, withinMs: number): Promise<void> {
  let forget = () => {}
  const reached = new Promise<void>((resolve, reject) => {
    const look = () => void done().then((yes) => (yes ? resolve() : undefined), reject)
    forget = device.onChange(look)
    look()
  })
  try {
    await within(device, withinMs, reached)
  } finally {
    forget()
  }
}

/**
 * Gives up when the time is over, or when the hub or the disk says no.
 * @throws {HubSilent} after so many milliseconds, {TurnedAway}, or the device's own trouble.
 */
export async function within<T>(device: Awaited, ms: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const rejectWith = (make: (waiting: number) => Error) =>
      void device.unconfirmed().then((n) => end(() => reject(make(n))), reject)
    const cancel = device.system.after(ms, () => rejectWith((n) => new HubSilent(n)))
    const forget = device.onChange(() => check())
    const end = (how: () => void) => {
      cancel()
      forget()
      how()
    }
    const check = () => {
      const { turnedAway, trouble } = device.hopeless()
      if (trouble !== undefined) end(() => reject(trouble))
      else if (turnedAway !== undefined) rejectWith((n) => new TurnedAway(turnedAway, n))
    }
    work.then(
      (value) => end(() => resolve(value)),
      (cause) => end(() => reject(cause))
    )
    check()
  })
}
