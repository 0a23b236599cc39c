import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { hexOf } from '../core/bytes.ts'
import type { DeviceKey } from '../core/fact/fact.ts'
import { type Opener, openerOf } from '../sync/bundle/lock.ts'
import type { Signer, Verify } from '../sync/signer.ts'

/** What stands before the 32 bytes of an Ed25519 public key in its DER form (RFC 8410). */
const SPKI_PREFIX = '302a300506032b6570032100'

/** The key in this file; made there first if the file is missing, readable by its owner alone. */
export function keyInFile(file: string): Signer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  }
  return signerOf(createPrivateKey(readFileSync(file)))
}

function signerOf(privateKey: KeyObject): Signer {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    device: hexOf(new Uint8Array(der.subarray(-32))),
    sign: async (bytes) => new Uint8Array(sign(null, bytes, privateKey))
  }
}

/** What opens the bundles that are sealed to the key in this file. */
export function openerInFile(file: string): Opener {
  const privateKey = createPrivateKey(readFileSync(file))
  // PKCS #8 of an Ed25519 key ends in its 32 bytes (RFC 8410).
  const secret = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32))
  return openerOf(signerOf(privateKey).device, secret)
}

type Check = (bytes: Uint8Array, key: KeyObject, signature: Uint8Array) => boolean | Promise<boolean>

/** Verifies with keys that it remembers: making a key object costs a third of verifying. */
export function makeVerify(check: Check = (bytes, key, signature) => verify(null, bytes, key, signature)): Verify {
  const keys = new Map<DeviceKey, KeyObject>()
  const keyOf = (device: DeviceKey): KeyObject => {
    const known = keys.get(device)
    if (known) return known
    const key = createPublicKey({ key: Buffer.from(SPKI_PREFIX + device, 'hex'), format: 'der', type: 'spki' })
    if (keys.size > 10_000) keys.clear()
    keys.set(device, key)
    return key
  }
  return async (device, bytes, signature) => {
    try {
      return await check(bytes, keyOf(device), signature)
    } catch {
      return false // not a point of the curve, or no 64 bytes
    }
  }
}

/** The same on other threads, for a hub that many call at once. Its answers come in no order that a clock by hand knows. */
export function makeVerifyOnThreads(): Verify {
  return makeVerify(
    (bytes, key, signature) =>
      new Promise((done, failed) => {
        verify(null, bytes, key, signature, (cause, holds) => (cause ? failed(cause) : done(holds)))
      })
  )
}
