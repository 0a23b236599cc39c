import { encodeCbor } from '../cbor.ts'
import { type Content, type DeviceKey, type FactId, factId } from '../fact/fact.ts'
import { cutText, PIECE_BYTES } from '../fact/pieces.ts'
import { writeJson } from '../json.ts'
import type { Fields } from './parsed.ts'

export const MAX_FIELD_BYTES = 36_000
/** What a fact may measure that has all in itself. */
const FACT_BYTES = 3000
/** Segments carry maps of maps to a depth of 50; a field of such nesting travels as text. */
const MAX_LEVELS = 20

export type Sealing = { readonly device: DeviceKey; readonly salt: () => Uint8Array }

/**
 * [IM8] A fact with its fields, and before it the pieces that it needs to fit a segment. What does not fit goes out of
 * it in two steps: first the text, whole, then the fields, as JSON. `pieces` names both, the text's first;
 * `fieldPieces` says how many of the last are the fields'. The few fields that decide what becomes of a tree stay
 * behind, so that it keeps them when a piece is erased.
 */
export function inPieces(content: Content, fields: Fields, sealing: Sealing): Content[] {
  const whole = { ...content, fields }
  const carried = levelsOf(fields) <= MAX_LEVELS
  if (carried && sizeOf(whole) <= FACT_BYTES) return [whole]

  const text = content.text === undefined ? [] : pieces(content.text, sealing)
  const emptied = text.length === 0 ? content : { ...content, text: '', pieces: text.map(({ id }) => id) }
  const outside = text.map((piece) => piece.content)
  const textOut = { ...emptied, fields }
  if (carried && sizeOf(textOut) <= FACT_BYTES) return [...outside, textOut]

  const more = pieces(writeJson(fields), sealing)
  const ids = [...text, ...more].map(({ id }) => id)
  return [
    ...outside,
    ...more.map((piece) => piece.content),
    { ...emptied, pieces: ids, fieldPieces: more.length, fields: deciding(fields) }
  ]
}

const DECIDING = [
  'role',
  'lang',
  'user_id',
  'review_count',
  'review_result',
  'deleted',
  'rank',
  'synthetic',
  'tree_state',
  'goal_tree_size'
]

function deciding(fields: Fields): Fields {
  const small = Object.entries(fields).filter(
    ([name, value]) => DECIDING.includes(name) && encodeCbor(value).byteLength <= 100
  )
  return Object.fromEntries(small)
}

function pieces(text: string, { device, salt }: Sealing): { id: FactId; content: Content }[] {
  return cutText(text, PIECE_BYTES).map((part) => {
    const content: Content = { kind: 'piece', v: 1, text: part, salt: salt() }
    return { id: factId(device, content), content }
  })
}

/** Bytes of CBOR; on the wire an id is 34 bytes, not 66. */
function sizeOf(content: Content & { pieces?: readonly FactId[] }): number {
  return encodeCbor(content).byteLength - 32 * (content.pieces?.length ?? 0)
}

/** How many maps and lists lie in one another. */
function levelsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce<number>((most, inner) => Math.max(most, levelsOf(inner)), 0)
}
