import type { DeviceKey } from '../../core/fact/fact.ts'
import type { ProjectId } from '../segment/segment.ts'

/** What lies in a bundle. An item of a kind that is not known here is passed over and told. */
export type ItemKind = 'segment' | 'receipt' | 'batch' | 'log'
export type BundleItem = { readonly kind: ItemKind; readonly bytes: Uint8Array }

/** [BN3] The kinds as they travel. The head says whose the file is, the end that it is whole. */
export const KINDS: { readonly [K in ItemKind]: number } = { segment: 1, receipt: 2, batch: 3, log: 4 }
export const HEAD = 0
export const END = 255

export type Audience = 'hubs' | 'devices'

/** [BN5] What the head of a bundle says; signed by who made the bundle. */
export type BundleHead = {
  /** 16 random bytes, the same in all parts. */
  readonly id: Uint8Array
  readonly project: ProjectId
  readonly maker: DeviceKey
  /** Seconds since 1970 by the maker's clock: a note. */
  readonly made: number
  readonly part: number
  readonly audience: Audience
  /** Length in bytes and SHA-256 of the text before the first frame. */
  readonly cover: { readonly length: number; readonly hash: Uint8Array }
  /** [BN6] Absent: everyone can read it. */
  readonly seal?: Sealing
}

/** [BN6] The key of a part, wrapped once for each who may open it. */
export type Sealing = { readonly ephemeral: Uint8Array; readonly wraps: readonly Uint8Array[] }

/** [BN6] So many wraps keep a head below its bound. */
export const MAX_READERS = 1000

export function kindOf(number: number): ItemKind | undefined {
  return (Object.keys(KINDS) as ItemKind[]).find((kind) => KINDS[kind] === number)
}
