import * as v from 'valibot'
import type { ProjectId } from '../../sync/segment/segment.ts'

/** 16 hexadecimal digits, or `first`: whoever works here without having said who. */
export type ProfileId = string

/** [PF2] How the key of a profile's texts is kept: sealed twice, and to be opened by either. */
export type Lock = {
  readonly v: 1
  /** Of scrypt (RFC 7914), as it was when the PIN was set. */
  readonly kdf: { readonly n: number; readonly r: number; readonly p: number; readonly salt: Uint8Array }
  readonly byPin: Uint8Array
  readonly byCode: Uint8Array
}

/** Somebody who works at this computer. */
export type Profile = {
  readonly id: ProfileId
  /** As the others here see it; the first may have none. */
  readonly name: string
  /** Counts its changes: of two states of it the later one counts. */
  readonly n: number
  readonly lock?: Lock
  /** [PF5] Its texts are on the way into this form. */
  readonly settling?: 'seal' | 'open'
  /** Minutes without a hand on the computer until it locks itself; 0: never. */
  readonly idle?: number
  /** [PF6] Wrong PINs since the last right one, and when the last was tried, in milliseconds since 1970. */
  readonly wrong?: { readonly count: number; readonly at: number }
}

export const FIRST: ProfileId = 'first'
const PREFIX = 'understory-'
const NAME = /^understory-(?:([0-9a-f]{16})-)?([0-9a-f]{64})$/

/** [PF1] Where a profile's device of a project lies. */
export function databaseOf(project: ProjectId, profile: ProfileId = FIRST): string {
  return `${PREFIX}${partOf(profile)}${project}`
}

/** [PF1] Where a profile's list of projects lies. */
export function listOf(profile: ProfileId): string {
  return profile === FIRST ? 'understory' : `${PREFIX}${profile}`
}

/** Whose database or journal this is; undefined: it is none of a device. */
export function ownerOf(name: string): ProfileId | undefined {
  const match = NAME.exec(name)
  return match ? (match[1] ?? FIRST) : undefined
}

function partOf(profile: ProfileId): string {
  return profile === FIRST ? '' : `${profile}-`
}

const Bytes = v.instance(Uint8Array)
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const LockShape = v.object({
  v: v.literal(1),
  // No more than a small computer can do: a changed record must not hang it.
  kdf: v.object({
    n: v.pipe(Count, v.maxValue(2 ** 20)),
    r: v.pipe(Count, v.maxValue(32)),
    p: v.pipe(Count, v.maxValue(16)),
    salt: Bytes
  }),
  byPin: Bytes,
  byCode: Bytes
})
/** A profile as a journal tells it. */
export const ProfileShape = v.object({
  id: v.pipe(v.string(), v.regex(/^(first|[0-9a-f]{16})$/)),
  name: v.pipe(v.string(), v.maxLength(100)),
  n: Count,
  lock: v.optional(LockShape),
  settling: v.optional(v.picklist(['seal', 'open'])),
  idle: v.optional(Count)
})
