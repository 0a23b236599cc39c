import { bytesOf, hexOf, joined } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Signer } from '../../sync/signer.ts'
import type { Keyring } from '../keyring.ts'
import { Connection } from '../store/indexed-db.ts'
import { noble } from './noble.ts'
import { plainSigner, type WebKey, webSigner } from './signer.ts'

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = bytesOf('302e020100300506032b657004220420')

/** What is kept for a key: a key of WebCrypto that no script can take out, or the 32 bytes of the secret. */
type Kept = WebKey | Uint8Array

/**
 * A device's keys in a browser. Where WebCrypto knows Ed25519, a key can be used but not taken out, not even by a script
 * that got into the page; only who copies the browser's files has it.
 *
 * On a page of plain http (a hub on a local network) there is no WebCrypto. The secret then lies in IndexedDB, where any
 * script in the page, any extension that may read it and whoever changes the page on its way can take it, and sign as
 * this device from then on. It is no worse than the page itself, which came over the same wire; use https where it counts.
 */
export function webKeyring(name: string): Keyring {
  const keys = new Connection({ name: `${name}-keys`, version: 1, tables: ['keys'] })
  return {
    async make(secret) {
      const [device, kept] = secret ? await keyOf(secret) : ((await newWebKey()) ?? newPlainKey())
      await keys.run('strict', async (tx) => tx.put('keys', device, kept))
      return signerOf(device, kept)
    },
    async find(device) {
      const kept = await keys.run('strict', (tx) => tx.get<Kept>('keys', device))
      return kept && signerOf(device, kept)
    }
  }
}

function signerOf(device: DeviceKey, kept: Kept): Signer {
  return kept instanceof Uint8Array ? plainSigner(device, kept) : webSigner(device, kept)
}

async function newWebKey(): Promise<[DeviceKey, Kept] | undefined> {
  const subtle: typeof crypto.subtle | undefined = crypto.subtle
  if (!subtle) return undefined
  try {
    const pair = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as {
      publicKey: WebKey
      privateKey: WebKey
    }
    return [hexOf(new Uint8Array(await subtle.exportKey('raw', pair.publicKey))), pair.privateKey]
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'NotSupportedError') return undefined
    throw cause
  }
}

/** From here on it cannot be taken out either, where WebCrypto knows such keys. */
async function keyOf(secret: Uint8Array): Promise<[DeviceKey, Kept]> {
  const subtle: typeof crypto.subtle | undefined = crypto.subtle
  const bytes = joined(PKCS8_ED25519, secret)
  const kept = await subtle
    ?.importKey('pkcs8', new Uint8Array(bytes), 'Ed25519', false, ['sign'])
    .catch(() => undefined)
  return [hexOf(noble.deviceOf(secret)), kept ?? secret]
}

function newPlainKey(): [DeviceKey, Kept] {
  const { device, secret } = noble.newKey()
  return [hexOf(device), secret]
}
