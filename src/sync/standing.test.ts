import { expect, it } from 'vitest'
import { encodeCbor } from '../core/cbor.ts'
import { MAX_STANDING_BYTES, readStanding, type Standing, versionOfStanding, writeStanding } from './standing.ts'

const STANDING: Standing = {
  ...{ at: 1_793_606_400, week: [3, 20, 7], all: [100, 400, 90], workers: 5 },
  langs: [{ lang: 'sw', week: [3, 20, 7], all: [90, 300, 80], open: [0, 12, 4] }],
  goals: [
    { tasks: 1000, done: 590, from: 0 },
    { lang: 'sw', tasks: 200, done: 30, from: 5, until: 9 }
  ],
  people: [{ name: 'Ada', points: 40, place: 1 }]
}

it('[PR2] a standing says what was written, as it is spelled', () => {
  expect(readStanding(writeStanding(STANDING))).toEqual(STANDING)
})

it('[PR2] its size is bounded whatever people are called: people are left out from the end, then languages', () => {
  const people = Array.from({ length: 60 }, (_, at) => ({ name: '葦'.repeat(100), points: 100 - at, place: at + 1 }))
  const langs = Array.from({ length: 60 }, (_, at) => ({ ...STANDING.langs[0]!, lang: `x${at}-Latn` }))
  const bytes = writeStanding({ ...STANDING, people, langs })
  expect(bytes.byteLength).toBeLessThanOrEqual(MAX_STANDING_BYTES)
  const read = readStanding(bytes)
  expect(read.people.length).toBeLessThan(5)
  expect(read.langs.length).toBeGreaterThan(20)
  expect(readStanding(writeStanding({ ...STANDING, people })).people[0]).toEqual(people[0])
})

it('[PR2] when it was counted is no news', () => {
  expect(versionOfStanding({ ...STANDING, at: 7 })).toBe(versionOfStanding(STANDING))
  expect(versionOfStanding({ ...STANDING, workers: 6 })).not.toBe(versionOfStanding(STANDING))
  expect(versionOfStanding(STANDING, { place: 1, points: 4, of: 2 })).not.toBe(versionOfStanding(STANDING))
})

it.each([
  ['nothing', new Uint8Array(), 'malformed'],
  ['another form', encodeCbor([1, 2, 3]), 'malformed'],
  ['a count below 0', encodeCbor([1, 0, [-1, 0, 0], [0, 0, 0], 0, [], [], []]), 'malformed'],
  ['a later version', encodeCbor([2, 'whatever']), 'newer-version'],
  ['a name too long', encodeCbor([1, 0, [0, 0, 0], [0, 0, 0], 0, [], [], [['n'.repeat(101), 1, 1]]]), 'malformed'],
  ['too many bytes', new Uint8Array(5000), 'too-large']
])('[PR2] %s is refused', (_, bytes, reason) => {
  expect(() => readStanding(bytes)).toThrow(expect.objectContaining({ reason }))
})
