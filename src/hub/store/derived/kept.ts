import type { ReadTx, WriteTx } from '../store.ts'

/** Writes, then looks from another transaction, and compares. */
export type Kept = <T>(
  write: (tx: WriteTx) => Promise<unknown>,
  look: (tx: ReadTx) => Promise<T>,
  wanted: T
) => () => Promise<void>
