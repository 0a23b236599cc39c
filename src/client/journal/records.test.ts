import { expect, it } from 'vitest'
import { joined } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { readFrames, writeFrame } from './frame.ts'
import { readRecords, type Standing, writeChanges, writeState } from './records.ts'

const row = (key: string, value: unknown = key): Standing => ({ table: 'settings', key, row: { key, value } })
/** The rows that are told, by their keys, as far as they stand. */
const told = (bytes: Uint8Array) =>
  [...readRecords(bytes).changes.values()].flatMap(({ key, row }) => (row === undefined ? [] : [key])).sort()

it.each([0, 1, 23, 24, 300])(
  '[JN2] a record of %i changes has the bytes that it says it has, encoded in parts',
  (count) => {
    const rows = Array.from({ length: count }, (_, n) => row(`row ${n}`, { n, text: 'x'.repeat(n) }))
    const whole = encodeCbor([
      1,
      [...rows.map(({ table, key, row }) => [7, table, key, row]), [8, 'items', 'gone', null]]
    ])
    const changes = [...rows.map((each) => ({ ...each, seq: 7 })), { seq: 8, table: 'items' as const, key: 'gone' }]
    expect(writeChanges(changes)).toEqual(writeFrame(whole))
    const encoded = changes.map((each) =>
      'row' in each ? { ...each, bytes: encodeCbor(each.row), row: 'not looked at' } : each
    )
    expect(writeChanges(encoded)).toEqual(writeFrame(whole))
  }
)

it('[JN3] of a row the entry of the highest number counts, wherever it lies', () => {
  const records = [
    writeChanges([{ seq: 1, ...row('a') }]),
    writeChanges([{ seq: 3, table: 'settings', key: 'a' }]),
    writeChanges([{ seq: 2, ...row('a', 'again') }])
  ]
  for (const order of [records, records.toReversed()]) {
    expect(told(joined(...order))).toEqual([])
    expect(readRecords(joined(...order)).seq).toBe(3)
  }
})

it('[JN3] a state that is whole says all up to its number: what it is silent of is gone, also in other files', () => {
  const older = writeChanges([
    { seq: 1, ...row('gone') },
    { seq: 2, ...row('kept', 'older') }
  ])
  const later = writeChanges([{ seq: 8, ...row('later') }])
  const state = writeState(7, [row('kept')])
  for (const bytes of [joined(older, state, later), joined(later, state, older), joined(state, older, later)]) {
    expect(told(bytes)).toEqual(['kept', 'later'])
    expect([readRecords(bytes).seq, readRecords(bytes).whole]).toEqual([8, 7])
  }
})

it('[JN3] of a state with a part missing what is there is taken, beside everything older', () => {
  const rows = Array.from({ length: 9 }, (_, n) => row(`big ${n}`, 'x'.repeat(20_000)))
  const state = writeState(7, rows)
  const { bodies } = readFrames(state)
  expect(bodies.length).toBeGreaterThan(2)
  const spoilt = state.slice()
  spoilt[100] = (spoilt[100] ?? 0) ^ 1
  const bytes = joined(writeChanges([{ seq: 1, ...row('older') }]), spoilt)
  const { whole, damage } = readRecords(bytes)
  expect([whole, damage.length]).toEqual([0, 1])
  expect(told(bytes)).toContain('older')
  expect(told(bytes)).toContain('big 8')
  expect(told(joined(writeChanges([{ seq: 1, ...row('older') }]), state))).toEqual(rows.map(({ key }) => key))
})

it('[JN2] what is no record of ours is counted, and rows of tables that only another version has are passed over', () => {
  const bytes = joined(
    writeFrame(encodeCbor([9, 'later'])),
    writeFrame(Uint8Array.of(0xff)),
    writeFrame(encodeCbor([1, [[1, 'dreams', 'a', { key: 'a' }]]])),
    writeFrame(encodeCbor([1, [[-1, 'settings', 'a', { key: 'a' }]]]))
  )
  expect([told(bytes), readRecords(bytes).unknown, readRecords(bytes).damage]).toEqual([[], 3, []])
})
