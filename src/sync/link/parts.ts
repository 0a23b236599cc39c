import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Refused } from '../refusal.ts'
import { MAX_BODY_BYTES, type SegmentHash } from '../segment/segment.ts'

/**
 * [LK12] A segment crosses a link in parts, so that a cut loses at most one of them: `tag, offset, total, bytes`. At
 * 20 kbit/s a part is on the air for half a second or less.
 */
const PART_BYTES = 4000
/** What tells a device's own segments from each other: the first 8 digits of the hash. */
const TAG_DIGITS = 8

export type Part = { readonly tag: string; readonly offset: number; readonly total: number; readonly bytes: Uint8Array }

/** How much of a segment has arrived; `total` tells a deflated form of it from a plain one. */
export type Begun = readonly [tag: string, total: number, bytes: number]

export function tagOf(hash: SegmentHash): string {
  return hash.slice(0, TAG_DIGITS)
}

/** @param from bytes that the other side has already. */
export function writeParts(hash: SegmentHash, bytes: Uint8Array, from = 0): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = from; at < bytes.byteLength; at += PART_BYTES) {
    const encoder = encoding.createEncoder()
    encoding.writeUint32(encoder, Number.parseInt(tagOf(hash), 16))
    encoding.writeVarUint(encoder, at)
    encoding.writeVarUint(encoder, bytes.byteLength)
    encoding.writeUint8Array(encoder, bytes.subarray(at, at + PART_BYTES))
    parts.push(encoding.toUint8Array(encoder))
  }
  return parts
}

/** @throws {Refused} malformed or too-large. */
export function readPart(payload: Uint8Array): Part {
  try {
    const decoder = decoding.createDecoder(payload)
    const tag = decoding.readUint32(decoder).toString(16).padStart(TAG_DIGITS, '0')
    const [offset, total] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
    const bytes = decoding.readTailAsUint8Array(decoder)
    if (bytes.byteLength === 0 || offset + bytes.byteLength > total) throw new RangeError('part beyond its segment')
    if (total > MAX_BODY_BYTES) throw new Refused('too-large', `segment of ${total} bytes`)
    return { tag, offset, total, bytes }
  } catch (cause) {
    throw cause instanceof Refused ? cause : new Refused('malformed', 'part of a segment', { cause })
  }
}

/** Segments that have arrived in part, of many devices, across their connections. Lost with the process; then sent anew. */
export class Partials {
  /** By device, tag and total; the longest untouched first. */
  private readonly begun = new Map<
    string,
    { readonly device: string; readonly part: Part; readonly bytes: Uint8Array }
  >()

  /** @returns the segment's bytes once they are whole. @throws {Refused} malformed for a part that fits nothing. */
  add(device: string, part: Part): Uint8Array | undefined {
    const { tag, offset, total, bytes } = part
    const key = `${device} ${tag} ${total}`
    const before = this.begun.get(key)?.bytes ?? new Uint8Array()
    if (offset > before.byteLength) throw new Refused('malformed', 'part with a gap before it')
    this.begun.delete(key)
    const all = new Uint8Array(offset + bytes.byteLength)
    all.set(before.subarray(0, offset))
    all.set(bytes, offset)
    if (all.byteLength === total) return all
    this.begun.set(key, { device, part, bytes: all })
    this.forgetSome(device)
    return undefined
  }

  of(device: string): Begun[] {
    return this.entriesOf(device).map(([, { part, bytes }]) => [part.tag, part.total, bytes.byteLength])
  }

  /** [LK12] At most 4 of one device and 2,000 in all: 64 kB each at worst, a few kB as a rule. */
  private forgetSome(device: string): void {
    const own = this.entriesOf(device)
    if (own.length > 4 && own[0]) this.begun.delete(own[0][0])
    const [oldest] = this.begun.keys()
    if (this.begun.size > 2000 && oldest !== undefined) this.begun.delete(oldest)
  }

  private entriesOf(device: string) {
    return [...this.begun].filter(([, entry]) => entry.device === device)
  }
}
