import { joined, utf8 } from '../../core/bytes.ts'
import { sha256 } from '../../core/hash.ts'
import { BackupRefused } from './backup.ts'

/** [BK7] 128 bits: nobody tries them all. */
export const CODE_BYTES = 16
const CODE_LETTERS = 26
/** Crockford's: no letter that looks or sounds like another one. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const GROUP = /.{1,4}/g
const LOOK_ALIKES: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }

/** As it is written on paper: `3f7k-…`, 26 letters and digits in groups. */
export function writeCode(seed: Uint8Array): string {
  let letters = ''
  let [rest, bits] = [0, 0]
  for (const byte of seed) {
    rest = (rest << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) letters += LETTERS.charAt((rest >> (bits - 5)) & 31)
    rest &= (1 << bits) - 1
  }
  if (bits > 0) letters += LETTERS.charAt((rest << (5 - bits)) & 31)
  return (letters.match(GROUP) ?? []).join('-')
}

/** Spaces, hyphens and capitals are for the eye. @throws {BackupRefused} bad-code. */
export function readCode(text: string): Uint8Array {
  const letters = [...text.toLowerCase().replace(/[\s-]/g, '')].map((letter) =>
    LETTERS.indexOf(LOOK_ALIKES[letter] ?? letter)
  )
  if (letters.length !== CODE_LETTERS || letters.includes(-1)) throw new BackupRefused('bad-code')
  const seed = new Uint8Array(CODE_BYTES)
  let [rest, bits, at] = [0, 0, 0]
  for (const letter of letters) {
    rest = ((rest << 5) | letter) & 0xfff
    bits += 5
    if (bits < 8 || at === CODE_BYTES) continue
    bits -= 8
    seed[at++] = (rest >> bits) & 255
  }
  return seed
}

/** The private key that a code gives: 32 bytes. */
export function secretOf(seed: Uint8Array): Uint8Array {
  return sha256(joined(utf8('understory restore code\n'), seed))
}
