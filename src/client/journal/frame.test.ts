import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joined } from '../../core/bytes.ts'
import { foundSound, readFrames, writeFrame } from './frame.ts'

const BODIES = [40, 1, 300, 7].map((length, n) => Uint8Array.from({ length }, (_, at) => (at * 7 + n * 31) % 256))
const FRAMES = BODIES.map(writeFrame)
const FILE = joined(...FRAMES)
/** Which of the bodies were read; -1 for what nobody wrote. */
const read = (bytes: Uint8Array) =>
  readFrames(bytes).bodies.map((body) => BODIES.findIndex((known) => String(known) === String(body)))

it('[JN1] gives back what was written, and names no damage', () => {
  expect(read(FILE)).toEqual([0, 1, 2, 3])
  expect(readFrames(FILE).damage).toEqual([])
  expect(readFrames(new Uint8Array())).toEqual({ bodies: [], damage: [] })
})

it('[JN1] whichever bit is flipped, one record at most is lost, and where is said', () => {
  for (let at = 0; at < FILE.byteLength; at++)
    for (let bit = 0; bit < 8; bit++) {
      const spoilt = FILE.slice()
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit)
      const found = read(spoilt)
      expect(found, `bit ${bit} of byte ${at}`).toHaveLength(3)
      expect(found).not.toContain(-1)
      const [lost = -1] = [0, 1, 2, 3].filter((n) => !found.includes(n))
      const start = FRAMES.slice(0, lost).reduce((sum, { byteLength }) => sum + byteLength, 0)
      expect(readFrames(spoilt).damage).toEqual([{ at: start, bytes: FRAMES[lost]?.byteLength }])
    }
})

it('[JN1] what was found sound elsewhere is read as it stands, and gives the same', () => {
  const bytes = FILE.slice()
  foundSound(bytes)
  expect(readFrames(bytes)).toEqual(readFrames(FILE))
  // Nobody changes such bytes; that it is noticed no more shows that no sum is taken.
  bytes[FILE.byteLength - 1] = 0
  expect(readFrames(bytes).bodies).toHaveLength(4)
})

it('[JN1] a torn tail costs the record that was being written, and what is appended behind it is read', () => {
  for (let length = 0; length < FILE.byteLength; length++) {
    const whole = read(FILE.subarray(0, length))
    expect(whole).toEqual([0, 1, 2, 3].slice(0, whole.length))
    expect(read(joined(FILE.subarray(0, length), FRAMES[3] as Uint8Array))).toEqual([...whole, 3])
  }
})

it('[JN1] zeros that a power cut leaves behind are damage and no records', () => {
  const { damage } = readFrames(joined(FILE, new Uint8Array(4096), FILE))
  expect(damage).toEqual([{ at: FILE.byteLength, bytes: 4096 }])
  expect(readFrames(new Uint8Array(100)).bodies).toEqual([])
})

it('[JN1] bytes lost or put in anywhere cost the records that they hit, and never the others', () => {
  fc.assert(
    fc.property(fc.nat(FILE.byteLength), fc.nat(60), fc.uint8Array({ maxLength: 60 }), (at, lost, put) => {
      const found = read(joined(FILE.slice(0, at), put, FILE.slice(at + lost)))
      let end = 0
      const untouched = FRAMES.flatMap(({ byteLength }, n) => {
        end += byteLength
        return end <= at || end - byteLength >= at + lost ? [n] : []
      })
      expect(found).toEqual(expect.arrayContaining(untouched))
      expect(found).not.toContain(-1)
    }),
    { seed: 7, numRuns: 300 }
  )
})

it('[JN1] a record within a record is not read twice, and a mark in a text is no harm', () => {
  const nested = writeFrame(joined(FRAMES[0] as Uint8Array, Uint8Array.of(0xf5, 0x55, 0x4a, 0x31)))
  expect(readFrames(joined(nested, FRAMES[1] as Uint8Array)).bodies).toHaveLength(2)
})

it('[JN1] an empty record is none: its sum would be that of zeros', () => {
  expect(() => writeFrame(new Uint8Array())).toThrow(RangeError)
})
