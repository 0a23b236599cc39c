import { decode, encode, Tagged, type Token, Tokenizer, Type } from 'cborg'
import { joined } from './bytes.ts'

export { Tagged }

/** Reads what a tag holds; unknown tags are refused. */
export type TagReaders = { readonly [tag: number]: (content: () => unknown) => unknown }

/** Deterministic CBOR (RFC 8949): sorted keys, shortest integers and floats. The same value gives the same bytes. */
export function encodeCbor(value: unknown): Uint8Array {
  // Decoders downstream refuse a Node Buffer, so the bytes leave as a plain array.
  return new Uint8Array(encode(value))
}

const LIST = 0x80

/** A list of values that are encoded already: the bytes that `encodeCbor` makes of it in one. */
export function cborList(values: readonly Uint8Array[]): Uint8Array {
  const head = encodeCbor(values.length)
  head[0] = (head[0] ?? 0) | LIST
  return joined(head, ...values)
}

/**
 * @throws {MalformedCbor} for anything but one whole deterministic value: indefinite lengths, repeated keys,
 *   long integers, NaN, infinity, undefined, unknown tags, broken UTF-8, nesting that exhausts the stack.
 */
export function decodeCbor(bytes: Uint8Array, tags: TagReaders = {}): unknown {
  try {
    const options = {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: true,
      rejectDuplicateMapKeys: true,
      retainStringBytes: true,
      tags: { ...tags }
    }
    return decode(bytes, { ...options, tokenizer: new ExactTexts(bytes, options) })
  } catch (cause) {
    throw new MalformedCbor({ cause })
  }
}

const utf8Text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Texts as their bytes say. The decoder's own reading drops a U+FEFF at the start of a text and mends broken UTF-8, and
 * then a fact is not the one that was signed.
 */
class ExactTexts extends Tokenizer {
  override next(): Token {
    const token = super.next()
    const { type, value, byteValue: bytes } = token
    // As many characters as bytes: plain ASCII, unless a mended byte hides among them.
    const exact = bytes === undefined || (value.length === bytes.byteLength && !value.includes('\ufffd'))
    if (type === Type.string && !exact) token.value = utf8Text.decode(bytes)
    return token
  }
}

/** Bytes that are no CBOR value. Behind every door it becomes that door's own refusal. */
export class MalformedCbor extends Error {
  override name = 'MalformedCbor' as const
  constructor(options?: ErrorOptions) {
    super('not a deterministic CBOR value', options)
  }
}
