import type { DeviceKey } from '../core/fact/fact.ts'
import type { Signer } from '../sync/signer.ts'

/** Keeps a device's private keys. Engines: `keyring/node.ts`; in the app, keys that cannot be taken out. */
export interface Keyring {
  /** A new key, kept before this resolves. */
  make(): Promise<Signer>
  find(device: DeviceKey): Promise<Signer | undefined>
}
