import type { BrowserDevice } from '../../client/browser.ts'
import { platform } from '../platform/platform.ts'

const open = new Set<BrowserDevice>()
const closing = new Set<Promise<void>>()
platform.onClosing(async () => {
  await Promise.all([...open].map(({ twin }) => twin.flush()))
})

/** What waits in it is written before the window closes. */
export function opened(device: BrowserDevice): void {
  open.add(device)
}

/** Closes it once `end` has resolved. */
export function close(device: BrowserDevice, end: Promise<void>): void {
  open.delete(device)
  const closed: Promise<void> = end.then(() => device.store.close()).finally(() => closing.delete(closed))
  closed.catch(() => {}) // what fails is told by whoever opens it again
  closing.add(closed)
}

/** Resolves once no device of this window is being closed any more: all that was given is on the disk. */
export async function allClosed(): Promise<void> {
  await Promise.allSettled([...closing])
}
