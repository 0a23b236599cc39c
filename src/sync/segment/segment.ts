import { bytesOf, hexOf, joined } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import type { DeviceKey, Fact, FactId } from '../../core/fact/fact.ts'
import { sha256 } from '../../core/hash.ts'

/** 64 hexadecimal digits: the hash of what a segment's signature covers. */
export type SegmentHash = string

/** The hash of the project's first fact; in the segment that holds that fact, 64 zeros. */
export type ProjectId = string
export const NO_PROJECT: ProjectId = '0'.repeat(64)
export const NO_SEGMENT: SegmentHash = '0'.repeat(64)

/** [SG2] Larger segments make a bad link send too much again (measured: 16 kB never arrived at all). */
export const MAX_SEGMENT_BYTES = 4096
/** What a segment may grow to while texts in it are erased: 32 bytes take the place of each, however short it was. */
export const MAX_ERASED_BYTES = 8000
/** An honest 4 kB of text inflates to about 16 kB; more is refused while it is inflated. */
export const MAX_BODY_BYTES = 64 * 1024

export type SegmentHeader = {
  readonly project: ProjectId
  readonly device: DeviceKey
  /** The segment's number in its device's chain, from 1. */
  readonly n: number
  /** Sequence number of its first fact, from 1. */
  readonly first: number
  /** The device's segment before it; zeros for the first. */
  readonly prev: SegmentHash
  /** The lendings whose tasks its facts name by place; at most 8. */
  readonly batches: readonly FactId[]
}

/** Consecutive facts of one device, signed together. Only `seal` and `readSegment` make one. */
export type Segment = {
  readonly header: SegmentHeader
  readonly ids: readonly FactId[]
  readonly signature: Uint8Array
  readonly hash: SegmentHash
  readonly facts: readonly Fact[]
}

/**
 * [SG1] What the signature covers: the header and the *ids* of the facts. So a text can be erased later while id,
 * signature and chain still hold.
 */
export function statementOf(header: SegmentHeader, ids: readonly FactId[]): Uint8Array {
  return encodeCbor(['understory segment', headerFields(header), joined(...ids.map(bytesOf))])
}

export function hashOfStatement(statement: Uint8Array): SegmentHash {
  return hexOf(sha256(statement))
}

/** [SG3] The header as it travels: a list whose first entry is the version of the format. */
export function headerFields({ project, device, n, first, prev, batches }: SegmentHeader): unknown[] {
  return [1, bytesOf(project), bytesOf(device), n, first, bytesOf(prev), batches.map(bytesOf)]
}
