import { describe, expect, it } from 'vitest'
import { rulesInForce } from './changed-rules.ts'
import { Chance } from './examples/chance.ts'
import { keyOf, known, Story } from './examples/story.ts'
import { checkFact, type Known } from './fact/check.ts'
import { type Content, makeFact } from './fact/fact.ts'
import { UNDERSTORY } from './rules.ts'

const change = (name: string, parameters: Record<string, unknown>, at = 1) =>
  known(makeFact(keyOf(name), { kind: 'rules', v: 1, parameters, at })) as Known<'rules'>

describe('changed rules', () => {
  const { people } = new Story()

  it('[RU1] of an organizer’s changes to one parameter the last holds, in whatever order they come', () => {
    const changes = [
      change('organizer', { goal_tree_size: 20, max_rankings: 7 }, 5),
      change('organizer', { goal_tree_size: 15 }, 9),
      change('organizer', { goal_tree_size: 3, max_tree_depth: 4 }, 2)
    ]
    const chance = new Chance(1)
    for (let i = 0; i < 6; i++)
      expect(rulesInForce(UNDERSTORY, chance.shuffled([...changes, ...changes]), people)).toEqual({
        ...UNDERSTORY,
        goal_tree_size: 15,
        max_rankings: 7,
        max_tree_depth: 4
      })
  })

  it('[RU1] what others sign, and parameters that nobody knows yet, change nothing', () => {
    const others = ['hub', 'moderator', 'nobody'].map((name) => change(name, { goal_tree_size: 20 }))
    expect(rulesInForce(UNDERSTORY, others, people)).toBe(UNDERSTORY)
    expect(rulesInForce(UNDERSTORY, [change('organizer', { of_later: [1] })], people)).toEqual(UNDERSTORY)
  })

  it.each([
    ['goal_tree_size', -1],
    ['goal_tree_size', 1.5],
    ['goal_tree_size', '12'],
    ['acceptance_threshold_reply', 2],
    ['flag_threshold', Number.NaN],
    ['auto_mod_enabled', 1],
    ['consensus', 'borda'],
    ['profile', 'open-assistant'],
    ['version', 9]
  ])('[RU1] [FA2] %s cannot be %j', (name, value) => {
    const content: Content = { kind: 'rules', v: 1, parameters: { max_tree_depth: 2, [name]: value }, at: 1 }
    expect(checkFact(makeFact(keyOf('organizer'), content))).toMatchObject({ field: `parameters.${name}` })
  })
})
