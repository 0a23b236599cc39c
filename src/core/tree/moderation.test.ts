import { describe, expect, it } from 'vitest'
import { BAD, Story } from '../examples/story.ts'
import { growingTree, grownTree, readyTree } from '../examples/trees.ts'

const flag = (story: Story, id: string, names: readonly string[]) => {
  for (const [i, name] of names.entries())
    if (i % 2 === 0) story.react(name, 'emoji', id, { emoji: 'red_flag' })
    else story.react(name, 'report', id, { text: 'Rude.' })
}

describe('auto-moderation', () => {
  it('[MO1] four red flags of different people delete a reply and what is below, until a moderator clears it', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [answer] = sets.get(root) ?? []
    flag(story, answer as string, ['f1', 'f2', 'f3', 'f1', 'bo'])
    expect(story.view().messages.some(({ deleted }) => deleted)).toBe(false)
    flag(story, answer as string, ['f4'])
    expect(story.view().messages.filter(({ deleted }) => deleted)).toHaveLength(4)
    expect(story.message(answer as string).flagged).toEqual(['red_flag'])
    expect(story.view().state).toBe('growing')
    expect(story.outcome(story.add('ada', { kind: 'clear', v: 1, message: answer, at: 1 }))).toBe(
      'returned not-allowed'
    )
    story.decide('clear', { message: answer })
    expect(story.view().messages.some(({ deleted }) => deleted)).toBe(false)
    expect(story.view().state).toBe('ranking')
  })

  it('[MO1] four red flags on a prompt abort its tree, and a finished one they do not touch', () => {
    const story = new Story()
    const root = growingTree(story)
    flag(story, root, ['f1', 'f2', 'f3', 'f4'])
    expect(story.view().state).toBe('aborted_low_grade')
    story.decide('clear', { message: root })
    expect(story.view().state).toBe('growing')

    const done = new Story()
    const { root: prompt } = readyTree(done)
    done.finish()
    flag(done, prompt, ['f1', 'f2', 'f3', 'f4'])
    expect(done.view().state).toBe('ready_for_export')
  })

  it('[MO1] 25 people who will not answer a message halt its tree while it grows', () => {
    const story = new Story()
    const root = growingTree(story)
    for (let i = 0; i < 24; i++) story.skip(`s${i}`, 'assistant_reply', root)
    for (let i = 0; i < 24; i++) story.skip(`s${i}`, 'assistant_reply', root)
    for (let i = 24; i < 30; i++) story.skip(`s${i}`, 'label_initial_prompt', root)
    expect(story.view().state).toBe('growing')
    story.skip('s24', 'assistant_reply', root)
    expect(story.view()).toMatchObject({ state: 'halted_by_moderator', needs: [] })
    story.decide('clear', { message: root })
    expect(story.view().state).toBe('growing')

    const grown = new Story()
    const { root: prompt } = grownTree(grown)
    for (let i = 0; i < 25; i++) grown.skip(`s${i}`, 'assistant_reply', prompt)
    expect(grown.view().state).toBe('ranking')
  })

  it('[MO1] where the rules switch it off, flags and refusals have no effect', () => {
    const story = new Story({ auto_mod_enabled: false })
    const root = growingTree(story)
    flag(story, root, ['f1', 'f2', 'f3', 'f4'])
    for (let i = 0; i < 25; i++) story.skip(`s${i}`, 'assistant_reply', root)
    expect(story.view().state).toBe('growing')
    expect(story.message(root).flagged).toBeUndefined()
  })

  it('[RV2] a prompt that reviewers flag aborts its tree until it is cleared; one that is junk stays rejected', () => {
    const story = new Story()
    const root = story.prompt('ada')
    story.judge(root, { spam: 0, pii: 1 })
    expect(story.view()).toMatchObject({
      state: 'aborted_low_grade',
      messages: [{ flagged: ['pii'], accepted: false }]
    })
    story.decide('clear', { message: root })
    expect(story.view().state).toBe('prompt_lottery_waiting')
    const junk = new Story()
    const other = junk.prompt('ada')
    junk.judge(other, { ...BAD, pii: 1 })
    junk.decide('clear', { message: other })
    expect(junk.view().state).toBe('aborted_low_grade')
    expect(junk.outcome(other)).toBe('returned not-accepted')
  })
})

describe('decisions on a tree', () => {
  it('[MO2] a restart undoes the halts and aborts that it names, and no others', () => {
    const story = new Story()
    const tree = growingTree(story)
    const halts = [1, 2].map(() => story.decide('halt', { tree }).id)
    const abort = story.decide('abort', { tree })
    story.decide('restart', { tree, halts: halts.slice(0, 1) })
    expect(story.view().state).toBe('halted_by_moderator')
    story.decide('restart', { tree, halts })
    expect(story.view().state).toBe('aborted_low_grade')
    story.decide('restart', { tree, halts: [abort.id] })
    expect(story.view().state).toBe('growing')
  })

  it('[MO2] a restart that comes before its halt is returned, and holds once the halt is there', () => {
    const story = new Story()
    const tree = growingTree(story)
    const halt = story.decide('halt', { tree })
    const restart = story.decide('restart', { tree, halts: [halt.id] })
    const without = story.view(story.facts.filter((fact) => fact !== halt))
    expect(without.outcomes.get(restart.id)).toEqual({ is: 'returned', rule: 'not-halted' })
    expect(story.outcome(restart)).toBe('merged')
    expect(story.view().state).toBe('growing')
  })

  it('[MO2] an activation has a tree of the backlog ranked, or aborts it if there is nothing to rank', () => {
    for (const answers of [2, 1]) {
      const story = new Story()
      story.importTree('R', 'backlog')
      story.importMessage('R', undefined, { role: 'prompter', review_result: true })
      for (let i = 0; i < answers; i++) story.importMessage(`A${i}`, 'R', { role: 'assistant', review_result: true })
      story.decide('activate', { tree: 'R', seed: 1 })
      expect(story.view().state).toBe(answers === 2 ? 'ranking' : 'aborted_low_grade')
    }
    const story = new Story()
    const tree = growingTree(story)
    expect(story.outcome(story.decide('activate', { tree, seed: 1 }))).toBe('returned not-in-backlog')
    expect(story.view().state).toBe('growing')
  })

  it('[MO2] a tree that came halted is restarted by naming its import, and goes on from what it has', () => {
    const told = (replies: number, accepted?: boolean) => {
      const story = new Story()
      const halted = story.importTree('R', 'as-is', { tree_state: 'halted_by_moderator', goal_tree_size: 4 })
      story.importMessage('R', undefined, {
        role: 'prompter',
        ...(accepted !== undefined && { review_result: accepted })
      })
      for (let i = 0; i < replies; i++) story.importMessage(`A${i}`, 'R', { role: 'assistant', review_result: true })
      expect(story.view().state).toBe('halted_by_moderator')
      expect(story.outcome(story.decide('restart', { tree: 'R', halts: [halted.id] }))).toBe('merged')
      return story.view()
    }
    expect(told(2, true)).toMatchObject({ state: 'growing', room: 1 })
    expect(told(3, true)).toMatchObject({ state: 'ranking' })
    expect(told(0, true)).toMatchObject({ state: 'prompt_lottery_waiting' })
    expect(told(0)).toMatchObject({ state: 'initial_prompt_review', needs: [{ kind: 'label_initial_prompt' }] })
  })

  it('[MO2] what operators of Open-Assistant do by hand changes nothing here', () => {
    const story = new Story()
    const { root: tree } = grownTree(story)
    const { outcomes: _, ...before } = story.view()
    const facts = ['recheck', 'retry', 'lose'].map((kind) => story.decide(kind, { tree }))
    expect(facts.map((fact) => story.outcome(fact))).toEqual(['merged', 'merged', 'merged'])
    const { outcomes: __, ...after } = story.view()
    expect(after).toEqual(before)
  })
})
