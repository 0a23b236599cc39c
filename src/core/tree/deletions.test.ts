import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { grownTree } from '../examples/trees.ts'

describe('deletion', () => {
  const deletedIn = (story: Story) => story.view().messages.filter(({ deleted }) => deleted).length

  it('[DE1] deletes what is below, and undeletion brings all of it back', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [answer] = sets.get(root) ?? []
    const deletion = story.decide('delete', { message: answer })
    expect(deletedIn(story)).toBe(4)
    story.decide('undelete', { message: answer, undoes: [deletion.id] })
    expect(deletedIn(story)).toBe(0)
    expect(story.view().state).toBe('ranking')
  })

  it('[DE1] an undeletion undoes only the deletions that it saw', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [answer] = sets.get(root) ?? []
    const seen = story.decide('delete', { message: answer })
    const concurrent = story.decide('delete', { message: answer })
    story.decide('undelete', { message: answer, undoes: [seen.id] })
    expect(deletedIn(story)).toBe(4)
    story.decide('undelete', { message: answer, undoes: [concurrent.id] })
    expect(deletedIn(story)).toBe(0)
  })

  it('[DE1] the undeletion of a message leaves it deleted while one above it is', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [, question] = [...sets.keys()]
    const below = story.decide('delete', { message: question })
    story.decide('delete', { message: sets.get(root)?.[0] })
    story.decide('undelete', { message: question, undoes: [below.id] })
    expect(story.message(question as string).deleted).toBe(true)
  })

  it('[DE1] a message may be deleted alone: what is below stays, and needs no giving back', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [answer] = sets.get(root) ?? []
    const deletion = story.decide('delete', { message: answer, alone: true })
    expect([deletedIn(story), story.message(answer as string).deleted]).toEqual([1, true])
    const whole = story.decide('delete', { message: answer })
    story.decide('undelete', { message: answer, undoes: [whole.id] })
    expect(deletedIn(story)).toBe(1)
    story.decide('undelete', { message: answer, undoes: [deletion.id] })
    expect(deletedIn(story)).toBe(0)
  })

  it('[DE1] a contributor deletes nothing', () => {
    const story = new Story()
    const { root } = grownTree(story)
    const deletion = story.add('ada', { kind: 'delete', v: 1, message: root, at: 1 })
    expect([story.outcome(deletion), deletedIn(story)]).toEqual(['returned not-allowed', 0])
  })

  it('[DE1] what an import says was deleted is deleted alone, until an undeletion names the import', () => {
    const story = new Story()
    story.importTree('R', 'as-is')
    const root = story.importMessage('R', undefined, { role: 'prompter', deleted: true })
    story.importMessage('A', 'R', { role: 'assistant' })
    expect(story.view().messages.map(({ deleted }) => deleted)).toEqual([true, false])
    story.decide('undelete', { message: 'R', undoes: [root.id] })
    expect(deletedIn(story)).toBe(0)
  })
})
