import { describe, expect, it } from 'vitest'
import { keyOf, known, Story } from '../examples/story.ts'
import { growingTree } from '../examples/trees.ts'
import type { Fact } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { belongsTo, type Lending, taskAt } from './task.ts'

describe('tasks', () => {
  const lending = {
    kind: 'lending',
    v: 1,
    device: keyOf('ada'),
    until: 1,
    at: 1,
    nonce: new Uint8Array(8),
    lang: 'de',
    shown: ['m', 'v', 'w'],
    tasks: [
      { kind: 'rank_assistant_replies', target: 0, candidates: [2, 1] },
      { kind: 'initial_prompt' },
      { kind: 'assistant_reply' },
      { kind: 'label_prompter_reply', target: 3 },
      { kind: 'rank_assistant_replies', target: 0, candidates: [1, 9] }
    ]
  } as const satisfies Lending

  it('[TR1] a task names what was shown, in the order shown', () => {
    const borrower = keyOf('ada')
    expect(taskAt(lending, 0)).toEqual({
      kind: 'rank_assistant_replies',
      lang: 'de',
      borrower,
      target: 'm',
      candidates: ['w', 'v']
    })
    expect(taskAt(lending, 1)).toEqual({ kind: 'initial_prompt', lang: 'de', borrower, candidates: [] })
  })

  it.each([
    ['of no such place', 5],
    ['that answers nothing', 2],
    ['about what was not shown', 3],
    ['that ranks what was not shown', 4]
  ])('[TR1] there is no task %s', (_, index) => {
    expect(taskAt(lending, index)).toBeUndefined()
  })
})

describe('the tree of a fact', () => {
  const story = new Story()
  const root = growingTree(story)
  const reply = story.reply('bo', root, 'assistant_reply')
  story.judge(reply)
  const piece = story.add('bo', { kind: 'piece', v: 1, text: 'x' })
  const pieceless = story.skip('cy', 'initial_prompt', root)
  const treeOf = (id: string) => ([root, reply].includes(id) ? root : undefined)
  const of = (fact: Fact, lendings: ReadonlyMap<string, Lending> = story.lendings, known_ = treeOf) =>
    belongsTo(known(fact), lendings, known_)

  it('[TR1] a prompt makes its own tree; answers go to the tree of what they answer', () => {
    const found = story.facts.filter((fact) => fact !== piece).map((fact) => of(fact))
    expect(found).toEqual(found.map(() => ({ trees: [root], waitsFor: [] })))
    expect(of(story.decide('halt', { tree: 'T' }))).toEqual({ trees: ['T'], waitsFor: [] })
    expect(of(pieceless).trees).toEqual([root])
  })

  it('[TR1] pieces and facts about persons are of no tree', () => {
    for (const fact of [piece, ...story.persons]) expect(of(fact)).toEqual({ trees: [], waitsFor: [] })
  })

  it('[TR1] what cannot be told yet says which ids it waits for', () => {
    const fact = story.facts.find(({ id }) => uuidOf(id) === reply) as Fact
    const [lending] = fact.content.task as [string, number]
    expect(of(fact, new Map())).toEqual({ trees: [], waitsFor: [lending] })
    expect(of(fact, story.lendings, () => undefined)).toEqual({ trees: [], waitsFor: [root] })
    expect(of(story.decide('delete', { message: 'M' }))).toEqual({ trees: [], waitsFor: ['M'] })
    const decline = story.decide('decline', { fact: fact.id, rule: 'off-topic' })
    expect(of(decline)).toEqual({ trees: [], waitsFor: [fact.id] })
  })

  it('[TR1] an erasure of several texts goes to the tree of each, once', () => {
    const ids = ['x', 'y', 'z'].map((name) => story.add('bo', { kind: 'piece', v: 1, text: name }).id)
    const trees = new Map(ids.map((id, i) => [id, i === 2 ? undefined : 'T']))
    const erase = story.decide('erase', { facts: ids })
    expect(of(erase, story.lendings, (id) => trees.get(id))).toEqual({ trees: ['T'], waitsFor: [ids[2]] })
  })
})
