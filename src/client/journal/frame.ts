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

/** [JN1] Every record that is whole, in the order of their places, and what lies between them. */
export function readFrames(bytes: Uint8Array): Framed {
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
  for (const part of parts) for (const byte of part) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] as number)
  return ~crc >>> 0
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})
