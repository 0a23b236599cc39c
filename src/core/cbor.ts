import { decode, encode, Tagged } from 'cborg'

export { Tagged }

/** Reads what a tag holds; unknown tags are refused. */
export type TagReaders = { readonly [tag: number]: (content: () => unknown) => unknown }

/** Deterministic CBOR (RFC 8949): sorted keys, shortest integers and floats. The same value gives the same bytes. */
export function encodeCbor(value: unknown): Uint8Array {
  // Decoders downstream refuse a Node Buffer, so the bytes leave as a plain array.
  return new Uint8Array(encode(value))
}

/**
 * @throws {MalformedCbor} for anything but one whole deterministic value: indefinite lengths, repeated keys,
 *   long integers, NaN, infinity, undefined, unknown tags, nesting that exhausts the stack.
 */
export function decodeCbor(bytes: Uint8Array, tags: TagReaders = {}): unknown {
  try {
    return decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      rejectDuplicateMapKeys: true,
      tags: { ...tags }
    })
  } catch (cause) {
    throw new MalformedCbor({ cause })
  }
}

/** Bytes that are no CBOR value. Behind every door it becomes that door's own refusal. */
export class MalformedCbor extends Error {
  override name = 'MalformedCbor' as const
  constructor(options?: ErrorOptions) {
    super('not a deterministic CBOR value', options)
  }
}
