import { getPublicKey, hashes, keygen, sign, verify } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'

hashes.sha512 = sha512

/** Ed25519 in plain JavaScript, for where WebCrypto is missing or does not know it. */
export const noble = {
  newKey: (): { secret: Uint8Array; device: Uint8Array } => {
    const { secretKey, publicKey } = keygen()
    return { secret: secretKey, device: publicKey }
  },
  deviceOf: (secret: Uint8Array): Uint8Array => getPublicKey(secret),
  sign: (bytes: Uint8Array, secret: Uint8Array): Uint8Array => sign(bytes, secret),
  /** @throws if signature or key cannot be one. */
  verify: (device: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean =>
    // As strict as WebCrypto with keys and signatures that nobody makes by signing.
    verify(signature, bytes, device, { zip215: false })
}
