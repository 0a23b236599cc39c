import { joined } from '../../core/bytes.ts'

/** [JN1] Begins a record. */
const MARK: readonly number[] = [0xf5, 0x55, 0x4a, 0x31]
const HEAD_BYTES = 12
const MAX_BODY_BYTES = 64 * 1024 * 1024

/** Bytes that are no record. */
export type Damage = { readonly at: number; readonly bytes: number }
export type Framed = { readonly bodies: readonly Uint8Array[]; readonly damage: readonly Damage[] }

/** [JN1] `mark length crc body`. @param body one byte at least. */
export function writeFrame(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0 || body.byteLength > MAX_BODY_BYTES) throw new RangeError(`a body of ${body.byteLength}`)
  const head = new Uint8Array(HEAD_BYTES)
  const view = new DataView(head.buffer)
  head.set(MARK)
  view.setUint32(4, body.byteLength)
  view.setUint32(8, crcOf(head.subarray(4, 8), body))
  return joined(head, body)
}

/** Of which every sum was found right: the same bytes are not looked through twice. */
const sound = new WeakSet<Uint8Array>()

/** Somebody else, who does not keep a person waiting, has found no damage in them. Nobody changes them any more. */
export function foundSound(bytes: Uint8Array): void {
  sound.add(bytes)
}

/** [JN1] Every record that is whole, in the order of their places, and what lies between them. */
export function readFrames(bytes: Uint8Array): Framed {
  const known = sound.has(bytes) ? bodiesUnchecked(bytes) : undefined
  if (known) return { bodies: known, damage: [] }
  const bodies: Uint8Array[] = []
  const damage: Damage[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let good = 0 // all before it is a record or counted as damage
  for (let at = 0; at < bytes.byteLength; ) {
    const body = bodyAt(bytes, view, at)
    if (body === undefined) {
      at = nextMark(bytes, at + 1)
      continue
    }
    if (at > good) damage.push({ at: good, bytes: at - good })
    bodies.push(body)
    at += HEAD_BYTES + body.byteLength
    good = at
  }
  if (good < bytes.byteLength) damage.push({ at: good, bytes: bytes.byteLength - good })
  return { bodies, damage }
}

/**
 * The bodies as their lengths say, without a look at their sums: for whoever only wants to know of which kinds they are.
 * undefined: something between them is no record.
 */
export function bodiesUnchecked(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const bodies: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.byteLength) {
    if (!isMark(bytes, at) || at + HEAD_BYTES >= bytes.byteLength) return undefined
    const end = at + HEAD_BYTES + view.getUint32(at + 4)
    if (end > bytes.byteLength || end === at + HEAD_BYTES) return undefined
    bodies.push(bytes.subarray(at + HEAD_BYTES, end))
    at = end
  }
  return bodies
}

function bodyAt(bytes: Uint8Array, view: DataView, at: number): Uint8Array | undefined {
  if (!isMark(bytes, at) || at + HEAD_BYTES >= bytes.byteLength) return undefined
  const length = view.getUint32(at + 4)
  if (length === 0 || length > MAX_BODY_BYTES || at + HEAD_BYTES + length > bytes.byteLength) return undefined
  const body = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
  return crcOf(bytes.subarray(at + 4, at + 8), body) === view.getUint32(at + 8) ? body : undefined
}

/** Where the next mark stands; the end if there is none. */
function nextMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xf5, from); at >= 0; at = bytes.indexOf(0xf5, at + 1)) if (isMark(bytes, at)) return at
  return bytes.byteLength
}

function isMark(bytes: Uint8Array, at: number): boolean {
  return MARK.every((byte, n) => bytes[at + n] === byte)
}

/** CRC-32 as in PNG and gzip: finds every single flipped bit, and of random damage all but one in four billion. */
function crcOf(...parts: readonly Uint8Array[]): number {
  let crc = ~0
  for (const bytes of parts) {
    const eights = bytes.byteLength & ~7
    for (let at = 0; at < eights; at += 8) crc = afterEight(crc, bytes, at)
    for (let at = eights; at < bytes.byteLength; at++) crc = (crc >>> 8) ^ entry(0, crc ^ (bytes[at] as number))
  }
  return ~crc >>> 0
}

/** Eight bytes at a time (Kounavis and Berry 2005): at a start all of a journal is checked. */
function afterEight(crc: number, bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
  const first = crc ^ low ^ ((bytes[at + 2] as number) << 16) ^ ((bytes[at + 3] as number) << 24)
  return (
    entry(7, first) ^
    entry(6, first >>> 8) ^
    entry(5, first >>> 16) ^
    entry(4, first >>> 24) ^
    entry(3, bytes[at + 4] as number) ^
    entry(2, bytes[at + 5] as number) ^
    entry(1, bytes[at + 6] as number) ^
    entry(0, bytes[at + 7] as number)
  )
}

/** What a byte makes of the sum if so many bytes follow it. */
function entry(behind: number, byte: number): number {
  return TABLE[(behind << 8) | (byte & 255)] as number
}

const TABLE = new Int32Array(8 * 256)
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  TABLE[byte] = crc
}
for (let at = 256; at < TABLE.length; at++) {
  const before = TABLE[at - 256] as number
  TABLE[at] = (before >>> 8) ^ (TABLE[before & 255] as number)
}
