import { describe, expect, it } from 'vitest'
import { type Check, checksOf, type Facts, reportOf } from './checks.ts'

const NOW = Date.UTC(2026, 11, 24, 12)
const WELL: Facts = {
  edition: 'web',
  now: NOW,
  room: { used: 12e6, free: 40e9 },
  kept: true,
  copies: 'two',
  agreement: { items: 7, missing: 0, damaged: false },
  hubClock: NOW - 60_000,
  newest: NOW - 1000,
  line: { connected: true, syncing: true, contact: NOW - 1000, inTheWay: false },
  work: { drafts: 1, waiting: 2, returned: 0 },
  app: 'abc',
  hubsApp: 'abc',
  offline: true
}
const check = (id: Check['id'], facts: Partial<Facts>) => checksOf({ ...WELL, ...facts }).find((each) => each.id === id)
const line = (more: Partial<Facts['line']>) => ({ line: { ...WELL.line, connected: false, ...more } })

it('where all is well each check says so, and nothing is to be done', () => {
  const checks = checksOf(WELL)
  expect(checks.map(({ id }) => id)).toEqual([
    'room',
    'kept',
    'copies',
    'clock',
    'contact',
    'work',
    'version',
    'offline'
  ])
  expect(checks.filter(({ is, action }) => is !== 'good' || action)).toEqual([])
})

describe('is found', () => {
  it.each([
    ['a full disk', 'room', { room: { used: 1e9, free: 80e6 } }, 'bad', 'wrong-room-none'],
    ['a disk that fills', 'room', { room: { used: 1e9, free: 300e6 } }, 'look', 'wrong-room-little'],
    ['a browser that does not tell', 'room', { room: undefined }, 'look', 'wrong-room-unknown'],
    ['a window that may be private', 'kept', { kept: false }, 'look', 'private-note'],
    ['one copy alone', 'copies', { copies: 'one' }, 'look', 'files-one'],
    ['a second copy that cannot be written', 'copies', { copies: 'failing' }, 'bad', 'line-one-copy'],
    [
      'a second copy that lacks something',
      'copies',
      { agreement: { items: 7, missing: 1, damaged: false } },
      'bad',
      'wrong-copies-differ'
    ],
    [
      'a damaged one that lacks nothing',
      'copies',
      { agreement: { items: 7, missing: 0, damaged: true } },
      'look',
      'wrong-copies-damaged'
    ],
    ['one that cannot be read', 'copies', { agreement: undefined }, 'look', 'wrong-copies-unread'],
    ['a clock an hour ahead of the hub’s', 'clock', { hubClock: NOW - 3_600_000 }, 'look', 'wrong-clock-off'],
    [
      'a clock of 1985',
      'clock',
      { now: Date.UTC(1985, 0, 1), hubClock: undefined, newest: 0 },
      'look',
      'wrong-clock-back'
    ],
    ['a clock that went back', 'clock', { hubClock: undefined, newest: NOW + 86_400_000 }, 'look', 'wrong-clock-back'],
    ['a hub that was never there', 'contact', line({ contact: undefined }), 'look', 'line-never'],
    ['a hub that turned this computer away', 'contact', line({ inTheWay: true }), 'look', 'wrong-contact-way'],
    ['a month without a hub', 'contact', line({ contact: NOW - 30 * 86_400_000 }), 'look', 'wrong-contact-last'],
    ['an item that came back', 'work', { work: { drafts: 0, waiting: 0, returned: 1 } }, 'look', 'wrong-work-returned'],
    ['a hub with another version', 'version', { hubsApp: 'def' }, 'look', 'wrong-version-other'],
    ['files that are not kept here', 'offline', { offline: false }, 'look', 'wrong-offline-not']
  ] as const)('%s', (_, id, facts, is, words) => {
    expect(check(id, facts as Partial<Facts>)).toMatchObject({ is, words })
  })

  it('to be well what only looks odd: a day offline, another window that syncs, a hub that says no version', () => {
    expect(check('contact', line({ contact: NOW - 86_400_000 }))?.is).toBe('good')
    expect(check('contact', line({ syncing: false }))?.is).toBe('good')
    expect(check('version', { hubsApp: undefined })?.is).toBe('good')
    expect(check('clock', { hubClock: undefined })).toMatchObject({ is: 'good', words: 'wrong-clock' })
    expect(
      checksOf({ ...WELL, edition: 'desktop', kept: false, offline: undefined }).every(({ is }) => is === 'good')
    ).toBe(true)
  })
})

it('a check that finds something says what to do, unless nothing can be done here', () => {
  const alone = ['wrong-room-unknown', 'wrong-clock-off', 'wrong-clock-back', 'wrong-offline-not']
  const bad: Partial<Facts>[] = [
    { room: { used: 1, free: 1 } },
    { kept: false },
    { copies: 'failing' },
    { hubsApp: 'x' }
  ]
  for (const facts of bad)
    for (const { is, words, action } of checksOf({ ...WELL, ...facts }))
      if (is !== 'good' && !alone.includes(words)) expect(action).toBeDefined()
})

it('the report has each check and its figures', () => {
  const report = reportOf(WELL, checksOf(WELL), { edition: 'web', language: 'ar' })
  for (const { id } of checksOf(WELL)) expect(report).toMatch(new RegExp(`^${id}: good \\(`, 'm'))
  expect(report).toContain('language: ar')
  expect(report).toContain('7 items, 0 not in the second copy')
})
