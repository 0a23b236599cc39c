import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import type { Keyring } from '../keyring.ts'

const { subtle } = crypto
type Key = Awaited<ReturnType<typeof subtle.importKey>>

/** Keys as files that only their owner can read, one a key, named by it. */
export function keyringIn(folder: string): Keyring {
  const fileOf = (device: string) => join(folder, `${device}.pk8`)
  return {
    async make() {
      const pair = (await subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as {
        publicKey: Key
        privateKey: Key
      }
      const device = hexOf(new Uint8Array(await subtle.exportKey('raw', pair.publicKey)))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(fileOf(device), new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)), {
        mode: 0o600,
        flush: true
      })
      return signerOf(device, pair.privateKey)
    },
    async find(device) {
      if (!/^[0-9a-f]{64}$/.test(device) || !existsSync(fileOf(device))) return undefined
      return signerOf(device, await subtle.importKey('pkcs8', readFileSync(fileOf(device)), 'Ed25519', false, ['sign']))
    }
  }
}

function signerOf(device: string, key: Key): Signer {
  return { device, sign: async (bytes) => new Uint8Array(await subtle.sign('Ed25519', key, new Uint8Array(bytes))) }
}

/** Verifies by WebCrypto. */
export function webVerify(): Verify {
  const keys = new Map<string, Promise<Key>>()
  return async (device, bytes, signature) => {
    try {
      const known =
        keys.get(device) ?? subtle.importKey('raw', new Uint8Array(bytesOf(device)), 'Ed25519', false, ['verify'])
      keys.set(device, known)
      return await subtle.verify('Ed25519', await known, new Uint8Array(signature), new Uint8Array(bytes))
    } catch {
      return false // not a point of the curve, or no 64 bytes
    }
  }
}
