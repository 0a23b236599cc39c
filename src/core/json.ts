/**
 * [JS1] JSON as it is, but whole numbers beyond 2^53 keep every digit, as BigInt.
 *
 * @throws SyntaxError if it is no JSON; RangeError if it is nested so deep that reading it exhausts the stack.
 */
export function parseJson(text: string): unknown {
  // The reviver costs ten times the parse, so it runs only where a long whole number may stand.
  return LONG_WHOLE.test(text) ? (JSON.parse as ParseWithSource)(text, exactly) : JSON.parse(text)
}

/** Of ES2026; TypeScript's library does not know the third argument of a reviver yet. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown
) => unknown

const LONG_WHOLE = /(?<![\d.])\d{16}/
const WHOLE = /^-?\d+$/
/** Digits and sign of the largest number that CBOR carries; to read more of them takes time for nothing. */
const MOST_DIGITS = 21

function exactly(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined || !WHOLE.test(source))
    return value
  return source.length > MOST_DIGITS ? TOO_LARGE : BigInt(source)
}

const TOO_LARGE = 1n << 64n

/** Whether facts can carry the number: CBOR holds whole numbers from -2^64 to 2^64 - 1, and finite doubles. */
export function fitsFact(value: number | bigint): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value < TOO_LARGE && value >= -TOO_LARGE
}

/**
 * [JS2] A value as JSON, the same bytes for the same value: a Map in its own order, any other object in the order in
 * which facts keep it (shorter keys first, then by bytes). Spaces and escapes as Python's `json.dumps` has them, so
 * that Open-Assistant's own lines come out byte for byte; as everything is ASCII, no reader can split a line at U+2028.
 *
 * @param value null, booleans, finite numbers, BigInts, well-formed strings, and lists, Maps and plain objects of them.
 */
export function writeJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return numeral(value)
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = value instanceof Map ? [...value] : Object.entries(value).sort(([a], [b]) => compareKeys(a, b))
  return `{${entries.map(([key, inner]) => `${quoted(key)}: ${writeJson(inner)}`).join(', ')}}`
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

/** A double beyond 2^53 is written with an exponent, or it would come back as a whole number of that many digits. */
function numeral(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value)
}

/** By UTF-8 bytes. Unlike code units, it puts U+E000 to U+FFFF before what lies beyond them. */
export function compareBytes(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue
    // Where units differ inside a pair, the halves before them are equal, and the units decide as the bytes would.
    const [p, q] = [a, b].map((text) => text.charCodeAt(at)) as [number, number]
    return isHalf(p) === isHalf(q) ? p - q : isHalf(p) ? 1 : -1
  }
  return a.length - b.length
}

function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function compareKeys(a: string, b: string): number {
  return byteLength(a) - byteLength(b) || compareBytes(a, b)
}

function byteLength(text: string): number {
  let bytes = 0
  for (const point of text) bytes += point < '\u0080' ? 1 : point < '\u0800' ? 2 : point.length === 1 ? 3 : 4
  return bytes
}
