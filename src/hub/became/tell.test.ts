import { beforeEach, describe, expect, it } from 'vitest'
import { uuidOf } from '../../core/hash.ts'
import { readBecame } from '../../sync/became.ts'
import { testSigner } from '../../sync/examples/key.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'
import { tellBecame } from './tell.ts'

let world: World
let bo: Hand
let cy: Hand

beforeEach(async () => {
  world = await World.begin()
  await world.import(treeLine('t'))
  ;[bo, cy] = [await world.member(10), await world.member(11)]
})

/** @returns the ids of what was written. */
async function writes(hand: Hand, kind: 'prompter_reply' | 'assistant_reply', count = 1): Promise<string[]> {
  const ids: string[] = []
  for (const { task } of await world.borrow(hand, kind, count)) {
    const [segment] = await hand.seals(hand.writing(kind, task, `Words ${ids.length} of ${hand.device.slice(0, 4)}`))
    await world.take([segment!])
    ids.push(segment!.ids[0]!)
  }
  return ids
}

const tell = (hand: Hand, fields: ControlFields<'became'> = {}) => tellBecame(world.hub, hand.device, fields)
const treesIn = ({ trees }: ControlFields<'grown'>) => trees.map(readBecame)

describe('[BC1] what became of messages', () => {
  it('is told to their author, once, and again when something came', async () => {
    const [id = ''] = await writes(bo, 'prompter_reply')
    const first = await tell(bo)
    const message = uuidOf(id)
    expect(treesIn(first)).toMatchObject([{ tree: 't', state: 'growing', mine: [{ message, replies: 0 }] }])
    expect(await tell(bo, { since: first.mark })).toEqual({ trees: [], mark: first.mark })
    expect((await tell(cy)).trees).toEqual([])
    const [review] = await world.borrow(cy, 'label_prompter_reply')
    await world.take(await cy.seals(cy.answer('label_prompter_reply', review!.task, { labels: { spam: 0 } })))
    const second = await tell(bo, { since: first.mark })
    expect(treesIn(second)[0]?.mine).toMatchObject([{ message, reviews: 1 }])
    expect((await tell(bo, { since: second.mark })).trees).toEqual([])
  })

  it('is told whole to whoever comes with the mark of another hub, or of a state that is lost', async () => {
    await writes(bo, 'prompter_reply')
    const { mark } = await tell(bo)
    const [key, stamp, segment] = mark.split('-')
    for (const since of [`00000000-${stamp}-${segment}`, `${key}-${stamp}-${Number(segment) + 1}`, 'nonsense'])
      expect((await tell(bo, { since })).trees).toHaveLength(1)
  })

  it('says what a moderator said, also if that changes nothing else', async () => {
    const [fact = ''] = await writes(bo, 'prompter_reply')
    const organizer = await testSigner(2)
    await world.decide([{ kind: 'decline', v: 1, fact, rule: 'unclear', text: 'How?', at: 1 }], organizer)
    const declined = await tell(bo)
    expect(treesIn(declined)[0]?.words).toMatchObject([{ fact, rule: 'unclear', words: 'How?' }])
    const appeal = { kind: 'appeal', v: 1, fact, text: 'So.', saved: 1 }
    const [segment] = await bo.seals(appeal)
    await world.take([segment!])
    const { mark } = await tell(bo)
    await world.decide([{ kind: 'hearing', v: 1, appeal: segment!.ids[0], fact, text: 'No.', at: 2 }], organizer)
    expect(treesIn(await tell(bo, { since: mark }))[0]?.words.at(-1)).toMatchObject({ is: 'hearing', words: 'No.' })
  })

  it('has its author ask once a moderator has answered: a receipt comes again that says nothing new', async () => {
    const [fact = ''] = await writes(bo, 'prompter_reply')
    await world.decide([{ kind: 'decline', v: 1, fact, rule: 'unclear', at: 1 }], await testSigner(2))
    const [appeal] = await bo.seals({ kind: 'appeal', v: 1, fact, text: 'So.', saved: 1 })
    await world.take([appeal!])
    const caller = await Caller.welcomed(world.hub, bo.signer)
    await caller.done()
    const before = await caller.receipts()
    const hearing = { kind: 'hearing', v: 1, appeal: appeal!.ids[0], fact, text: 'No.', at: 2 }
    // One who may not answer has nobody told anything.
    await world.take(await cy.seals(hearing))
    await caller.done()
    expect(await caller.receipts()).toHaveLength(before.length)
    await world.decide([hearing], await testSigner(2))
    await caller.done()
    const again = (await caller.receipts()).at(-1)!
    expect(again.facts).toEqual(before.find(({ segment }) => segment === again.segment)?.facts)
    expect(again.facts).toMatchObject([{ is: 'returned', rule: 'unclear' }])
  })

  it('comes in answers of 5 kB and 30 trees, each going on behind the last', async () => {
    await world.import(Array.from({ length: 45 }, (_, at) => treeLine(`u${at}`)).join(''))
    await writes(bo, 'prompter_reply', 45)
    const answers: ControlFields<'grown'>[] = [await tell(bo)]
    for (let after = answers[0]?.after; after !== undefined; after = answers.at(-1)?.after)
      answers.push(await tell(bo, { after }))
    const trees = answers.map((answer) => treesIn(answer).map(({ tree }) => tree))
    expect(trees.map(({ length }) => length > 30)).toEqual(answers.map(() => false))
    expect(trees.flat()).toEqual([...new Set(trees.flat())].sort())
    expect(answers.flatMap(treesIn).flatMap(({ mine }) => mine)).toHaveLength(45)
    for (const answer of answers)
      expect(answer.trees.reduce((sum, bytes) => sum + bytes.byteLength, 0)).toBeLessThan(5000)
  })

  it('costs 70 bytes a message', async () => {
    await world.import(Array.from({ length: 20 }, (_, at) => treeLine(`u${at}`)).join(''))
    await writes(bo, 'prompter_reply', 20)
    const { trees } = await tell(bo)
    expect(trees.reduce((sum, bytes) => sum + bytes.byteLength, 0) / trees.length).toBeLessThan(70)
  })

  it('is asked for and told over a link, behind the proof', async () => {
    await writes(bo, 'prompter_reply')
    const caller = await Caller.welcomed(world.hub, bo.signer)
    caller.tell('became', {})
    await until(() => caller.fields('grown') !== undefined)
    expect(treesIn(caller.fields('grown')!).map(({ tree }) => tree)).toEqual(['t'])
    const stranger = await Caller.call(world.hub, cy.signer)
    stranger.tell('became', {})
    await until(() => stranger.closed !== undefined)
    expect(stranger.fields('grown')).toBeUndefined()
  })
})
