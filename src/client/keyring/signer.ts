import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Signer } from '../../sync/signer.ts'
import { noble } from './noble.ts'

/** A key of WebCrypto; the type has this name in browsers only. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

export function webSigner(device: DeviceKey, key: WebKey): Signer {
  return {
    device,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(bytes)))
  }
}

/** Signs without WebCrypto. */
export function plainSigner(device: DeviceKey, secret: Uint8Array): Signer {
  return { device, sign: async (bytes) => noble.sign(bytes, secret) }
}
