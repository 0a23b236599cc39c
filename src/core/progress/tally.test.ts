import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { checkFact, type Known, type KnownFact } from '../fact/check.ts'
import { type Content, makeFact } from '../fact/fact.ts'
import type { People } from '../people.ts'
import { countsFor, goalsInForce } from './goals.ts'
import { listedName } from './listing.ts'
import { type KeptTask, POINTS, tallying } from './tally.ts'

const DAY = 86_400
const NOW = 21_000 * DAY + 3600
const ORGANIZER = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

const known = (device: string, content: Content) => checkFact(makeFact(device, content)) as KnownFact
const member = { contributor: 'x', consented: true } as const
const people: People = new Map([
  [ORGANIZER, { ...member, role: 'organizer' }],
  [OTHER, { ...member, role: 'contributor' }]
])

describe('[PG5] a list names', () => {
  const grant = (name: string | undefined, at: number) =>
    known(ORGANIZER, {
      ...{ kind: 'grant', v: 1, device: OTHER, role: 'contributor', contributor: 'x', at },
      ...(name !== undefined && { name })
    })
  const listing = (shown: boolean, saved: number) => known(OTHER, { kind: 'listing', v: 1, shown, saved })

  it('whoever was let in with a name, by the last one', () => {
    expect(listedName([grant('Ada', 2), grant('Ada L.', 3), grant(undefined, 4)])).toBe('Ada L.')
  })

  it('nobody who gave none', () => {
    expect(listedName([grant(undefined, 1), grant('  ', 2)])).toBeUndefined()
    expect(listedName([])).toBeUndefined()
  })

  it('nobody who opted out, until they say otherwise; at the same second the wish not to be listed holds', () => {
    expect(listedName([grant('Ada', 1), listing(false, 5)])).toBeUndefined()
    expect(listedName([listing(true, 6), grant('Ada', 1), listing(false, 5)])).toBe('Ada')
    expect(listedName([listing(false, 6), grant('Ada', 1), listing(true, 6)])).toBeUndefined()
  })
})

describe('[PG6] a goal of the project', () => {
  const goal = (device: string, fields: object) =>
    known(device, { kind: 'goal', v: 1, tasks: 100, from: 0, at: 1, ...fields } as Content) as Known<'goal'>

  it('is the last that an organizer set for that language; 0 takes it back', () => {
    const facts = [
      goal(ORGANIZER, { lang: 'sw', at: 1 }),
      goal(ORGANIZER, { lang: 'sw', tasks: 200, at: 2 }),
      goal(ORGANIZER, { lang: 'am', at: 1 }),
      goal(ORGANIZER, { lang: 'am', tasks: 0, at: 2 }),
      goal(ORGANIZER, { tasks: 1000, until: NOW }),
      goal(OTHER, { lang: 'sw', tasks: 5, at: 9 })
    ]
    for (const some of [facts, facts.toReversed()])
      expect(goalsInForce(some, people)).toEqual([
        { tasks: 1000, from: 0, until: NOW },
        { lang: 'sw', tasks: 200, from: 0 }
      ])
  })

  it('counts what was done in its time, in that language or a narrower one', () => {
    const pt = { lang: 'pt', tasks: 9, from: 10, until: 20 }
    expect([9, 10, 20, 21].map((at) => countsFor(pt, { lang: 'pt', at }))).toEqual([false, true, true, false])
    expect(['pt-BR', 'es'].map((lang) => countsFor(pt, { lang, at: 10 }))).toEqual([true, false])
    expect(countsFor({ ...pt, lang: 'pt-BR' }, { lang: 'pt', at: 10 })).toBe(false)
    expect(countsFor({ tasks: 9, from: 0 }, { lang: 'es', at: 10 })).toBe(true)
  })
})

describe('[PG7] points', () => {
  it('are the minutes that such a task is reckoned to take, whoever does it', () => {
    const tally = tallying(NOW, [])
    tally.add({ contributor: 'ada', kind: 'assistant_reply', lang: 'sw', at: NOW })
    tally.add({ contributor: 'bo', kind: 'label_assistant_reply', lang: 'am', at: NOW })
    expect(tally.result().people).toEqual([
      { contributor: 'ada', points: POINTS.assistant_reply },
      { contributor: 'bo', points: POINTS.label_assistant_reply }
    ])
  })
})

describe('[PG8] a tally', () => {
  const task = (at: number, fields: Partial<KeptTask> = {}): KeptTask => ({
    ...{ contributor: 'ada', kind: 'assistant_reply', lang: 'sw', at },
    ...fields
  })

  it('counts the day on which work was done: what came late is not of this week', () => {
    const tally = tallying(NOW, [{ lang: 'sw', tasks: 3, from: 20_990 * DAY }])
    for (const day of [20_980, 20_993, 20_994, 21_000]) tally.add(task(day * DAY))
    tally.add(task(NOW, { kind: 'label_initial_prompt', lang: 'am', contributor: 'bo' }))
    tally.add(task(NOW, { kind: 'rank_assistant_replies', lang: 'am', contributor: 'bo' }))
    const { week, all, workers, langs, goals } = tally.result()
    expect({ week, all, workers }).toEqual({ week: [2, 1, 1], all: [4, 1, 1], workers: 2 })
    expect(langs).toEqual([
      { lang: 'sw', week: [2, 0, 0], all: [4, 0, 0] },
      { lang: 'am', week: [0, 1, 1], all: [0, 1, 1] }
    ])
    expect(goals).toEqual([{ lang: 'sw', tasks: 3, from: 20_990 * DAY, done: 3 }])
  })

  it.each([1, 2, 3])('is the same in any order, seed %i', (seed) => {
    const chance = new Chance(seed)
    const kinds = ['assistant_reply', 'initial_prompt', 'label_initial_prompt', 'rank_prompter_replies'] as const
    const tasks = Array.from({ length: 60 }, () =>
      task(NOW - chance.below(20) * DAY, {
        ...{ contributor: `c${chance.below(5)}`, lang: `l${chance.below(4)}` },
        kind: kinds[chance.below(kinds.length)] ?? 'initial_prompt'
      })
    )
    const tallied = (some: readonly KeptTask[]) => {
      const tally = tallying(NOW, [{ tasks: 50, from: 0 }])
      for (const each of some) tally.add(each)
      return tally.result()
    }
    expect(tallied(chance.shuffled(tasks))).toEqual(tallied(tasks))
  })
})
