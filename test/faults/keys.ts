import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Keyring } from '../../src/client/keyring.ts'
import { bytesOf, hexOf, joined } from '../../src/core/bytes.ts'
import { type Opener, openerOf } from '../../src/sync/bundle/lock.ts'
import type { Signer } from '../../src/sync/signer.ts'

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = bytesOf('302e020100300506032b657004220420')

export type Key = Signer & { readonly opener: Opener }

const made = new Map<number, Key>()

/** The same number, the same key; it signs in the same turn, so that no thread decides an order. */
export function keyNumber(number: number): Key {
  const known = made.get(number)
  if (known) return known
  const secret = new Uint8Array(32).fill(7)
  new DataView(secret.buffer).setUint32(0, number)
  const key = keyOf(secret)
  made.set(number, key)
  return key
}

function keyOf(secret: Uint8Array): Key {
  const key = createPrivateKey({ key: Buffer.from(joined(PKCS8_ED25519, secret)), format: 'der', type: 'pkcs8' })
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const device = hexOf(new Uint8Array(der.subarray(-32)))
  return {
    device,
    sign: async (bytes: Uint8Array) => new Uint8Array(sign(null, bytes, key)),
    opener: openerOf(device, secret)
  }
}

/** A computer's keys. They are files of their own: an older copy of a profile takes none of them away. */
export class Keys implements Keyring {
  private readonly held: Map<string, Key>
  readonly next: () => Key

  constructor(next: () => Key, held: ReadonlyMap<string, Key> = new Map()) {
    this.next = next
    this.held = new Map(held)
  }

  async make(secret?: Uint8Array): Promise<Signer> {
    const key = secret ? keyOf(secret) : this.next()
    this.held.set(key.device, key)
    return key
  }

  async find(device: string): Promise<Signer | undefined> {
    return this.held.get(device)
  }

  has(device: string): boolean {
    return this.held.has(device)
  }

  openers(devices: readonly string[]): Opener[] {
    return devices.flatMap((device) => this.held.get(device)?.opener ?? [])
  }

  /** They lay where the store lay, and went with it. */
  lose(): void {
    this.held.clear()
  }

  /** Those of an older copy are here again, beside those made since. */
  take({ held }: Keys): void {
    for (const [device, key] of held) this.held.set(device, key)
  }

  /** On another computer. */
  copy(next: () => Key): Keys {
    return new Keys(next, this.held)
  }
}
