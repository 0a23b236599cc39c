import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../cbor.ts'
import { erased, type Fact, makeFact } from '../fact/fact.ts'
import { cutText } from '../fact/pieces.ts'
import type { TreeView } from '../tree/view.ts'
import { exported, factsOf, HUB, Project, read, roundTrip, viewsOf } from './conformance.ts'

const message = (id: string, more: object = {}) => ({ message_id: id, text: id, role: 'prompter', ...more })
const line = (prompt: object, more: object = {}) => JSON.stringify({ message_tree_id: 'a', ...more, prompt })
const kindsOf = (facts: readonly Fact[]) => facts.map(({ content }) => content.kind)
const rootOf = ([view]: TreeView[]) => view?.messages[0]

describe('importing', () => {
  it('[IM7] brings a tree as one fact of it and one of each message', () => {
    const facts = factsOf(read(line(message('a', { replies: [message('b', { parent_id: 'a' })] }))).trees[0]!)
    expect(kindsOf(facts)).toEqual(['import_tree', 'import_message', 'import_message'])
    expect(facts[2]?.content).toMatchObject({ tree: 'a', message: 'b', parent: 'a', place: 0, text: 'b' })
    expect(facts[2]?.content.salt).toHaveLength(16)
  })

  it('[IM7] leaves a given state and goal behind unless the tree comes as it is', () => {
    const json = line(message('a', { review_result: true }), { tree_state: 'growing', goal_tree_size: 2, origin: 'x' })
    const fields = (as: 'as-is' | 'growing') => factsOf(read(json).trees[0]!, as)[0]?.content.fields
    expect(fields('as-is')).toEqual({ tree_state: 'growing', goal_tree_size: 2, origin: 'x' })
    expect(fields('growing')).toEqual({ origin: 'x' })
    expect(viewsOf(json, 'growing')[0]).toMatchObject({ state: 'growing', goal: 13, room: 12 })
  })

  it('[IM7] takes only the root as a prompt, accepted', () => {
    const json = line(message('a', { review_result: false, replies: [message('b')] }), { tree_state: 'growing' })
    const [view] = viewsOf(json, 'prompts')
    expect(view).toMatchObject({ state: 'prompt_lottery_waiting', messages: [{ id: 'a', accepted: true }] })
    expect(view?.messages).toHaveLength(1)
  })

  it('[IM7] takes a prompt list as prompts even where as-is is asked for', () => {
    expect(viewsOf('"What is moss?"')[0]).toMatchObject({
      state: 'prompt_lottery_waiting',
      lang: 'en',
      imported: { as: 'prompts' },
      messages: [{ text: 'What is moss?', accepted: true }]
    })
  })

  it('[IM8] cuts a long text into pieces between characters, and the view joins them', () => {
    const text = `${'x'.repeat(2999)}${'😀é€'.repeat(4000)}`
    const facts = factsOf(read(line(message('a', { text }))).trees[0]!)
    const pieces = facts.filter(({ content }) => content.kind === 'piece').map(({ content }) => content.text ?? '')
    expect(pieces.every((piece) => piece.isWellFormed() && Buffer.byteLength(piece) <= 3000)).toBe(true)
    expect(pieces).toHaveLength(14) // 38,999 bytes
    expect(kindsOf(facts).at(-1)).toBe('import_message')
    expect(rootOf(viewsOf(line(message('a', { text }))))?.text).toBe(text)
  })

  it('[IM8] keeps every fact small enough for a segment, whatever its fields', () => {
    const events = {
      emoji: Array.from({ length: 300 }, (_, i) => ({ type: 'emoji', user_id: `user ${i}`, emoji: '+1' }))
    }
    const deep = JSON.parse(`${'{"in":'.repeat(60)}1${'}'.repeat(60)}`)
    const jsons = [
      line(message('a', { text: 'é'.repeat(74_000), events })),
      line(message('a', { text: 'x'.repeat(2900), model_name: 'y'.repeat(2900) })),
      line(message('a', { deep })),
      line(message('a'), { provenance: 'z'.repeat(30_000), tree_state: 'ready_for_export' })
    ]
    for (const json of jsons) {
      for (const { content } of factsOf(read(json).trees[0]!)) {
        const ids = (content.pieces as string[] | undefined)?.length ?? 0
        expect(encodeCbor(content).byteLength - 32 * ids).toBeLessThan(3600)
      }
      expect(JSON.parse(roundTrip(json)[0]!)).toEqual({
        ...JSON.parse(json),
        prompt: { ...JSON.parse(json).prompt, replies: [] }
      })
    }
  })

  it('[IM8] keeps what decides about a tree when a piece of its fields is erased', () => {
    const json = line(message('a', { role: 'assistant', rank: 4, review_result: true, odd: 'z'.repeat(9000) }))
    const facts = factsOf(read(json).trees[0]!).map((fact) => (fact.content.kind === 'piece' ? erased(fact) : fact))
    const [root] = new Project('a', facts).view().messages
    expect(root).toMatchObject({ role: 'assistant', rank: 4, accepted: true, text: null })
    expect(root?.given?.odd).toBeUndefined()
  })

  it('[IM8] waits for a message of which a piece is still to come', () => {
    const json = line(message('a', { replies: [message('b', { text: 'x'.repeat(4000) })] }))
    const facts = factsOf(read(json).trees[0]!)
    const piece = facts.find(({ content }) => content.kind === 'piece')
    const without = new Project(
      'a',
      facts.filter((fact) => fact !== piece)
    )
    expect(without.view().messages.map(({ id }) => id)).toEqual(['a'])
  })

  it('[IM8] waits for pieces of fields too', () => {
    const json = line(message('a', { replies: [message('b', { odd: 'x'.repeat(7000) })] }))
    const facts = factsOf(read(json).trees[0]!)
    const last = facts.findLast(({ content }) => content.kind === 'piece')
    const without = new Project(
      'a',
      facts.filter((fact) => fact !== last)
    )
    expect(without.view().messages.map(({ id }) => id)).toEqual(['a'])
  })

  it('[IM8] carries nesting that segments do not as text', () => {
    const deep = JSON.parse(`${'{"in":'.repeat(21)}1${'}'.repeat(21)}`)
    const facts = factsOf(read(line(message('a', { deep }))).trees[0]!)
    expect(facts.at(-1)?.content).toMatchObject({ fieldPieces: 1, fields: { role: 'prompter' } })
    expect(facts.at(-1)?.content.fields).not.toHaveProperty('deep')
  })

  it('[IM7] the same file from two hubs is one import', () => {
    const json = line(message('a', { review_result: true }))
    const facts = factsOf(read(json).trees[0]!)
    const again = facts.map(({ content }) => makeFact(HUB, { ...content, salt: new Uint8Array(16).fill(9) }))
    const project = new Project('a', [...facts, ...again])
    expect(exported([project.view()], { all: true })).toEqual(roundTrip(json))
    project.skip('ann', 'assistant_reply', 'a')
    expect(exported([project.view()], { all: true })[0]).not.toContain('unplaced')
  })
})

it.each([
  ['', 4, []],
  ['aé😀', 4, ['aé', '😀']],
  ['😀😀', 7, ['😀', '😀']],
  ['abcdef', 4, ['abcd', 'ef']]
])('[IM8] cuts %j at %i bytes', (text, most, parts) => {
  expect(cutText(text, most)).toEqual(parts)
})
