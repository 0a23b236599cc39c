import { hkdf } from '@noble/hashes/hkdf.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../../core/bytes.ts'
import { boxOf } from './box.ts'
import type { Lock } from './profile.ts'

type Random = (bytes: number) => Uint8Array
type Cost = Omit<Lock['kdf'], 'salt'>
/** 32 bytes, by which a profile's texts are sealed. It is never kept but sealed. */
export type DataKey = Uint8Array

/**
 * OWASP's password storage cheat sheet names 2^15, 8, 3 among its equal choices (32 MiB, about a second on an old laptop);
 * its first, 2^17, 8, 1, takes 128 MiB, which a computer of 2 GB with a browser on it may not have.
 */
const COST: Cost = { n: 2 ** 15, r: 8, p: 3 }
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Fewer are tried through by hand. */
const LEAST_PIN = 6
/** 20 of 32 signs: 100 bits, which nobody tries through, however quick the trial. */
const CODE_SIGNS = 20
/** Crockford's: none looks like another one. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * [PF2] A new key, sealed by a PIN and by a code that is shown once.
 * @returns the code in groups of four, as it is written down.
 */
export async function newLock(pin: string, random: Random, cost = COST) {
  const key: DataKey = random(KEY_BYTES)
  const kdf = { ...cost, salt: random(SALT_BYTES) }
  const code = [...random(CODE_SIGNS)].map((byte) => SIGNS[byte & 31]).join('')
  const byCode = boxOf(keyOfCode(code, kdf.salt), random).seal(key, 'code')
  const byPin = boxOf(await keyOfPin(pin, kdf), random).seal(key, 'pin')
  const lock: Lock = { v: 1, kdf, byPin, byCode }
  return { lock, key, code: code.replace(/.{4}(?!$)/g, '$&-') }
}

/** [PF2] The same key under another PIN; the code stays. */
export async function changePin(
  { kdf, byCode }: Lock,
  key: DataKey,
  pin: string,
  random: Random,
  cost = COST
): Promise<Lock> {
  // The salt is the code's too.
  const next = { ...cost, salt: kdf.salt }
  return { v: 1, kdf: next, byPin: boxOf(await keyOfPin(pin, next), random).seal(key, 'pin'), byCode }
}

/** The key; undefined: it is another PIN. */
export async function openByPin({ kdf, byPin }: Lock, pin: string): Promise<DataKey | undefined> {
  return boxOf(await keyOfPin(pin, kdf), NO_RANDOM).open(byPin, 'pin')
}

/** The key; undefined: it is another code. */
export function openByCode({ kdf, byCode }: Lock, code: string): DataKey | undefined {
  return boxOf(keyOfCode(code, kdf.salt), NO_RANDOM).open(byCode, 'code')
}

/** [PF2] Whether it is long enough: a few digits are tried through in no time. */
export function isLongEnough(pin: string): boolean {
  return [...plain(pin)].length >= LEAST_PIN
}

function keyOfPin(pin: string, { n, r, p, salt }: Lock['kdf']): Promise<Uint8Array> {
  return scryptAsync(utf8(plain(pin)), salt, { N: n, r, p, dkLen: KEY_BYTES })
}

/** A code of 100 bits needs no slow function. */
function keyOfCode(code: string, salt: Uint8Array): Uint8Array {
  const read = code
    .toLowerCase()
    .replace(/[il]/g, '1')
    .replace(/o/g, '0')
    .replace(/[^0-9a-z]/g, '')
  return hkdf(sha256, utf8(read), salt, utf8('understory recovery code'), KEY_BYTES)
}

/** [PF2] The same letters from another keyboard are the same PIN: ٣ and ３ are 3. */
function plain(pin: string): string {
  return pin
    .normalize('NFKC')
    .trim()
    .replace(/\p{Nd}/gu, digitOf)
}

/** Decimal digits of a script stand in tens, zero first (Unicode 4.6). */
function digitOf(sign: string): string {
  let zero = sign.codePointAt(0) ?? 0
  const value = zero
  while (value - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(value - zero)
}

/** Nothing is sealed by it. */
function NO_RANDOM(): never {
  throw new Error('nothing is drawn')
}
