import type { Offer, WaitingPrompt } from '../../core/dispatch/offer.ts'
import type { DeviceKey, Fact, FactId, TreeId, VersionId } from '../../core/fact/fact.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Need, Outcome, TreeState } from '../../core/tree/view.ts'
import type { Segment, SegmentHash } from '../../sync/segment/segment.ts'
import type { FollowingTable, SummedTable } from './tables.ts'

/** What facts wait for that an earlier version of this program kept without reading them. */
export const LATER_VERSION = 'later version'

/** What facts are about: who stands behind a device and what they may, the rules of the project, or whatever else. */
export type About = 'person' | 'rules' | 'work'
/** Up to where receipts and the log of segments have come. */
export type ChangeMark = { readonly stamp: number; readonly segment: number }
export type Tip = { readonly n: number; readonly hash: SegmentHash; readonly next: number }
export type StoredReceipt = { readonly segment: SegmentHash; readonly stamp: number; readonly bytes: Uint8Array }
export type TreeRow = {
  readonly id: TreeId
  readonly state: TreeState
  readonly lang: string
  readonly messages: number
  readonly room: number
  /** Who wrote its prompt, and the version of it that stands. */
  readonly author: string
  readonly prompt: VersionId
  /** By ballots over prompts; the higher, the better. */
  readonly score: number
}
/** Who wrote a reply that a ballot puts first, and when that was given; seconds since 1970. */
export type First = { readonly author: string; readonly at: number }
export type Counted = { readonly lang: string; readonly state: TreeState; readonly count: number }
/** How many needs of a kind and language are free to lend, and how many are lent as often as they are wanted. */
export type NeedCount = { readonly kind: TaskKind; readonly lang: string; readonly free: number; readonly lent: number }
export type TableRow = { readonly key: readonly (string | number)[]; readonly values: readonly (string | number)[] }
export type SegmentRow = {
  readonly hash: SegmentHash
  readonly device: DeviceKey
  readonly n: number
  readonly first: number
  readonly facts: number
  readonly prev: SegmentHash
}
/** Where a page of offers ends, to go on from there. */
export type OfferPlace = { readonly random: number; readonly tree: TreeId; readonly place: number }
export type OfferPage = { readonly offers: readonly Offer[]; readonly end: OfferPlace | undefined }
/**
 * A lent task. `target` is empty for a first prompt; `until`: for how long it counts as taken, sooner than the lending's
 * own date. Both are in seconds since 1970.
 */
export type Loan = {
  readonly lending: FactId
  readonly place: number
  readonly kind: TaskKind
  readonly target: VersionId
  readonly lang: string
  readonly device: DeviceKey
  readonly until: number
  readonly at: number
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
  /** Some of these, in the order in which they came, behind the first `after` of them. */
  segmentsAfter(after: number, limit: number): Promise<readonly SegmentHash[]>
  fact(id: FactId): Promise<Fact | undefined>
  /** [HS4] Every fact of a tree once, in no promised order. */
  factsOf(tree: TreeId): Promise<readonly Fact[]>
  /** Facts of a device, at most `limit`, those that came last first. */
  latestOf(device: DeviceKey, limit: number): Promise<readonly Fact[]>
  /** [HS11] Some of the facts that are merged or spare, behind a place in the order in which they came; first behind 0. */
  keptFacts(
    behind: number,
    limit: number
  ): Promise<{ readonly facts: readonly Fact[]; readonly end: number | undefined }>
  factsAboutPersons(): Promise<readonly Fact[]>
  factsAboutRules(): Promise<readonly Fact[]>
  treesOf(fact: FactId): Promise<readonly TreeId[]>
  treesTouchedBy(device: DeviceKey): Promise<readonly TreeId[]>
  changeMark(): Promise<ChangeMark>
  /**
   * [HS12] The trees in which these devices wrote a message and anything has come, or become of what is there, since a
   * mark; in the order of their ids.
   */
  treesChanged(devices: readonly DeviceKey[], since: ChangeMark): Promise<readonly TreeId[]>
  /** The trees of a message, version or fact, in the order of their ids; several may claim a message. */
  treesNamed(id: string): Promise<readonly TreeId[]>
  /** The first of these. */
  treeOf(id: string): Promise<TreeId | undefined>
  factOfVersion(version: VersionId): Promise<FactId | undefined>
  lending(id: FactId): Promise<Lending | undefined>
  /** Those of these lendings that are not here. */
  lacking(lendings: readonly FactId[]): Promise<readonly FactId[]>
  lendingsTo(device: DeviceKey): Promise<readonly { id: FactId; until: number }[]>
  waitingFor(need: string): Promise<readonly FactId[]>
  /** Lendings that facts of this device wait for. */
  lacksFor(device: DeviceKey): Promise<readonly FactId[]>
  isErased(fact: FactId): Promise<boolean>
  /** Whether the text of any of these versions has been erased. */
  erasedAmong(versions: readonly VersionId[]): Promise<boolean>
  outcome(fact: FactId): Promise<Outcome | undefined>
  /** Whose a segment is, and what is known of each of its facts, by their places. */
  outcomesIn(
    segment: SegmentHash
  ): Promise<{ readonly device: DeviceKey; readonly outcomes: readonly (Outcome | undefined)[] } | undefined>
  /** What the trees of a fact say of it, in the order of their ids. */
  outcomesInTrees(fact: FactId): Promise<readonly Outcome[]>
  /** [HS8] Whether any tree is still to be derived anew, or any segment to be placed. */
  hasStale(): Promise<boolean>
  /** [HS8] The trees that are. */
  staleTrees(): Promise<readonly TreeId[]>
  /** [HS8] Segments whose facts have still to find their trees, in the order in which they came. */
  unplaced(): Promise<readonly SegmentHash[]>
  tree(id: TreeId): Promise<TreeRow | undefined>
  trees(): Promise<readonly TreeRow[]>
  /** Of all trees, or of one. */
  needs(tree?: TreeId): Promise<readonly (Need & { tree: TreeId })[]>
  /** Loans not answered and reserved beyond this time. */
  openLoans(now: number): Promise<readonly OpenLoan[]>
  /** What a device has on loan at a time, in seconds since 1970: not answered, and the date of its lending not over. */
  loansTo(device: DeviceKey, now: number): Promise<readonly { kind: TaskKind; target: VersionId }[]>
  /** Tasks of one kind ever lent to a device. */
  everLent(device: DeviceKey, kind: TaskKind): Promise<readonly { lending: FactId; place: number }[]>
  /** The lending that a wish of this name was granted. */
  lendingFor(device: DeviceKey, nonce: Uint8Array): Promise<FactId | undefined>
  /** [HS7] First prompts on loan, by language. */
  promptsLent(): Promise<readonly { lang: string; count: number }[]>
  /** [HS7] Trees by language and state, without those that have none. */
  treeCounts(): Promise<readonly Counted[]>
  /** [HS7] */
  needCounts(): Promise<readonly NeedCount[]>
  /** [HS7] How often ballots since a time have put replies of an author first; who never was is left out. */
  firstsSince(at: number): Promise<readonly { author: string; count: number }[]>
  /** [HS7] Free offers of one kind and language, at most `limit`, behind a place in an order of chance. */
  freeOffers(kind: TaskKind, lang: string, behind: OfferPlace, limit: number): Promise<OfferPage>
  /** [HS7] Growing trees of a language with work to lend, counted up to `most`. */
  growingWithWork(lang: string, most: number): Promise<number>
  /** [HS7] Offers lent as often as they are wanted, the longest lent first. */
  lentOffers(kind: TaskKind, lang: string, limit: number): Promise<readonly Offer[]>
  /** [HS7] Prompts that wait for the lottery, at most `limit`, from a place in an order of chance. */
  waitingPrompts(lang: string, random: number, limit: number): Promise<readonly WaitingPrompt[]>
  /** [HS7] How many authors have prompts that wait, and the one at a place in the order of their names. */
  waitingAuthors(lang: string): Promise<number>
  waitingAuthor(lang: string, place: number): Promise<string | undefined>
  /** [HS7] Prompts of one author that wait, in the order of ids. */
  waitingOf(lang: string, author: string, limit: number): Promise<readonly TreeRow[]>
  /** [HS7] The tree at a place in the backlog, in the order of ids. */
  backlog(lang: string, place: number): Promise<TreeId | undefined>
  loansOf(lending: FactId): Promise<readonly { place: number; done: boolean }[]>
  /** The receipts of a device's segments with a later stamp, by their stamps. */
  receiptsSince(device: DeviceKey, stamp: number): Promise<readonly StoredReceipt[]>
  /** The newest receipt of a segment. */
  receiptOf(segment: SegmentHash): Promise<StoredReceipt | undefined>
  lastStamp(): Promise<number>
  /** [HS10] What is wrong with the files themselves, in the engine's words. */
  damage(): Promise<readonly string[]>
  schemaVersion(): Promise<number>
  /** [HS10] The rows of a table in the order of its keys, columns as `FOLLOWING` names them. */
  rowsOf(table: FollowingTable): AsyncIterable<TableRow>
  /** [HS10] Keys of rows whose checksum does not hold. */
  badSums(table: SummedTable): AsyncIterable<string>
  /** [HS10] What the store says of segments beside their headers, in the order in which they came. */
  segmentRows(): AsyncIterable<SegmentRow>
  receiptRows(): AsyncIterable<StoredReceipt & { readonly device: DeviceKey }>
  factRows(): AsyncIterable<{ readonly id: FactId; readonly device: DeviceKey; readonly content: Uint8Array }>
  invite(secretHash: string): Promise<Invite | undefined>
  documentUpdates(name: string): Promise<readonly Uint8Array[]>
}

export interface WriteTx extends ReadTx {
  setMeta(key: string, value: string): Promise<void>
  /** False if it was there already. */
  addSegment(segment: Segment): Promise<boolean>
  /**
   * False if it was there already. A copy with the text that the one held lacks, though nobody erased it, counts as
   * new. `about`: whom or what it says something of.
   */
  addFact(fact: Fact, about: About): Promise<boolean>
  addLending(id: FactId, lending: Lending): Promise<void>
  addLoan(loan: Loan): Promise<void>
  /** @returns the trees of its target, if it was open: they are the caller's to derive, and what they need is counted then. */
  loanDone(lending: FactId, place: number): Promise<readonly TreeId[]>
  /** [HS7] Loans whose date has come reserve nothing any more. */
  loansOver(now: number): Promise<void>
  loanOver(lending: FactId, place: number): Promise<void>
  /** False if it was there already. */
  placeFact(fact: FactId, tree: TreeId): Promise<boolean>
  /** False if this tree has that version already. */
  addVersion(version: VersionId, tree: TreeId, fact: FactId): Promise<boolean>
  setWaits(fact: FactId, needs: readonly string[]): Promise<void>
  /** [HS5] Drops the text of a fact for good, also one that has not come yet. */
  eraseFact(fact: FactId): Promise<void>
  setTree(row: TreeRow, needs: readonly Need[]): Promise<void>
  /** Of the ballots of a tree. */
  setFirsts(tree: TreeId, firsts: readonly First[]): Promise<void>
  /** A tree whose prompt is no more: it is none, until there is one. */
  removeTree(id: TreeId): Promise<void>
  /** [HS8] Remembers trees that are to be derived anew, all that there are or these. */
  addStale(trees: 'all' | readonly TreeId[]): Promise<void>
  /** [HS8] Takes some of these, but for those named; they are the caller's to derive in this transaction. */
  takeStale(limit: number, but?: readonly TreeId[]): Promise<readonly TreeId[]>
  /** [HS8] Remembers a segment whose facts are placed later. */
  addUnplaced(segment: SegmentHash): Promise<void>
  /** [HS8] Takes the first of these, but for those named; they are the caller's to place in this transaction. */
  takeUnplaced(limit: number, but?: readonly SegmentHash[]): Promise<readonly SegmentHash[]>
  setOutcome(fact: FactId, outcome: Outcome | undefined): Promise<void>
  setOutcomeInTree(fact: FactId, tree: TreeId, outcome: Outcome | undefined): Promise<void>
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
