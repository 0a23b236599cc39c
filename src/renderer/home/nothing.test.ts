import { describe, expect, it } from 'vitest'
import { type Here, openIn, readRefusal, whyNothing } from './nothing.ts'

const NOW = 1_793_606_400_000
const HOUR = 3_600_000

function here(some: Partial<Omit<Here, 'line'>> & { line?: Partial<Here['line']> } = {}): Here {
  const line = { fetching: false, connected: true, items: 0, contact: NOW - HOUR, ...some.line }
  return { paused: false, batches: 1, returned: 0, ...some, line }
}

describe('nothing to do is explained, with the one thing that helps most', () => {
  it.each<[string, Here, object]>([
    ['tasks are on their way', here({ line: { fetching: true } }), { why: 'fetching', act: 'work' }],
    ['something came back', here({ returned: 2 }), { why: 'returned', count: 2, act: 'mend' }],
    ['the sync is paused', here({ paused: true, line: { connected: false } }), { why: 'paused', act: 'sync' }],
    [
      'all is done and has not gone out',
      here({ line: { connected: false, items: 7 } }),
      { why: 'unsent', count: 7, act: 'reach' }
    ],
    [
      'the hub had nothing in my languages',
      here({ refusal: { at: NOW - HOUR, langs: ['eu'] } }),
      { why: 'no-work', langs: ['eu'], at: NOW - HOUR, act: 'other' }
    ],
    [
      'no batch is here, and no link was since some time',
      here({ batches: 0, line: { connected: false } }),
      { why: 'no-link', since: NOW - HOUR, act: 'reach' }
    ],
    [
      'all is done and there, and no link is',
      here({ line: { connected: false } }),
      { why: 'done-no-link', since: NOW - HOUR, act: 'reach' }
    ],
    ['no batch is here, and the hub is', here({ batches: 0 }), { why: 'none', act: 'borrow' }],
    ['all is done, and the hub is there', here(), { why: 'done', act: 'borrow' }]
  ])('%s', (_, given, wanted) => expect(whyNothing(given, NOW)).toEqual(wanted))

  it('what was never fetched is on its way only from a hub that is there', () => {
    expect(whyNothing(here({ batches: 0, line: { fetching: true, connected: false } }), NOW).why).toBe('no-link')
  })

  it('what the hub had yesterday says nothing, nor does what it has by a clock of tomorrow', () => {
    for (const at of [NOW - 25 * HOUR, NOW + 25 * HOUR])
      expect(whyNothing(here({ refusal: { at, langs: [] } }), NOW).why).toBe('done')
  })
})

it('what is free in the languages that somebody wished for is counted, narrower and wider ones too', () => {
  const lang = (tag: string, ...open: [number, number, number]) => ({ lang: tag, open, week: open, all: open })
  const told = { langs: [lang('pt-BR', 1, 2, 3), lang('sw', 0, 12, 0), lang('es', 9, 9, 9)] }
  expect([['pt'], ['sw', 'pt'], ['eu'], []].map((langs) => openIn(told, langs))).toEqual([6, 18, 0, 45])
})

it('a refusal is read as it was kept, and whatever else is none', () => {
  const refusal = { at: NOW, langs: ['eu'] }
  expect(readRefusal(JSON.stringify(refusal))).toEqual(refusal)
  for (const kept of [undefined, '', 'x', '{"at":1}', '[]']) expect(readRefusal(kept)).toBeUndefined()
})
