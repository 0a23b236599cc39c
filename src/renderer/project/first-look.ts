import { afterFrame } from '../platform/after-frame.ts'

/** No first screen takes longer, or what is seen is another one: a hub has not let this computer in yet, for example. */
const LONGEST = 1500

let isOver = false
const { promise, resolve } = Promise.withResolvers<void>()

/**
 * Today shows what is to be done first before anything is read that takes long where there are thousands of items.
 * Whatever else needs that waits for this, and so does the sync. It is over at once where a start leads elsewhere.
 */
export const firstLook: Promise<void> = promise

export function isFirstLook(): boolean {
  return !isOver
}

/** What is to be done first was given to the page: it is over once that is drawn. */
export function endFirstLook(): void {
  afterFrame(skipFirstLook)
}

/** There is nothing that could be drawn soon. */
export function skipFirstLook(): void {
  isOver = true
  resolve()
}

if (location.pathname === '/') setTimeout(skipFirstLook, LONGEST)
else skipFirstLook()
