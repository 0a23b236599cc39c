import { utf8 } from '../bytes.ts'

/** Bytes of UTF-8 in one piece, so that it fits a segment (4,096 bytes) even if nothing of it compresses. */
export const PIECE_BYTES = 3000
/** A fact names at most about 64 pieces: an id takes 34 bytes that do not compress. */
export const MAX_TEXT_BYTES = 150_000

/** A text in parts of at most so many bytes of UTF-8 (4 or more), none of which ends inside a character. */
export function cutText(text: string, most: number): string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + most)
    // A code unit takes 3 bytes at most, so a third of the distance is always safe to give up.
    for (let over = excess(text, from, to, most); over > 0; over = excess(text, from, to, most))
      to -= Math.ceil(over / 3)
    if (isHigh(text.charCodeAt(to - 1)) && to < text.length) to -= 1
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}

function excess(text: string, from: number, to: number, most: number): number {
  return utf8(text.slice(from, to)).byteLength - most
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
