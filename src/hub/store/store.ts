import type { DeviceKey, Fact, FactId, TreeId, VersionId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Need, Outcome, TreeState } from '../../core/tree/view.ts'
import type { Segment, SegmentHash } from '../../sync/segment/segment.ts'

export type Tip = { readonly n: number; readonly hash: SegmentHash; readonly next: number }
export type StoredReceipt = { readonly segment: SegmentHash; readonly stamp: number; readonly bytes: Uint8Array }
export type TreeRow = {
  readonly id: TreeId
  readonly state: TreeState
  readonly lang: string
  readonly messages: number
  readonly room: number
}
/** A lent task. `target` is empty for a first prompt; `until`: seconds since 1970. */
export type Loan = {
  readonly lending: FactId
  readonly place: number
  readonly kind: string
  readonly target: VersionId
  readonly lang: string
  readonly device: DeviceKey
  readonly until: number
}
/** `tree`: of the target; empty while that is unknown. */
export type OpenLoan = Loan & { readonly tree: TreeId }
export type Invite = { readonly role: 'contributor' | 'organizer'; readonly uses: number; readonly expires: number }

/** What one transaction sees. */
export interface ReadTx {
  meta(key: string): Promise<string | undefined>
  /** [HS2] A segment whole again; texts erased since are missing from it, its signature holds all the same. */
  segment(hash: SegmentHash): Promise<Segment | undefined>
  /** The segment that first brought a fact. */
  segmentOf(fact: FactId): Promise<SegmentHash | undefined>
  /** All segments that hold a fact. */
  segmentsHolding(fact: FactId): Promise<readonly SegmentHash[]>
  /** [HS3] Ends of a device's chain that hang together from its first segment; several after a fork. */
  tips(device: DeviceKey): Promise<readonly Tip[]>
  /** Segments of a device that do not hang together with its first, since one between is missing; at most 50. */
  loose(device: DeviceKey): Promise<readonly SegmentHash[]>
  /** The first of these segments that hangs together with its chain's first; undefined if none does. */
  firstHeld(hashes: readonly SegmentHash[]): Promise<Tip | undefined>
  allSegments(): Promise<readonly SegmentHash[]>
  fact(id: FactId): Promise<Fact | undefined>
  /** [HS4] Every fact of a tree once, in no promised order. */
  factsOf(tree: TreeId): Promise<readonly Fact[]>
  factsAboutPersons(): Promise<readonly Fact[]>
  treesOf(fact: FactId): Promise<readonly TreeId[]>
  treesTouchedBy(device: DeviceKey): Promise<readonly TreeId[]>
  /** The tree of a message, version or fact. */
  treeOf(id: string): Promise<TreeId | undefined>
  factOfVersion(version: VersionId): Promise<FactId | undefined>
  lending(id: FactId): Promise<Lending | undefined>
  lendingsTo(device: DeviceKey): Promise<readonly { id: FactId; until: number }[]>
  waitingFor(need: string): Promise<readonly FactId[]>
  /** Lendings that facts of this device wait for. */
  lacksFor(device: DeviceKey): Promise<readonly FactId[]>
  isErased(fact: FactId): Promise<boolean>
  /** Whether the text of any of these versions has been erased. */
  erasedAmong(versions: readonly VersionId[]): Promise<boolean>
  outcome(fact: FactId): Promise<Outcome | undefined>
  tree(id: TreeId): Promise<TreeRow | undefined>
  trees(): Promise<readonly TreeRow[]>
  needs(): Promise<readonly (Need & { tree: TreeId })[]>
  /** Loans not answered and reserved beyond this time. */
  openLoans(now: number): Promise<readonly OpenLoan[]>
  loansOf(lending: FactId): Promise<readonly { place: number; done: boolean }[]>
  /** The receipts of a device's segments with a later stamp, by their stamps. */
  receiptsSince(device: DeviceKey, stamp: number): Promise<readonly StoredReceipt[]>
  /** The newest receipt of a segment. */
  receiptOf(segment: SegmentHash): Promise<StoredReceipt | undefined>
  lastStamp(): Promise<number>
  invite(secretHash: string): Promise<Invite | undefined>
  documentUpdates(name: string): Promise<readonly Uint8Array[]>
}

export interface WriteTx extends ReadTx {
  setMeta(key: string, value: string): Promise<void>
  /** False if it was there already. */
  addSegment(segment: Segment): Promise<boolean>
  /**
   * False if it was there already. A copy with the text that the one held lacks, though nobody erased it, counts as
   * new. `person`: it says who stands behind a device.
   */
  addFact(fact: Fact, person: boolean): Promise<boolean>
  addLending(id: FactId, lending: Lending): Promise<void>
  addLoan(loan: Loan): Promise<void>
  loanDone(lending: FactId, place: number): Promise<void>
  placeFact(fact: FactId, tree: TreeId): Promise<void>
  addVersion(version: VersionId, tree: TreeId, fact: FactId): Promise<void>
  setWaits(fact: FactId, needs: readonly string[]): Promise<void>
  /** [HS5] Drops the text of a fact for good, also one that has not come yet. */
  eraseFact(fact: FactId): Promise<void>
  setTree(row: TreeRow, needs: readonly Need[]): Promise<void>
  setOutcome(fact: FactId, outcome: Outcome | undefined): Promise<void>
  addReceipt(device: DeviceKey, receipt: StoredReceipt): Promise<void>
  setInvite(secretHash: string, invite: Invite): Promise<void>
  addDocumentUpdate(name: string, update: Uint8Array): Promise<void>
}

/** A hub's memory. Engines: `sqlite.ts`. Every one passes `conformance.ts`. */
export interface HubStore {
  /** [HS1] All of `work` is on disk when this resolves; none of it if it rejects. One at a time, in order of call. */
  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>
  /**
   * [HS6] Leaves nothing erased behind in files of the store's own.
   * @returns false if a reader still looks at an older state: ask again later.
   */
  scrub(): Promise<boolean>
  close(): Promise<void>
}
