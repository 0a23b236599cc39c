import { platform } from './platform.ts'

let asked: Promise<unknown> = Promise.resolve()
let hasAsked = false

/** Asks the browser to keep what is stored here, once a window. */
export function keepStorage(): void {
  if (hasAsked || platform.kind === 'desktop') return
  hasAsked = true
  asked = navigator.storage?.persist?.().catch(() => false) ?? Promise.resolve()
}

/** Whether it promised to. Over plain http on a network a browser promises nothing. */
export async function isKept(): Promise<boolean> {
  if (platform.kind === 'desktop') return true
  await asked
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false
}
