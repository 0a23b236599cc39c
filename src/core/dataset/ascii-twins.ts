/** Where the ten digits of a script begin, zero first: those in which people write numbers (Unicode 16, plane 0). */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0x1810, 0x19d0, 0x1a80, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xaa50, 0xabf0
]
const TWINS: ReadonlyMap<number, string> = new Map([
  ...ZEROS.flatMap((zero) => Array.from({ length: 10 }, (_, digit) => [zero + digit, String(digit)] as const)),
  // The full-width forms of ASCII.
  ...Array.from({ length: 94 }, (_, i) => [0xff01 + i, String.fromCharCode(0x21 + i)] as const),
  ...[0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xfe63].map((dash) => [dash, '-'] as const),
  ...[0xa0, 0x2007, 0x2009, 0x202f, 0x3000].map((space) => [space, ' '] as const),
  [0x3002, '.'],
  [0xff61, '.']
])

/**
 * A text of the same length in which digits, dashes, spaces and full-width letters of every script are their ASCII
 * twins, so that one rule finds a number however it is written.
 */
export function inAscii(text: string): string {
  return text.replace(/[\u00a0\u0660-\uffff]/g, (unit) => TWINS.get(unit.charCodeAt(0)) ?? unit)
}
