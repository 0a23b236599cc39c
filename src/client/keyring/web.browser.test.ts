import { Dexie } from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bytesOf } from '../../core/bytes.ts'
import { StoreTrouble } from '../errors.ts'
import { noble } from './noble.ts'
import type { WebKey } from './signer.ts'
import { webVerify } from './verify.ts'
import { webKeyring } from './web.ts'

const BYTES = Uint8Array.of(1, 2, 3)
const { subtle } = crypto
// The types of tests are those of Node.
const { IDBDatabase } = globalThis as unknown as {
  IDBDatabase: { prototype: { transaction: (...args: unknown[]) => Begun } }
}
type Begun = { mode: string; durability: string }

let count = 0
const newName = () => `keyring-${count++}`

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** As a page of plain http has it. */
function withoutSubtle() {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
}
function withoutEd25519() {
  vi.spyOn(subtle, 'generateKey').mockRejectedValue(new DOMException('', 'NotSupportedError'))
}

/** What a script in the page finds. */
async function found(name: string, device: string): Promise<unknown> {
  const db = await new Dexie(`${name}-keys`).open()
  const kept: unknown = await db.table('keys').get(device)
  db.close()
  return kept
}

/** Both ways of verifying agree that this is a signature of the device. */
async function expectSigned(device: string, signature: Uint8Array): Promise<void> {
  expect([await webVerify()(device, BYTES, signature), noble.verify(bytesOf(device), BYTES, signature)]).toEqual([
    true,
    true
  ])
}

describe('the keys of a device in a browser', () => {
  it('cannot be taken out', async () => {
    const name = newName()
    const { device, sign } = await webKeyring(name).make()
    await expectSigned(device, await sign(BYTES))
    const kept = (await found(name, device)) as WebKey
    expect([kept.type, kept.extractable, kept.usages]).toEqual(['private', false, ['sign']])
    await expect(subtle.exportKey('pkcs8', kept)).rejects.toThrow()
    await expect(subtle.exportKey('jwk', kept)).rejects.toThrow()
  })

  it.each([
    ['of WebCrypto', () => {}],
    ['without WebCrypto', withoutSubtle],
    ['of a WebCrypto without Ed25519', withoutEd25519]
  ])('are found again, and sign, %s', async (_, prepare) => {
    prepare()
    const name = newName()
    const made = await webKeyring(name).make()
    const again = (await webKeyring(name).find(made.device))!
    const signatures = [await made.sign(BYTES), await again.sign(BYTES)]
    vi.unstubAllGlobals()
    expect(again.device).toBe(made.device)
    for (const signature of signatures) await expectSigned(made.device, signature)
  })

  it('are plain bytes where WebCrypto is missing', async () => {
    withoutSubtle()
    const name = newName()
    const { device } = await webKeyring(name).make()
    expect(await found(name, device)).toBeInstanceOf(Uint8Array)
  })

  it('are several, none of them found under another name', async () => {
    const keyring = webKeyring(newName())
    const [one, other] = [await keyring.make(), await keyring.make()]
    expect(one.device).not.toBe(other.device)
    expect((await keyring.find(one.device))?.device).toBe(one.device)
    expect((await keyring.find(other.device))?.device).toBe(other.device)
    expect(await keyring.find('0'.repeat(64))).toBeUndefined()
    expect(await webKeyring(newName()).find(one.device)).toBeUndefined()
  })

  it('are flushed to disk when they are made', async () => {
    const asked: unknown[] = []
    const transaction = IDBDatabase.prototype.transaction
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: unknown, ...args: unknown[]) {
      const begun = transaction.apply(this, args)
      if (begun.mode === 'readwrite') asked.push(begun.durability)
      return begun
    })
    await webKeyring(newName()).make()
    expect(asked).toEqual(['strict'])
  })

  it('a key that the browser does not keep is none', async () => {
    vi.spyOn(Dexie.dependencies.indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    await expect(webKeyring(newName()).make()).rejects.toThrow(StoreTrouble)
  })
})
