import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { OPEN_ASSISTANT } from '../rules.ts'
import { keyOfTask, type WaitingPrompt } from './offer.ts'
import { promptSets, promptsWanted, treesForWork } from './prompts.ts'

describe('first prompts', () => {
  const none = { growing: 0, inReview: 0, waiting: 0, beingWritten: 0 }
  it.each([
    [none, 110],
    [{ ...none, growing: 10 }, 100],
    [{ ...none, growing: 30, inReview: 40 }, 60],
    [{ ...none, growing: 10, inReview: 200 }, 0],
    [{ ...none, waiting: 200 }, 50],
    [{ ...none, waiting: 300 }, 0],
    [{ ...none, beingWritten: 30 }, 80],
    [{ ...none, beingWritten: 300 }, 0]
  ])(
    '[DI5] are wanted for missing trees and room in review, as far as the lottery has room: %o %i',
    (counts, wanted) => {
      expect(promptsWanted('en', counts, OPEN_ASSISTANT)).toBe(wanted)
    }
  )

  it('[DI5] [13.8] are refused, not only hidden, in a language closed to them and in its regions', () => {
    const rules = { ...OPEN_ASSISTANT, init_prompt_disabled_langs: 'de, PT' }
    const wanted = (lang: string) => promptsWanted(lang, none, rules)
    expect(['de', 'de-AT', 'pt-BR', 'en', 'p'].map(wanted)).toEqual([0, 0, 0, 110, 110])
  })
})

it('[DI9] grow besides while fewer than six tenths of the trees that may grow have work', () => {
  const drawn = (withWork: number, max_active_trees: number) =>
    treesForWork(withWork, { ...OPEN_ASSISTANT, max_active_trees })
  expect([drawn(0, 10), drawn(5, 10), drawn(6, 10), drawn(30, 10), drawn(0, 1), drawn(0, 0)]).toEqual([
    6, 1, 0, 0, 1, 0
  ])
})

describe('prompts to rank', () => {
  const waiting = Array.from(
    { length: 11 },
    (_, n): WaitingPrompt => ({
      tree: `t${n}`,
      version: `p${n}`,
      lang: n < 9 ? 'en' : 'sw',
      author: n === 0 ? 'ada' : 'bo'
    })
  )
  const sets = (holds: readonly string[], more: { contributor?: string; banned?: boolean; lang?: string } = {}) => {
    const { lang = 'en', ...who } = more
    const random = new Chance(1)
    const held = new Set(holds.map((target) => keyOfTask({ kind: 'rank_initial_prompts', target })))
    return promptSets(waiting, { contributor: 'ada', holds: held, ...who }, { lang, count: 5 }, () => random.next())
  }

  it('[DI6] come in sets of up to four of one language, never own ones', () => {
    expect(sets([]).map((set) => set.length)).toEqual([4, 4])
    expect(sets([]).flat()).not.toContain(waiting[0])
    expect(sets([], { lang: 'sw' }).map((set) => set.length)).toEqual([2])
    expect(sets([], { contributor: 'bo' })).toEqual([])
  })

  it('[DI6] come once to each person, and not to who is banned', () => {
    expect(sets(['p1', 'p2', 'p3']).map((set) => set.length)).toEqual([4])
    expect(sets(['p1', 'p2', 'p3', 'p4', 'p5']).map((set) => set.length)).toEqual([3])
    expect(sets([], { banned: true })).toEqual([])
  })
})
