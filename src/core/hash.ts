import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js'
import { hexOf, joined, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'

/** SHA-256, 32 bytes. */
export const sha256: (bytes: Uint8Array) => Uint8Array = sha256Bytes

/**
 * Hash of a value under a purpose, so that no hash made for one purpose can stand for another.
 * @returns 64 hexadecimal digits.
 */
export function hashOf(purpose: string, value: unknown): string {
  return hexOf(sha256(encodeCbor([`understory ${purpose}`, value])))
}

/** What stands in a hash for a text, so that the text can go while the hash still holds. 32 bytes. */
export function sealedText(salt: Uint8Array, text: string): Uint8Array {
  return sha256(joined(Uint8Array.of(salt.byteLength), salt, utf8(text)))
}

/**
 * The UUID (version 8, RFC 9562) that a hash is known by outside: 122 of its first 128 bits.
 * Open-Assistant's tools expect message ids to be UUIDs.
 */
export function uuidOf(hash: string): string {
  // By digits and not by bytes, since a tree asks it of every fact.
  const variant = (Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8
  const [version, rest] = [`8${hash.slice(13, 16)}`, `${variant.toString(16)}${hash.slice(17, 20)}`]
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${version}-${rest}-${hash.slice(20, 32)}`
}
