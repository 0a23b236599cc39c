import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, hexOf, joined } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { type Opener, openerOf } from '../../sync/bundle/lock.ts'
import type { Keyring } from '../keyring.ts'
import { noble } from './noble.ts'
import { type WebKey, webSigner } from './signer.ts'

const { subtle } = crypto
/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = bytesOf('302e020100300506032b657004220420')

/** Keys as files that only their owner can read, one a key, named by it. */
export function keyringIn(folder: string): Keyring {
  const fileOf = (device: string) => join(folder, `${device}.pk8`)
  const open = async (device: DeviceKey, pkcs8: Uint8Array) =>
    webSigner(device, await subtle.importKey('pkcs8', new Uint8Array(pkcs8), 'Ed25519', false, ['sign']))
  const keep = (device: DeviceKey, pkcs8: Uint8Array) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(fileOf(device), pkcs8, { mode: 0o600, flush: true })
    return open(device, pkcs8)
  }
  return {
    async make(secret) {
      if (secret) return keep(hexOf(noble.deviceOf(secret)), joined(PKCS8_ED25519, secret))
      const pair = (await subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as {
        publicKey: WebKey
        privateKey: WebKey
      }
      const device = hexOf(new Uint8Array(await subtle.exportKey('raw', pair.publicKey)))
      return keep(device, new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)))
    },
    async find(device) {
      if (!/^[0-9a-f]{64}$/.test(device) || !existsSync(fileOf(device))) return undefined
      return open(device, readFileSync(fileOf(device)))
    }
  }
}

/** What opens the bundles that are sealed to a device; undefined if its key is not in the folder. */
export function openerIn(folder: string, device: DeviceKey): Opener | undefined {
  const file = join(folder, `${device}.pk8`)
  if (!/^[0-9a-f]{64}$/.test(device) || !existsSync(file)) return undefined
  // PKCS #8 of an Ed25519 key ends in its 32 bytes (RFC 8410).
  return openerOf(device, new Uint8Array(readFileSync(file).subarray(-32)))
}
