import type { Keys } from './keys.ts'

/** What somebody has copied of a computer. */
export type Image = {
  readonly disk: Uint8Array
  readonly journal: Uint8Array
  readonly keys: Keys
  readonly promised: ReadonlySet<string>
}
