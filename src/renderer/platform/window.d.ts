import type { Bridge } from '../../main/bridge.ts'

declare global {
  interface Window {
    /** There in the desktop app alone. */
    readonly understory?: Bridge
  }
}
