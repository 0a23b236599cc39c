import { bytesOf, hexOf, joined } from '../../core/bytes.ts'
import type { Signer, Verify } from '../signer.ts'

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = bytesOf('302e020100300506032b657004220420')

/** A key for tests and examples. Its private half is 32 times the same byte, for everyone to know: it guards nothing. */
export async function testSigner(byte: number): Promise<Signer> {
  const pkcs8 = joined(PKCS8_ED25519, new Uint8Array(32).fill(byte))
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), 'Ed25519', true, ['sign'])
  const { x = '' } = await crypto.subtle.exportKey('jwk', key)
  const device = hexOf(Uint8Array.from(atob(x.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)))
  return {
    device,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(bytes)))
  }
}

export const testVerify: Verify = async (device, bytes, signature) => {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(bytesOf(device)), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(bytes))
}
