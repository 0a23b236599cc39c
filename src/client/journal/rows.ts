import type { DeviceKey, FactId } from '../../core/fact/fact.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'

/** [JN7] What was mended at start, to be told once. */
export type Mended = {
  /** `store`: the journal gave it back; `journal`: it is written anew. */
  readonly is: 'store' | 'journal'
  /** Finished items and drafts that were put back. */
  readonly items: number
  readonly drafts: number
  /** Parts of the journal could not be read. */
  readonly damaged: boolean
  /** The key was gone too: a hub has to be shown an invite once more. */
  readonly newKey?: boolean
}

/** [JN10] A name that a store had, and the number of its last transaction under it. */
export type Left = { readonly life: string; readonly at: number }

/**
 * [JN8] What the key in use says for the day on which it is gone: another one succeeds it. It is signed while it can be,
 * at the end of the chain as it stands, and sent only then.
 */
export type Will = {
  /** Whose will it is. */
  readonly device: DeviceKey
  readonly heir: { readonly device: DeviceKey; readonly secret: Uint8Array }
  /** Where the chain stood. */
  readonly after: SegmentHash
  readonly n: number
  readonly next: number
  readonly hash: SegmentHash
  readonly facts: readonly FactId[]
  readonly bytes: Uint8Array
}
