import { describe, expect, it } from 'vitest'
import { exported, GOOD, Project, rankedTree, roundTrip, tiedTree, viewsOf, workedTree } from './conformance.ts'

describe('the same again', () => {
  const states = {
    'in prompt review': () => {
      const project = new Project()
      project.work('ann', 'initial_prompt', undefined, { text: 'Moss?' })
      return project
    },
    'growing, with a pending reply': () => {
      const project = new Project()
      const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'Moss?' })
      project.work('ben', 'label_initial_prompt', prompt, GOOD)
      project.decide('lottery', { tree: prompt, seed: 1 })
      project.work('ben', 'assistant_reply', prompt, { text: 'Pending' })
      project.skip('cat', 'assistant_reply', prompt)
      return project
    },
    'in ranking': () => workedTree().project,
    ready: () => rankedTree().project,
    'ready, with ballots that tie': tiedTree,
    'ready, with deletions and an erased text': () => {
      const { project, second } = rankedTree()
      project.decide('delete', { message: second })
      project.decide('erase', { facts: [project.facts.at(4)?.id] })
      return project
    },
    halted: () => {
      const { project, prompt } = rankedTree()
      project.decide('halt', { tree: prompt })
      return project
    }
  }
  it.each(Object.entries(states))('[XP7] an export of all of a tree %s comes back byte for byte', (_, make) => {
    const lines = exported([make().view()], { all: true })
    expect(lines).toHaveLength(1)
    expect(roundTrip(lines[0] ?? '')).toEqual(lines)
    const flat = exported([make().view()], { all: true, format: 'messages' })
    expect(roundTrip(flat.join('\n'), 'messages')).toEqual(flat)
  })

  it('[XP7] a growing tree goes on with its goal', () => {
    const [line] = exported([states['growing, with a pending reply']().view()], { all: true })
    expect(JSON.parse(line ?? '').goal_tree_size).toBe(3)
    expect(viewsOf(line ?? '')[0]).toMatchObject({ state: 'growing', goal: 3, room: 1 })
  })

  it('[XP1] trees come by the bytes of their ids, whatever order they are given in', () => {
    const lines = ['b', 'a', '\ud83d\ude00', '\ufffd'].map((id) =>
      JSON.stringify({ message_tree_id: id, prompt: { message_id: id, text: '', role: 'prompter' } })
    )
    const ids = (given: string[]) => roundTrip(given.join('\n')).map((line) => JSON.parse(line).message_tree_id)
    expect(ids(lines)).toEqual(['a', 'b', '\ufffd', '\ud83d\ude00'])
    expect(ids(lines.toReversed())).toEqual(ids(lines))
  })
})
