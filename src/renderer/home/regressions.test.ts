import { expect, it } from 'vitest'
import { openIn, whyNothing } from './nothing.ts'

// Titles are lines of docs/regressions.md.

const NOW = 1_793_606_400_000

it('small languages see why there are no tasks: what the hub said of theirs, what is free there, and what to do', () => {
  const line = { fetching: false, connected: true, items: 0, contact: NOW }
  const refusal = { at: NOW - 60_000, langs: ['eu'] }
  const nothing = whyNothing({ line, paused: false, batches: 0, returned: 0, refusal }, NOW)
  expect(nothing).toEqual({ why: 'no-work', act: 'other', ...refusal })
  const counted = { week: [0, 0, 0], all: [0, 0, 0] } as const
  const told = {
    langs: [
      { lang: 'eu', ...counted, open: [0, 12, 0] as const },
      { lang: 'es', ...counted, open: [99, 99, 99] as const }
    ]
  }
  expect(openIn(told, ['eu'])).toBe(12)
})
