import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { joined, utf8 } from '../../core/bytes.ts'
import type { Box } from '../store/sealed.ts'

/** Long enough to be drawn by chance for as many rows as there will ever be (draft-irtf-cfrg-xchacha, 3.1). */
const NONCE_BYTES = 24
const TAG_BYTES = 16

/**
 * XChaCha20-Poly1305 by the key of a profile: `nonce sealed tag`, bound to its place. In plain JavaScript, since WebCrypto
 * would end a transaction of IndexedDB by being waited for, and is not there over plain http.
 *
 * @param key 32 bytes. @param random bytes that nobody can foresee.
 */
export function boxOf(key: Uint8Array, random: (bytes: number) => Uint8Array): Box {
  return {
    seal(bytes, place) {
      const nonce = random(NONCE_BYTES)
      return joined(nonce, xchacha20poly1305(key, nonce, utf8(place)).encrypt(bytes))
    },
    open(sealed, place) {
      if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) return undefined
      try {
        const cipher = xchacha20poly1305(key, sealed.subarray(0, NONCE_BYTES), utf8(place))
        return cipher.decrypt(sealed.subarray(NONCE_BYTES))
      } catch {
        return undefined
      }
    }
  }
}
