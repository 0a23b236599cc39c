import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesOf, joined, utf8 } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Sealing } from './bundle.ts'

/** Opens what is sealed to a device. The key itself never leaves it. */
export type Opener = { readonly device: DeviceKey; shared(ephemeral: Uint8Array): Uint8Array }

/** @param secret the 32 bytes of the device's Ed25519 private key. */
export function openerOf(device: DeviceKey, secret: Uint8Array): Opener {
  const scalar = ed25519.utils.toMontgomerySecret(secret)
  return { device, shared: (ephemeral) => x25519.getSharedSecret(scalar, ephemeral) }
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
export const WRAP_BYTES = 48

/**
 * [BN6] A key for one part, and the same wrapped for each reader: X25519 with the reader's Ed25519 key as a point of the
 * other form of the curve, HKDF-SHA-256, ChaCha20-Poly1305.
 *
 * Source: age's recipients of type ssh-ed25519; that one key may serve both, Thormarker 2021 (ePrint 2021/509).
 * @param readers keys of devices; one that is no point of the curve gets no wrap.
 */
export function newKey(readers: readonly DeviceKey[], random: (bytes: number) => Uint8Array) {
  const [key, secret] = [random(KEY_BYTES), random(KEY_BYTES)]
  const ephemeral = x25519.getPublicKey(secret)
  const wraps = readers.flatMap((reader) => {
    const point = montgomery(reader)
    return point ? [wrapping(x25519.getSharedSecret(secret, point), ephemeral, point).encrypt(key)] : []
  })
  return { key, seal: { ephemeral, wraps } satisfies Sealing }
}

/** @returns undefined if none of these may open it. */
export function keyFor({ ephemeral, wraps }: Sealing, openers: readonly Opener[]): Uint8Array | undefined {
  for (const opener of openers) {
    const point = montgomery(opener.device)
    const shared = point && attempt(() => opener.shared(ephemeral))
    if (!point || !shared) continue
    for (const wrap of wraps) {
      const key = attempt(() => wrapping(shared, ephemeral, point).decrypt(wrap))
      if (key) return key
    }
  }
  return undefined
}

/** [BN6] An item, bound to its place in its bundle. */
export function lockItem(key: Uint8Array, place: ItemPlace, bytes: Uint8Array): Uint8Array {
  return cipherFor(key, place).encrypt(bytes)
}

/** @returns undefined if it is not what was locked there. */
export function unlockItem(key: Uint8Array, place: ItemPlace, bytes: Uint8Array): Uint8Array | undefined {
  return attempt(() => cipherFor(key, place).decrypt(bytes))
}

export type ItemPlace = {
  readonly id: Uint8Array
  readonly part: number
  readonly kind: number
  readonly number: number
}

function cipherFor(key: Uint8Array, { id, part, kind, number }: ItemPlace) {
  const place = new Uint8Array(9)
  const view = new DataView(place.buffer)
  view.setUint32(0, part)
  view.setUint8(4, kind)
  view.setUint32(5, number)
  const nonce = new Uint8Array(NONCE_BYTES)
  nonce.set(place.subarray(5), NONCE_BYTES - 4)
  return chacha20poly1305(key, nonce, joined(id, place))
}

/** Each key wraps one other once, so a nonce of zeros is used once. */
function wrapping(shared: Uint8Array, ephemeral: Uint8Array, reader: Uint8Array) {
  const key = hkdf(sha256, shared, joined(ephemeral, reader), utf8('understory bundle key'), KEY_BYTES)
  return chacha20poly1305(key, new Uint8Array(NONCE_BYTES))
}

function montgomery(device: DeviceKey): Uint8Array | undefined {
  return attempt(() => ed25519.utils.toMontgomery(bytesOf(device)))
}

/** What comes from outside may be no key, no point, or nobody's. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
