import { describe, expect, it } from 'vitest'
import {
  exported,
  fourReplies,
  GOOD,
  Project,
  rankedTree,
  roundTrip,
  tiedTree,
  viewsOf,
  workedTree
} from './conformance.ts'

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
    'ready, with replies that tie': () => fourReplies({ order: [[0, 1, 2, 3]], good: 2 }),
    'ready, with partial ballots': () => fourReplies({ order: [3, 1], good: 1 }, { order: [[0, 2], 3] }),
    'ready, with reactions, reports and reviews that could not tell': () => {
      const { project, prompt, first } = rankedTree()
      project.say('fay', { kind: 'emoji', message: first, emoji: '+1' })
      project.say('gus', { kind: 'label', message: prompt, labels: { humor: 0.25 } })
      project.say('hal', { kind: 'report', message: first, text: 'Rude', salt: new Uint8Array(16) })
      return project
    },
    'with a message that flags hold back': () => {
      const project = new Project()
      const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'Call me' })
      project.work('ben', 'label_initial_prompt', prompt, { labels: { spam: 0, pii: 1 }, unsure: ['humor'] })
      return project
    },
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

  it('[XP10] [XP7] what flags hold back is held back by who imports it too', () => {
    const [line = ''] = exported([states['with a message that flags hold back']().view()], { all: true })
    expect(JSON.parse(line).prompt).toMatchObject({ flagged: ['pii'], text: 'Call me' })
    expect(exported(viewsOf(line), { state: 'all', includeSpam: true })).toEqual([])
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
