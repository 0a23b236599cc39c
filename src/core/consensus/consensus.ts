import type { Places } from '../fact/places.ts'

/** What ballots say together. */
export type Consensus = {
  /** Best first; of those that share a place none is above another. */
  readonly order: Places<string>
  /** For each place but the last how sure it is above the next one, 0.5 to 1. */
  readonly certainty: readonly number[]
  /** No more ballots are asked for. */
  readonly settled: boolean
}
