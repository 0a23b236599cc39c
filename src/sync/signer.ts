import type { DeviceKey } from '../core/fact/fact.ts'

/** Holds a device's private key. The key itself never leaves it. */
export type Signer = { readonly device: DeviceKey; sign(bytes: Uint8Array): Promise<Uint8Array> }

/** Whether an Ed25519 signature of these bytes holds under a device's key. Never throws. */
export type Verify = (device: DeviceKey, bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>
