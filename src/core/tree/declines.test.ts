import { beforeEach, describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import type { Fact } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'

let story: Story
let root: string
let reply: string
let fact: Fact
let decline: Fact

beforeEach(() => {
  story = new Story()
  root = story.prompt('ada')
  story.judge(root)
  story.decide('lottery', { tree: root, seed: 1 })
  reply = story.reply('bo', root, 'assistant_reply')
  fact = story.facts.find(({ id }) => uuidOf(id) === reply) as Fact
  decline = story.decide('decline', { fact: fact.id, rule: 'unclear', text: 'How thick?', passage: 'slices' })
})

const outcome = (of: Fact) => story.outcome(of)
const texts = () => story.view().messages.map(({ text }) => text)
const appeal = (name: string, of = fact) =>
  story.add(name, { kind: 'appeal', v: 1, fact: of.id, text: 'As thick as one likes.', saved: story.tick() })
const hears = (name: string, of: Fact, declines?: readonly string[]) =>
  story.add(name, {
    ...{ kind: 'hearing', v: 1, appeal: of.id, fact: fact.id, text: 'Right.', at: story.tick() },
    ...(declines && { declines })
  })
const changed = (name: string, message = reply) =>
  story.add(name, { kind: 'amend', v: 1, message, saw: message, text: 'Half a centimetre.', saved: story.tick() })

describe('an appeal', () => {
  it('[AP1] changes nothing by itself, and is its author’s alone', () => {
    const own = appeal('bo')
    expect([outcome(fact), outcome(own)]).toEqual(['returned unclear', 'merged'])
    expect(outcome(appeal('cy'))).toBe('returned not-yours')
  })

  it('[AP1] that is heard lifts the declines that the hearing names, and no others', () => {
    const again = story.decide('decline', { fact: fact.id, rule: 'copied' })
    const own = appeal('bo')
    hears('moderator', own)
    expect(texts()).toHaveLength(1)
    hears('moderator', own, [decline.id])
    expect(outcome(fact)).toBe('returned copied')
    const heard = hears('hub', own, [again.id])
    expect([outcome(heard), texts().length]).toEqual(['merged', 2])
    expect(outcome(fact)).not.toMatch(/returned/)
  })

  it('[AP1] is heard by those who may decide', () => {
    const heard = hears('cy', appeal('bo'), [decline.id])
    expect([outcome(heard), outcome(fact)]).toEqual(['returned not-allowed', 'returned unclear'])
  })

  it('[AP1] is kept where what it is about was the prompt itself, and its hearing brings the tree back', () => {
    const prompt = story.facts.find(({ id }) => uuidOf(id) === root) as Fact
    const no = story.decide('decline', { fact: prompt.id, rule: 'unclear' })
    expect(texts).toThrow()
    const own = appeal('ada', prompt)
    story.add('moderator', {
      kind: 'hearing',
      v: 1,
      appeal: own.id,
      fact: prompt.id,
      declines: [no.id],
      at: story.tick()
    })
    expect(texts().length).toBeGreaterThan(0)
  })
})

describe('a message that was changed after a decline', () => {
  it('[AP2] stands with its new words, while the version declined is returned', () => {
    const amend = changed('bo')
    expect([outcome(fact), outcome(amend)]).toEqual(['returned unclear', 'merged'])
    expect(texts()[1]).toBe('Half a centimetre.')
  })

  it('[AP2] stands no more once the new words are declined too, and again once these are changed', () => {
    const amend = changed('bo')
    story.decide('decline', { fact: amend.id, rule: 'unclear' })
    expect(texts()).toHaveLength(1)
    story.add('bo', { kind: 'amend', v: 1, message: reply, saw: uuidOf(amend.id), text: '5 mm.', saved: story.tick() })
    expect(texts()[1]).toBe('5 mm.')
  })

  it('[AP2] is not mended by others, nor by words of which a piece is missing', () => {
    changed('cy')
    const missing = 'a'.repeat(64)
    story.add('bo', {
      ...{ kind: 'amend', v: 1, message: reply, saw: reply, text: 'end', pieces: [missing], saved: story.tick() }
    })
    expect(texts()).toHaveLength(1)
  })

  it('[AP2] is not mended by what a finish does not count', () => {
    const late = new Story({ goal_tree_size: 2 })
    const prompt = late.prompt('ada')
    late.judge(prompt)
    late.decide('lottery', { tree: prompt, seed: 1 })
    const answer = late.reply('bo', prompt, 'assistant_reply')
    late.judge(answer)
    late.finish()
    const written = late.facts.find(({ id }) => uuidOf(id) === answer) as Fact
    late.decide('decline', { fact: written.id, rule: 'unclear' })
    const content = { message: answer, saw: answer, text: 'Too late.', saved: late.tick() }
    const amend = late.add('bo', { kind: 'amend', v: 1, ...content })
    expect([late.outcome(written), late.outcome(amend)]).toEqual(['returned unclear', 'spare after-finish'])
    expect(late.view().messages).toHaveLength(1)
  })
})
