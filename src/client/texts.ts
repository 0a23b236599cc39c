import { utf8 } from '../core/bytes.ts'
import { type Content, type DeviceKey, makeFact } from '../core/fact/fact.ts'
import { cutText, MAX_TEXT_BYTES, PIECE_BYTES } from '../core/fact/pieces.ts'
import { BadAnswer } from './errors.ts'

/** A text that somebody may hand in. @throws {BadAnswer} */
export function whole(text: string): string {
  if (text.trim() === '') throw new BadAnswer('text', 'is blank')
  if (!text.isWellFormed()) throw new BadAnswer('text', 'has half a character (a lone surrogate)')
  if (utf8(text).byteLength > MAX_TEXT_BYTES) throw new BadAnswer('text', `is longer than ${MAX_TEXT_BYTES} bytes`)
  return text
}

/** An id of a piece within the contribution; it does not compress. */
const ID_BYTES = 34

/**
 * The contribution with its text; what is too long for one segment goes before it in pieces. Beside the ids of many the
 * last part has no room either, and is a piece as well.
 */
export function splitText(device: DeviceKey, text: string, salt: () => Uint8Array, head: Content): Content[] {
  const parts = cutText(text, PIECE_BYTES)
  const last = parts.at(-1) ?? ''
  const fits = utf8(last).byteLength + ID_BYTES * (parts.length - 1) <= PIECE_BYTES
  const pieces = parts
    .slice(0, fits ? -1 : undefined)
    .map((part): Content => ({ kind: 'piece', v: 1, text: part, salt: salt() }))
  const ids = pieces.map((piece) => makeFact(device, piece).id)
  return [...pieces, { ...head, ...(ids.length > 0 && { pieces: ids }), text: fits ? last : '', salt: salt() }]
}
