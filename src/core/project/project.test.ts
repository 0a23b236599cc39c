import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { RandomStory } from '../examples/random-story.ts'
import type { Story } from '../examples/story.ts'
import { keyOf } from '../examples/story.ts'
import type { Fact } from '../fact/fact.ts'
import { makeFact } from '../fact/fact.ts'
import { projectOf } from './project.ts'

/** All facts of a story, in the order told; lendings are facts of the hub. */
function factsOf(story: Story): Fact[] {
  const lendings = [...story.lendings.values()].map((lending) => makeFact(keyOf('hub'), { ...lending }))
  return [...story.persons, ...lendings, ...story.facts]
}

describe('a project in memory', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[PJ1] derives a tree as it is derived from all of its facts, in any order; seed %i',
    (seed) => {
      const { story } = new RandomStory(seed).live(80)
      const chance = new Chance(seed)
      const project = projectOf([], story.rules)
      for (const fact of chance.shuffled(factsOf(story))) {
        project.add(fact)
        if (chance.happens(0.1)) project.view(story.tree)
      }
      // Facts that name no tree, malformed ones for example, are no part of this one.
      const { messages, state, room, needs } = story.view()
      expect(project.view(story.tree)).toMatchObject({ messages, state, room, needs })
    }
  )
})
