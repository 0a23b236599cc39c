import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { RandomStory } from '../examples/random-story.ts'
import { keyOf, Story } from '../examples/story.ts'
import { type Fact, makeFact } from '../fact/fact.ts'
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

  it('[PJ1] an import by someone who may not yet import waits until they may', () => {
    const story = new Story()
    const late = makeFact(keyOf('organizer'), {
      kind: 'grant',
      v: 1,
      device: keyOf('late'),
      role: 'moderator',
      contributor: 'late',
      at: story.tick()
    })
    const importing = [
      { kind: 'import_tree', v: 1, tree: 'T', as: 'as-is', fields: {}, at: 1 },
      { kind: 'import_message', v: 1, tree: 'T', message: 'T', place: 0, text: 'Hello.', fields: { role: 'prompter' } }
    ].map((content) => makeFact(keyOf('late'), content))
    const project = projectOf([...story.persons, ...importing], story.rules)
    expect(project.view('T')).toBeUndefined()
    expect(project.add(late)).toEqual(['T'])
    expect(project.view('T')?.messages).toHaveLength(1)
    expect(importing.map(({ id }) => project.outcome(id))).toEqual([{ is: 'merged' }, { is: 'merged' }])
  })

  it('[PJ1] a lending by someone who may not yet lend waits until they may', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const lending = makeFact(keyOf('late'), {
      ...{
        kind: 'lending',
        v: 1,
        device: keyOf('bo'),
        lang: 'en',
        at: 1,
        until: 2,
        nonce: new Uint8Array(4),
        random: 1
      },
      ...{ shown: [root], tasks: [{ kind: 'label_initial_prompt', target: 0, thread: [0] }] }
    })
    const answer = makeFact(keyOf('bo'), {
      ...{ kind: 'label_initial_prompt', v: 1, task: [lending.id, 0], labels: { spam: 0 }, saved: 2, took: 1 }
    })
    const project = projectOf([...factsOf(story), lending, answer], story.rules)
    const before = project.outcome(answer.id)
    project.add(
      makeFact(keyOf('organizer'), {
        ...{ kind: 'grant', v: 1, device: keyOf('late'), role: 'moderator', contributor: 'late', at: story.tick() }
      })
    )
    expect([before, project.outcome(answer.id)]).toEqual([undefined, { is: 'merged' }])
  })

  it.each([1, 2, 3, 4])('[PJ1] who claims a message of others takes nothing from its tree; seed %i', (seed) => {
    const story = new Story()
    story.importTree('T', 'as-is')
    story.importMessage('T', undefined, { role: 'prompter' })
    story.importMessage('M', 'T', { role: 'assistant' })
    story.decide('delete', { message: 'M' })
    const claim = { kind: 'import_message', v: 1, tree: 'S', message: 'M', place: 0, text: 'Mine.', fields: {} }
    const facts = new Chance(seed).shuffled([...factsOf(story), makeFact(keyOf('stranger'), claim)])
    const project = projectOf(facts, story.rules)
    expect(project.view('T')?.messages.map(({ id, deleted }) => [id, deleted])).toEqual([
      ['T', false],
      ['M', true]
    ])
    expect(project.view('S')).toBeUndefined()
  })

  it('[PJ1] says what became of a fact, and of malformed ones too', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const [own, other] = [story.review('ada', root), story.review('bo', root)]
    const broken = makeFact(keyOf('bo'), { kind: 'label', v: 1, message: root, labels: { joy: 1 }, saved: 1 })
    const project = projectOf([...factsOf(story), broken], story.rules)
    expect([own, other, broken].map(({ id }) => project.outcome(id))).toEqual([
      { is: 'returned', rule: 'own-work' },
      { is: 'merged' },
      { is: 'returned', rule: 'malformed' }
    ])
    expect(project.outcome(story.persons[0]?.id ?? '')).toBeUndefined()
  })

  it('[PJ1] rules that an organizer changed hold for all trees', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const project = projectOf(factsOf(story), story.rules)
    expect(project.view(root)?.goal).toBe(12)
    const parameters = { goal_tree_size: 20 }
    const change = makeFact(keyOf('organizer'), { kind: 'rules', v: 1, parameters, at: story.tick() })
    expect(project.add(change)).toEqual([root])
    expect([project.view(root)?.goal, project.rulesNow.goal_tree_size]).toEqual([20, 20])
    expect(project.rulesNow).toBe(project.rulesNow)
  })
})
