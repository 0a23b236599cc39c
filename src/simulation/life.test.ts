import { describe, expect, it, vi } from 'vitest'
import { exportTrees } from '../core/dataset/export.ts'
import { shuffled } from '../core/dispatch/shuffle.ts'
import type { Fact } from '../core/fact/fact.ts'
import { uuidOf } from '../core/hash.ts'
import { memberOf } from '../core/people.ts'
import { Project } from '../core/project/project.ts'
import { OPEN_ASSISTANT, PROFILES, type Rules, UNDERSTORY } from '../core/rules.ts'
import type { TreeView } from '../core/tree/view.ts'
import { chanceOf } from './chance.ts'
import { storyOf, tallyOf } from './figures.ts'
import { type Life, live } from './life.ts'
import { type PeopleModel, readModel } from './people-model.ts'
import { peopleOf } from './person.ts'
import { presenceOf } from './presence.ts'

// A life is seconds of work on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

/** All that goes wrong at once: wrong clocks, two hubs, late and double work, much carelessness. */
const TROUBLE = readModel({
  languages: { en: 1 },
  careless: 0.2,
  clocks: { wrong: 0.5, hours: 100_000 },
  second_device: 0.6,
  twice: 0.1,
  presence: { day: 0.7, offline: 0.6, days_offline: 1.5, late: 0.2, days_late: 3 },
  workshop: { share: 0.4, exchange_days: 1.5 }
})
/** Trees that are finished within a few days of few people. */
const SMALL = { goal_tree_size: 4, max_active_trees: 2, max_initial_prompt_review: 4, max_prompt_lottery_waiting: 4 }

function small(rules: Rules, seed: number, model: PeopleModel = TROUBLE): Life {
  return live({ rules: { ...rules, ...SMALL }, model, volunteers: 10, days: 4, seed })
}

const bytesOf = (views: readonly TreeView[]) => [
  ...exportTrees(views, { all: true }),
  ...views.map((view) => JSON.stringify({ ...view, outcomes: [...view.outcomes].sort() }))
]

function derived(facts: readonly Fact[], rules: Rules): string[] {
  const project = new Project(rules)
  for (const fact of facts) project.add(fact)
  const trees = project.trees().sort()
  return bytesOf(trees.flatMap((tree) => project.view(tree) ?? []))
}

describe.each(Object.entries(PROFILES))('under %s', (_, rules) => {
  it.each([1, 2, 3, 4, 5])(
    '[I1] the same facts in any order, twice or in parts give the same trees; seed %i',
    (seed) => {
      const { hub } = small(rules, seed)
      const facts = [...hub.facts.values()]
      const chance = chanceOf(seed, 'order')
      const mixed = shuffled([...facts, ...facts.slice(0, 100)], chance.next)
      const byId = [...hub.trees.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      expect(byId.length).toBeGreaterThan(3)
      expect(derived(mixed, hub.rules)).toEqual(bytesOf(byId))
    }
  )

  it('[I3] every message and judgement is as its author made it, whoever brought it', () => {
    const { hub } = small(rules, 6)
    for (const { messages } of hub.trees.values())
      for (const { fact, text, contributor, reviews, ballots } of messages) {
        const made = hub.facts.get(fact) as Fact
        expect(text).toBe(made.content.text)
        expect(contributor).toBe(memberOf(hub.project.people, made.device).contributor)
        for (const review of reviews) {
          const { device, content } = hub.facts.get(review.fact) as Fact
          expect(review.contributor).toBe(memberOf(hub.project.people, device).contributor)
          expect(review.labels).toEqual(content.labels)
        }
        for (const ballot of ballots)
          expect(ballot.contributor).toBe(
            memberOf(hub.project.people, hub.facts.get(ballot.fact)?.device ?? '').contributor
          )
      }
  })
})

it.each([1, 2, 3, 4, 5])('[I4] [I5] whatever goes wrong, all that anyone finished has a place; seed %i', (seed) => {
  const life = small(UNDERSTORY, seed)
  const { acts } = storyOf(life)
  expect(acts.length).toBeGreaterThan(40)
  expect(acts.filter(({ outcome }) => !/^(merged|spare |returned )/.test(outcome))).toEqual([])
  const handedIn = new Set(life.acts.map(({ fact }) => uuidOf(fact.id)))
  expect(handedIn.size).toBe(acts.length)
})

it('no rule sees what is true: other truths that no fact shows change no fact', () => {
  // People who do not look at what they judge show nothing of it.
  const blind = readModel({ careless: 1, languages: { en: 1 } })
  const some = small(UNDERSTORY, 3, { ...blind, junk: { careful: 0, careless: 0 } })
  const others = small(UNDERSTORY, 3, { ...blind, junk: { careful: 1, careless: 1 } })
  expect([...others.truths.values()].every(({ junk }) => junk)).toBe(true)
  expect([...some.truths.values()].some(({ junk }) => junk)).toBe(false)
  expect([...others.hub.facts.keys()]).toEqual([...some.hub.facts.keys()])
  expect(bytesOf([...others.hub.trees.values()])).toEqual(bytesOf([...some.hub.trees.values()]))
})

it('the same seed gives the same life, another one another', () => {
  const facts = (seed: number) => [...small(UNDERSTORY, seed).hub.facts.keys()]
  expect(facts(1)).toEqual(facts(1))
  expect(facts(1)).not.toEqual(facts(2))
})

it('profiles have the same people on the same days', () => {
  const who = (rules: Rules) => small(rules, 4).people.map(({ streams: _, ...traits }) => traits)
  expect(who(OPEN_ASSISTANT)).toEqual(who(UNDERSTORY))
  const [person] = peopleOf(TROUBLE, 1, 4)
  expect(person && presenceOf(person, TROUBLE, 9, 4)).toEqual(person && presenceOf(person, TROUBLE, 9, 4))
})

it('answers of Open-Assistant that come after two days are lost, and are counted', () => {
  const model = readModel({ languages: { en: 1 }, presence: { offline: 1, days_offline: 5 } })
  const { lost, acts } = tallyOf(storyOf(small(OPEN_ASSISTANT, 1, model)))
  expect(lost).toBeGreaterThan(0)
  expect(lost).toBeLessThan(acts)
})
