import type { Content, DeviceKey, FactId, VersionId } from '../../core/fact/fact.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import type { ShownMessage } from '../../sync/documents/batch.ts'
import type { FactReceipt } from '../../sync/receipt.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'

/** A small fact about the device: project, hub, keys in use. Any CBOR value. */
export type SettingRow = { readonly key: string; readonly value: unknown }

export type BatchRow = {
  readonly id: FactId
  /** The document that its texts came from; another one is named when a text was erased. */
  readonly document: string
  readonly until: number
  /** The hub's segment with the lending, to give back to a hub that lost it. */
  readonly segment: Uint8Array
}

/**
 * A message as it was lent. `id` names the version shown; tasks that an earlier version of this program stored have none.
 * `sensitive`: reviewers found that it may be hard to read [SE3].
 */
export type LentMessage = ShownMessage & { readonly id?: VersionId; readonly sensitive?: true }

export type TaskRow = {
  readonly batch: FactId
  readonly place: number
  readonly kind: TaskKind
  readonly lang: string
  /** The thread from the root to the target; empty for a first prompt and for rankings of those. */
  readonly thread: readonly LentMessage[]
  /** For rankings: the replies in the order shown. */
  readonly candidates: readonly LentMessage[]
  /** The finished item that answers it. */
  readonly item?: FactId
}

/** Work on a task that is not finished: what was given so far, as an answer's fields. It outlives the task. */
export type DraftRow = {
  readonly batch: FactId
  readonly place: number
  readonly value: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  readonly saved: number
  /** The finished item that it is to change; absent: its task is open. */
  readonly changes?: FactId
  /** Where the person stood, as the screen wrote it: caret, scroll, steps to undo. No part of what is given. */
  readonly stand?: Readonly<Record<string, unknown>>
  /** Of the task. */
  readonly kind?: TaskKind
  readonly lang?: string
  /** Milliseconds since 1970 when a version was last kept of it, or when it was begun. */
  readonly versioned?: number
}

/** How the work on a task stood at a time. A task has a few, numbered as they came. */
export type VersionRow = Pick<DraftRow, 'batch' | 'place' | 'value' | 'saved'> & { readonly n: number }

/** A finished piece of work. It is durable once written, and sealed when it first goes out. */
export type ItemRow = {
  /** The id of its fact. */
  readonly id: FactId
  readonly device: DeviceKey
  /** Milliseconds since 1970; with `order` the order of finishing. */
  readonly saved: number
  readonly order: number
  /** Minutes that local time was ahead of UTC: it stays on this person's devices. */
  readonly zone?: number
  /** Pieces of its text first, then the contribution itself. */
  readonly contents: readonly Content[]
  readonly task?: readonly [batch: FactId, place: number]
  /** The item whose words or judgement this one takes the place of. */
  readonly amends?: FactId
  readonly segment?: SegmentHash
}

/** [RC3] What a hub said of a segment when it last did. */
export type HubWord = {
  /** The one that it came from, whoever signed it. Absent: of a hub that did not say who it is, or kept by an earlier version. */
  readonly hub?: DeviceKey
  readonly stamp: number
  readonly facts: readonly FactReceipt[]
}

export type SegmentRow = {
  readonly device: DeviceKey
  readonly n: number
  readonly hash: SegmentHash
  /** Sequence number of the first fact after it. */
  readonly next: number
  readonly bytes: Uint8Array
  readonly facts: readonly FactId[]
  /** The word that counts here: of the hub last spoken with, else the newest; absent: none, or that hub lacks it. */
  readonly receipt?: HubWord
  /** What other hubs said. */
  readonly others?: readonly HubWord[]
  /** Milliseconds since 1970 when it last went into a bundle. */
  readonly handed?: number
}

/** One Yjs update of a document, in order. */
export type UpdateRow = { readonly document: string; readonly n: number; readonly bytes: Uint8Array }

export type Rows = {
  settings: SettingRow
  batches: BatchRow
  tasks: TaskRow
  drafts: DraftRow
  versions: VersionRow
  items: ItemRow
  segments: SegmentRow
  updates: UpdateRow
}
export type Table = keyof Rows

/** The key of a row within its table. Keys are ASCII, which every engine sorts alike. */
export const KEY_OF: { readonly [T in Table]: (row: Rows[T]) => string } = {
  settings: ({ key }) => key,
  batches: ({ id }) => id,
  tasks: ({ batch, place }) => taskKey(batch, place),
  drafts: ({ batch, place }) => taskKey(batch, place),
  versions: ({ batch, place, n }) => `${taskKey(batch, place)}/${padded(n)}`,
  items: ({ id }) => id,
  segments: ({ device, n }) => segmentKey(device, n),
  updates: ({ document, n }) => `${document}/${padded(n)}`
}

export function taskKey(batch: FactId, place: number): string {
  return `${batch}/${padded(place)}`
}

export function segmentKey(device: DeviceKey, n: number): string {
  return `${device}/${padded(n)}`
}

function padded(n: number): string {
  return String(n).padStart(10, '0')
}

export interface ReadTx {
  get<T extends Table>(table: T, key: string): Promise<Rows[T] | undefined>
  /** Rows whose key starts so, in the order of keys. */
  list<T extends Table>(table: T, prefix?: string): Promise<Rows[T][]>
  /**
   * [DS3] How many transactions have changed rows, by whichever program, before this one. Of two that found the same
   * number, both found the same rows.
   */
  revision(): Promise<number>
}

/** A row as it is kept: its CBOR, as `encodeCbor` makes it. */
export type EncodedRow = { readonly key: string; readonly bytes: Uint8Array }

export interface StoreTx extends ReadTx {
  /** All rows of a table in the order of keys, which nobody decodes: to copy thousands of them, or to compare them. */
  listEncoded(table: Table): Promise<readonly EncodedRow[]>
  /**
   * Whoever puts a row changes nothing of it any more.
   * @param bytes its CBOR, from whoever has encoded it already.
   */
  put<T extends Table>(table: T, row: Rows[T], bytes?: Uint8Array): Promise<void>
  drop(table: Table, key: string): Promise<void>
}

/**
 * A device's memory. Engines: `sqlite.ts` (command line), `memory.ts` (simulation), `dexie.ts` (the app); every one
 * passes `conformance.ts`.
 */
export interface DeviceStore {
  /**
   * [DS1] All of `work` is kept when this resolves, none of it if it rejects; one at a time. `strict`: it is on disk, for
   * whatever is called saved. `relaxed`: it may be lost in a power cut. `work` awaits nothing but the transaction.
   */
  transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T>
  /** [DS2] Leaves nothing that was dropped or replaced behind in files of the store's own. */
  scrub(): Promise<void>
  close(): Promise<void>
}
