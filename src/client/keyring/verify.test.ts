import { afterEach, describe, expect, it, vi } from 'vitest'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import { noble } from './noble.ts'
import { plainSigner, webSigner } from './signer.ts'
import { webVerify } from './verify.ts'

/** RFC 8032, 7.1, test 2. */
const SECRET = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
const DEVICE = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'
const BYTES = Uint8Array.of(0x72)
const SIGNATURE =
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'

const PKCS8 = '302e020100300506032b657004220420'
const withSubtle = (subtle: unknown) =>
  vi.stubGlobal('crypto', { subtle, getRandomValues: crypto.getRandomValues.bind(crypto) })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each([
  ['by WebCrypto', () => {}],
  ['without WebCrypto', () => withSubtle(undefined)],
  [
    'by a WebCrypto without Ed25519',
    () => withSubtle({ importKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) })
  ]
])('a signature verified %s', (_, prepare) => {
  it('holds for its bytes and its key', async () => {
    prepare()
    expect(await webVerify()(DEVICE, BYTES, bytesOf(SIGNATURE))).toBe(true)
  })

  it.each([
    ['other bytes', DEVICE, Uint8Array.of(0x73), SIGNATURE],
    ['another key', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', BYTES, SIGNATURE],
    ['one bit more', DEVICE, BYTES, `93${SIGNATURE.slice(2)}`],
    ['a part of it', DEVICE, BYTES, SIGNATURE.slice(2)],
    ['nothing', DEVICE, BYTES, ''],
    ['a key that is no point', `02${'00'.repeat(31)}`, BYTES, SIGNATURE],
    ['a key that is no key', 'my key', BYTES, SIGNATURE],
    ['a number beyond the order', DEVICE, BYTES, `${SIGNATURE.slice(0, 126)}ff`]
  ])('does not hold for %s', async (_what, device, bytes, signature) => {
    prepare()
    expect(await webVerify()(device, bytes, bytesOf(signature))).toBe(false)
  })
})

describe('a signer', () => {
  it('signs the same with WebCrypto and without', async () => {
    const key = await crypto.subtle.importKey('pkcs8', bytesOf(PKCS8 + SECRET).slice(), 'Ed25519', false, ['sign'])
    expect(hexOf(await webSigner(DEVICE, key).sign(BYTES))).toBe(SIGNATURE)
    expect(hexOf(await plainSigner(DEVICE, bytesOf(SECRET)).sign(BYTES))).toBe(SIGNATURE)
  })

  it('has a new key each time, whose signatures WebCrypto verifies', async () => {
    const [one, other] = [noble.newKey(), noble.newKey()]
    expect(hexOf(one.device)).not.toBe(hexOf(other.device))
    const signature = await plainSigner(hexOf(one.device), one.secret).sign(BYTES)
    expect(await webVerify()(hexOf(one.device), BYTES, signature)).toBe(true)
    expect(await webVerify()(hexOf(other.device), BYTES, signature)).toBe(false)
  })
})
