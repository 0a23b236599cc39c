/** What can be wrong with a store, as `understory check` names it. */
export type FaultName =
  | 'damaged-file'
  | 'older-store'
  | 'bad-checksum'
  | 'unreadable-segment'
  | 'bad-hash'
  | 'bad-signature'
  | 'bad-chain'
  | 'bad-row'
  | 'lost-fact'
  | 'changed-fact'
  | 'stray-fact'
  | 'bad-receipt'
  | 'missing-row'
  | 'extra-row'
  | 'differs'

export type Fault = {
  readonly fault: FaultName
  readonly table: string
  /** What names the row; empty if it is of the whole table. */
  readonly row: string
  /** What it says, and what it should. */
  readonly detail?: string
}
