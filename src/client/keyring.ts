import type { DeviceKey } from '../core/fact/fact.ts'
import type { Signer } from '../sync/signer.ts'

/** Keeps a device's private keys. Engines: `keyring/node.ts`; in the app, keys that cannot be taken out. */
export interface Keyring {
  /** A new key, kept before this resolves. @param secret 32 bytes: the key of these instead. */
  make(secret?: Uint8Array): Promise<Signer>
  find(device: DeviceKey): Promise<Signer | undefined>
}
