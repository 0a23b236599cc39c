import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree } from '../examples/trees.ts'
import { OPEN_ASSISTANT, type Rules } from '../rules.ts'
import type { TreeView } from '../tree/view.ts'
import { declineOf } from './arrival.ts'
import { restedSince, takePlaces } from './backlog.ts'
import { availability, request } from './calls.ts'
import { drawsFrom } from './draws.ts'
import type { Handed, Situation } from './situation.ts'

function situation(trees: readonly TreeView[], rules: Partial<Rules> = {}, more: Partial<Situation> = {}): Situation {
  const account = { enabled: true, reply_ranked_1: 0 }
  return { trees, handed: [], rules: { ...OPEN_ASSISTANT, ...rules }, now: 1000, accounts: () => account, ...more }
}

const draws = (seed = 1) => {
  const chance = new Chance(seed)
  return drawsFrom(() => chance.next())
}
const story = () => new Story(OPEN_ASSISTANT)

describe('the calls of Open-Assistant', () => {
  it('[OA5] a tree drawn by a call is not yet what the call counts', () => {
    const waiting = story()
    acceptedPrompt(waiting)
    const before = availability(situation([waiting.view()]), 'zoe', 'en', draws())
    expect(before).toMatchObject({ counts: { initial_prompt: 110, random: 110 }, signed: [{ kind: 'lottery' }] })
    waiting.decide('lottery', { tree: waiting.tree, seed: 1 })
    const then = availability(situation([waiting.view()]), 'zoe', 'en', draws())
    expect(then).toEqual({ counts: { initial_prompt: 109, assistant_reply: 1, random: 110 }, signed: [] })
  })

  it('[OA5] the same situation and the same chance give the same answer, and change nothing', () => {
    const grown = story()
    grownTree(grown)
    const given = situation([grown.view()])
    expect(request(given, 'zoe', 'random', 'en', draws(7))).toEqual(request(given, 'zoe', 'random', 'en', draws(7)))
  })

  it('[OA5] hands out no more than eight tasks in five minutes', () => {
    const growing = story()
    const root = growingTree(growing)
    const task: Handed = { to: 'zoe', kind: 'label_prompter_reply', target: root, at: 800, done: false }
    const ask = (handed: readonly Handed[]) =>
      request(situation([growing.view()], {}, { handed }), 'zoe', 'assistant_reply', 'en', draws())
    const seven = new Array<Handed>(7).fill(task)
    expect(ask(seven)).toHaveProperty('task')
    expect(ask([...seven, task])).toMatchObject({ refused: 'too-many-pending' })
    expect(ask([...seven, { ...task, done: true }])).toHaveProperty('task')
    expect(ask([...seven, { ...task, at: 700 }])).toHaveProperty('task')
  })

  it('[OA5] a disabled account gets nothing, and what it hands in is declined', () => {
    const growing = story()
    growingTree(growing)
    const given = situation([growing.view()], {}, { accounts: () => ({ enabled: false, reply_ranked_1: 0 }) })
    expect(availability(given, 'zoe', 'en', draws())).toEqual({ refused: 'user-disabled', signed: [] })
    expect(request(given, 'zoe', 'random', 'en', draws())).toEqual({ refused: 'user-disabled', signed: [] })
    expect(declineOf(given.trees, given.accounts('zoe'), 'zoe', 'text', 0)).toBe('user-disabled')
  })

  it('[OA5] the same text within two hours is declined, from the same person', () => {
    const growing = story()
    const root = growingTree(growing)
    const { at = 0 } = growing.message(root)
    const { text } = growing.message(root)
    const decline = (name: string, now: number) =>
      declineOf([growing.view()], { enabled: true, reply_ranked_1: 0 }, name, ` ${text}\n`, now)
    expect([decline('ada', at + 7199), decline('ada', at + 7200), decline('bo', at)]).toEqual([
      'same-text-again',
      undefined,
      undefined
    ])
  })

  it('[OA5] for an active tree that came to rest one of the backlog is ranked', () => {
    const backlog = story()
    backlog.importTree('T', 'backlog')
    backlog.importMessage('T', undefined, { role: 'prompter' })
    for (const id of ['A', 'B']) backlog.importMessage(id, 'T', { role: 'assistant' })
    const waiting = story()
    const root = acceptedPrompt(waiting)
    const before = waiting.view()
    const rested = restedSince(undefined, before)
    expect(rested).toEqual(['en'])
    waiting.decide('halt', { tree: root })
    expect(restedSince(before, waiting.view())).toEqual([])
    const certain = { ...OPEN_ASSISTANT, p_activate_backlog_tree: 1 }
    const places = takePlaces([backlog.view(), before], rested, certain, draws())
    expect(places).toMatchObject([{ kind: 'activate', tree: 'T' }])
    backlog.decide('activate', { tree: 'T', seed: 1 })
    expect(backlog.view()).toMatchObject({ state: 'ranking', goal: 0, row: { active: true } })
    expect(takePlaces([backlog.view(), before], rested, certain, draws())).toEqual([])
  })

  it('[OA5] choices are drawn by their weights', () => {
    const weights = [10, 5, 2, 0, 5, 0.01]
    const counts = weights.map(() => 0)
    const drawn = draws(3)
    for (let i = 0; i < 20_000; i++) {
      const chosen = drawn.choose(weights)
      counts[chosen] = (counts[chosen] ?? 0) + 1
    }
    for (const [i, weight] of weights.entries()) {
      const p = weight / 22.01
      const sigma = Math.sqrt(20_000 * p * (1 - p))
      expect(Math.abs((counts[i] ?? 0) - 20_000 * p), `weight ${weight}`).toBeLessThanOrEqual(4.5 * sigma)
    }
  })
})
