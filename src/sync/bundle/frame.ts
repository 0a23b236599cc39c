import { joined, sameBytes } from '../../core/bytes.ts'
import { sha256 } from '../../core/hash.ts'

/** [BN2] Begins a frame. 0xF5 stands in no UTF-8, so no cover holds it. */
export const MARK: Uint8Array = Uint8Array.of(0xf5, 0x55, 0x42, 0x31)
export const FRAME_HEAD_BYTES = 17
export const SUM_BYTES = 8
/** [BN2] The largest is a head with a thousand readers; a segment has at most 64 kB. */
const MAX_FRAME_BODY = 128 * 1024

export type FrameHead = { readonly kind: number; readonly number: number; readonly length: number }

/** [BN2] `mark kind number length check body sum`. */
export function writeFrame(kind: number, number: number, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(FRAME_HEAD_BYTES)
  const view = new DataView(head.buffer)
  head.set(MARK)
  view.setUint8(4, kind)
  view.setUint32(5, number)
  view.setUint32(9, body.byteLength)
  head.set(checkOf(head), 13)
  return joined(head, body, sumOf(head, body))
}

/** @returns undefined for what is no head of a frame, or a damaged one. */
export function readFrameHead(bytes: Uint8Array): FrameHead | undefined {
  if (bytes.byteLength < FRAME_HEAD_BYTES || !sameBytes(checkOf(bytes), bytes.subarray(13, FRAME_HEAD_BYTES)))
    return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = view.getUint32(9)
  return length > MAX_FRAME_BODY ? undefined : { kind: view.getUint8(4), number: view.getUint32(5), length }
}

/** Over the frame's head too: a body that stands behind another's head is damaged. */
export function sumOf(head: Uint8Array, body: Uint8Array): Uint8Array {
  return sha256(joined(head.subarray(0, FRAME_HEAD_BYTES), body)).subarray(0, SUM_BYTES)
}

function checkOf(head: Uint8Array): Uint8Array {
  return sha256(head.subarray(0, 13)).subarray(0, 4)
}
