import { describe, expect, it } from 'vitest'
import { keyOf, Story } from '../examples/story.ts'
import { growingTree } from '../examples/trees.ts'
import { type Fact, makeFact } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'

const roles = (story: Story) => story.view().messages.map(({ role, depth }) => [role, depth])

describe('messages', () => {
  it('[MS1] messages come parents first, replies by recorded time', () => {
    const story = new Story()
    const root = growingTree(story)
    const late = story.reply('bo', root, 'assistant_reply', { at: 1_900_000_000 })
    const early = story.reply('cy', root, 'assistant_reply', { at: 1_800_000_000 })
    const below = story.reply('ada', late, 'prompter_reply', { at: 5 })
    expect(story.view().messages.map(({ id }) => id)).toEqual([root, early, late, below])
    expect(roles(story)).toEqual([
      ['prompter', 0],
      ['assistant', 1],
      ['assistant', 1],
      ['prompter', 2]
    ])
  })

  it('[MS1] a reply whose parent is still to come waits, and so does a tree whose prompt is', () => {
    const story = new Story()
    const root = growingTree(story)
    const answer = story.reply('bo', root, 'assistant_reply')
    const below = story.reply('ada', answer, 'prompter_reply')
    const factOf = (id: string) => story.facts.find((fact) => uuidOf(fact.id) === id) as Fact
    const view = story.view(story.facts.filter((fact) => fact !== factOf(answer)))
    expect(view.outcomes.get(factOf(below).id)).toBeUndefined()
    expect(view.messages).toHaveLength(1)
    expect(() => story.view(story.facts.filter((fact) => fact !== factOf(root)))).toThrow('no root')
  })

  it('[MS1] a reply in the role of the message that it answers is returned', () => {
    const story = new Story()
    const root = growingTree(story)
    const wrong = story.reply('bo', root, 'prompter_reply')
    expect(story.outcome(wrong)).toBe('returned wrong-role')
    expect(story.view().messages).toHaveLength(1)
  })

  it('[MS1] a reply to an amended version is a reply to the message', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.amend('ada', root, 'Better.')
    const reply = story.reply('bo', root, 'assistant_reply')
    expect(story.message(reply)).toMatchObject({ parent: root, depth: 1 })
  })

  it('[MS1] a long text is joined from its pieces in their order, and waits for each of them', () => {
    const story = new Story()
    const root = growingTree(story)
    const pieces = ['One ', 'two ', 'three '].map((text) => story.add('bo', { kind: 'piece', v: 1, text }))
    const ids = pieces.map(({ id }) => id)
    const long = story.reply('bo', root, 'assistant_reply', { text: 'four.', pieces: ids })
    expect(story.message(long).text).toBe('One two three four.')
    const fact = story.facts.find(({ id }) => uuidOf(id) === long) as Fact
    for (const piece of pieces) {
      const view = story.view(story.facts.filter((each) => each !== piece))
      expect([view.messages.length, view.outcomes.get(fact.id)]).toEqual([1, undefined])
    }
  })

  it('[MS1] of a message imported twice the smaller id holds, and the other is spare', () => {
    const story = new Story()
    story.importTree('R', 'as-is')
    const twice = [1, 2].map((n) => story.importMessage('R', undefined, { role: 'prompter', n }))
    const [less, more] = twice.toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Fact, Fact]
    expect([story.outcome(less), story.outcome(more)]).toEqual(['merged', 'spare known-already'])
    expect(story.message('R').fact).toBe(less.id)
    const trees = [story.facts[0] as Fact, story.importTree('R', 'growing')].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(trees.map((fact) => story.outcome(fact))).toEqual(['merged', 'spare known-already'])
  })

  it('[MS1] an imported message whose parent is not there waits, and a circle of parents never hangs together', () => {
    const story = new Story()
    story.importTree('R', 'as-is')
    story.importMessage('R', 'B', { role: 'prompter' })
    const astray = [
      story.importMessage('X', 'nowhere', { role: 'assistant' }),
      story.importMessage('Y', 'Z', { role: 'assistant' }),
      story.importMessage('Z', 'Y', { role: 'prompter' })
    ]
    story.importMessage('A', 'R', { role: 'assistant' })
    story.importMessage('B', 'A', { role: 'prompter' })
    const view = story.view()
    expect(view.messages.map(({ id, parent }) => [id, parent])).toEqual([
      ['R', undefined],
      ['A', 'R'],
      ['B', 'A']
    ])
    expect(astray.map((fact) => view.outcomes.get(fact.id))).toEqual([undefined, undefined, undefined])
    story.decide('delete', { message: 'A' })
    expect(story.view().messages.map(({ deleted }) => deleted)).toEqual([false, true, true])
  })
})

describe('amendments', () => {
  it('[MS1] the author and whoever may decide amend a message; of two that saw the same the later holds', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const first = story.amend('ada', root, 'First.', { saw: root, at: 100 })
    const second = story.amend('moderator', root, 'Second.', { saw: root, at: 99 })
    expect(story.message(root)).toMatchObject({ text: 'First.', version: uuidOf(first.id) })
    // An amendment that saw another follows it, whatever the clocks say.
    const third = story.amend('ada', root, 'Third.', { saw: uuidOf(first.id), at: 1 })
    expect(story.message(root).version).toBe(uuidOf(second.id))
    story.amend('ada', root, 'Last.', { saw: uuidOf(second.id), at: 2 })
    expect(story.message(root).text).toBe('Last.')
    expect(story.outcome(third)).toBe('merged')
  })

  it('[MS1] an amendment by anyone else is returned, and one of a message that is not there waits', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.grant('bo', 'contributor')
    const foreign = story.amend('bo', root, 'Mine now.')
    const early = story.amend('ada', 'nowhere', 'Better.')
    expect([story.outcome(foreign), story.outcome(early)]).toEqual(['returned not-yours', undefined])
    expect(story.message(root)).toMatchObject({ version: root, text: 'Text 0 of ada.' })
  })
})

describe('erasure', () => {
  function told() {
    const story = new Story()
    const root = growingTree(story)
    const id = story.reply('bo', root, 'assistant_reply')
    const fact = story.facts.find((each) => uuidOf(each.id) === id) as Fact
    const erase = (name: string) => story.add(name, { kind: 'erase', v: 1, facts: [fact.id], at: 1 })
    return { story, root, id, fact, erase }
  }

  it.each(['bo', 'moderator', 'organizer', 'hub'])('[ER1] %s erases the text of bo; the message stays', (name) => {
    const { story, id, erase } = told()
    const erasure = erase(name)
    expect(story.message(id)).toMatchObject({ text: null, version: id })
    expect(story.outcome(erasure)).toBe('merged')
    expect(story.outcome(id)).toBe('merged')
  })

  it('[ER1] another device of the author erases it too', () => {
    const { story, id, erase } = told()
    story.grant('bo phone', 'contributor', { contributor: 'bo' })
    erase('bo phone')
    expect(story.message(id).text).toBeNull()
  })

  it('[ER1] a stranger erases nothing, and the erasure is returned', () => {
    const { story, id, erase } = told()
    story.grant('cy', 'contributor')
    expect(story.outcome(erase('cy'))).toBe('returned not-yours')
    expect(story.message(id).text).not.toBeNull()
    const unknown = story.add('cy', {
      kind: 'erase',
      v: 1,
      facts: [makeFact(keyOf('cy'), { kind: 'x', v: 1 }).id],
      at: 1
    })
    expect(story.outcome(unknown)).toBeUndefined()
  })

  it('[ER1] with one piece erased the text is gone, and what is under it stays', () => {
    const story = new Story()
    const root = growingTree(story)
    const piece = story.add('bo', { kind: 'piece', v: 1, text: 'One ' })
    const long = story.reply('bo', root, 'assistant_reply', { text: 'two.', pieces: [piece.id] })
    story.judge(long)
    const below = story.reply('ada', long, 'prompter_reply')
    story.decide('erase', { facts: [piece.id] })
    expect(story.message(long)).toMatchObject({ text: null, accepted: true })
    expect(story.outcome(below)).toBe('merged')
  })

  it('[ER1] an erased amendment leaves no text, not the one before', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const amend = story.amend('ada', root, 'Better.')
    story.decide('erase', { facts: [amend.id] })
    expect(story.message(root)).toMatchObject({ text: null, version: uuidOf(amend.id) })
  })
})
