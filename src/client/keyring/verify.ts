import { bytesOf } from '../../core/bytes.ts'
import type { Verify } from '../../sync/signer.ts'
import { noble } from './noble.ts'
import type { WebKey } from './signer.ts'

/** Verifies by WebCrypto, or without it where it is missing or knows no Ed25519. */
export function webVerify(): Verify {
  const keys = new Map<string, Promise<WebKey>>()
  let known: Promise<boolean> | undefined
  const byWeb: Verify = async (device, bytes, signature) => {
    const key = keys.get(device) ?? importKey(device)
    keys.set(device, key)
    return crypto.subtle.verify('Ed25519', await key, new Uint8Array(signature), new Uint8Array(bytes))
  }
  return async (device, bytes, signature) => {
    known ??= knowsEd25519()
    try {
      return (await known) ? await byWeb(device, bytes, signature) : noble.verify(bytesOf(device), bytes, signature)
    } catch {
      return false // not a point of the curve, or no 64 bytes
    }
  }
}

/** The public key of RFC 8032, test 1. */
const A_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'

async function knowsEd25519(): Promise<boolean> {
  return importKey(A_KEY).then(
    () => true,
    () => false
  )
}

async function importKey(device: string): Promise<WebKey> {
  return crypto.subtle.importKey('raw', new Uint8Array(bytesOf(device)), 'Ed25519', false, ['verify'])
}
