import { bytesOf, hexOf } from '../../core/bytes.ts'
import { Tagged, type TagReaders } from '../../core/cbor.ts'

/** Ids are 40 % of a compressed day as text, and do not compress: on the wire they are tagged bytes. */
const UUID_TAG = 37 // as registered for UUIDs
const HASH_TAG = 200 // ours: 32 bytes that stand for 64 hexadecimal digits
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const HASH = /^[0-9a-f]{64}$/

/** [SG5] The same value with every id in it as tagged bytes. Keys of maps stay text. */
export function packIds(value: unknown): unknown {
  if (typeof value === 'string') {
    if (UUID.test(value)) return new Tagged(UUID_TAG, bytesOf(value.replaceAll('-', '')))
    return HASH.test(value) ? new Tagged(HASH_TAG, bytesOf(value)) : value
  }
  if (Array.isArray(value)) return value.map(packIds)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packIds(inner)]))
}

/** For `decodeCbor`: tagged bytes become ids again. */
export const ID_TAGS: TagReaders = {
  [UUID_TAG]: (content) => hexOf(bytesIn(content, 16)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  [HASH_TAG]: (content) => hexOf(bytesIn(content, 32))
}

/** A plain map, as opposed to a list, bytes, or a value. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function bytesIn(content: () => unknown, length: number): Uint8Array {
  const bytes = content()
  if (!(bytes instanceof Uint8Array) || bytes.byteLength !== length)
    throw new RangeError(`a tag without ${length} bytes`)
  return bytes
}
