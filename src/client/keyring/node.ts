import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hexOf } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { type Opener, openerOf } from '../../sync/bundle/lock.ts'
import type { Keyring } from '../keyring.ts'
import { type WebKey, webSigner } from './signer.ts'

const { subtle } = crypto

/** Keys as files that only their owner can read, one a key, named by it. */
export function keyringIn(folder: string): Keyring {
  const fileOf = (device: string) => join(folder, `${device}.pk8`)
  return {
    async make() {
      const pair = (await subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as {
        publicKey: WebKey
        privateKey: WebKey
      }
      const device = hexOf(new Uint8Array(await subtle.exportKey('raw', pair.publicKey)))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(fileOf(device), new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)), {
        mode: 0o600,
        flush: true
      })
      return webSigner(device, pair.privateKey)
    },
    async find(device) {
      if (!/^[0-9a-f]{64}$/.test(device) || !existsSync(fileOf(device))) return undefined
      return webSigner(
        device,
        await subtle.importKey('pkcs8', readFileSync(fileOf(device)), 'Ed25519', false, ['sign'])
      )
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
