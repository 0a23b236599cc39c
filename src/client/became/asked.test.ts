import { beforeEach, describe, expect, it } from 'vitest'
import { writeBecame } from '../../sync/became.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { type ManualSystem, manualSystem } from '../../sync/manual-system.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { DeviceStore } from '../store/store.ts'
import { BecameAsked } from './asked.ts'
import { readGrown } from './kept.ts'

let store: DeviceStore
let system: ManualSystem
let asked: ControlFields<'became'>[]
let device: BecameAsked

beforeEach(() => {
  ;[store, system, asked] = [openMemoryStore(), manualSystem(), []]
  device = new BecameAsked({ store, system, ask: (fields) => asked.push(fields), onChange: () => {} })
})

const fact = (n: number) => String(n).padStart(64, '0')
/** A tree with a message of mine and a word about a contribution of mine. */
const tree = (name: string, replies: number) =>
  writeBecame({
    ...{ tree: name, state: 'growing', messages: 1, shape: [] },
    mine: [{ message: `mine in ${name}`, replies, below: replies, reviews: 0, labels: [], exported: false }],
    words: [{ fact: fact(replies), is: 'decline', rule: 'unclear', words: 'How?', lifted: false, at: 1 }]
  })
const kept = async () => {
  const { asOf, messages, words } = await store.transact('relaxed', readGrown)
  return { asOf, replies: [...messages.values()].map(({ mine }) => mine.replies), words: [...words.keys()] }
}

describe('[BC1] a device that asks what became of its messages', () => {
  it('keeps what it is told, and asks for what is new alone, at most every ten minutes', async () => {
    await device.atRest()
    expect(asked).toEqual([{}])
    await device.keep({ trees: [tree('a', 1), tree('b', 2)], mark: 'm1' })
    expect(await kept()).toEqual({ asOf: system.now(), replies: [1, 2], words: [fact(1), fact(2)] })
    await device.atRest()
    expect(asked).toHaveLength(1)
    system.pass(600_000)
    await device.atRest()
    expect(asked.at(-1)).toEqual({ since: 'm1' })
    await device.keep({ trees: [tree('a', 3)], mark: 'm2' })
    expect(await kept()).toEqual({ asOf: system.now(), replies: [3, 2], words: [fact(3), fact(2)] })
  })

  it('asks on while there is more, and counts from the mark of the first answer', async () => {
    await device.atRest()
    await device.keep({ trees: [tree('a', 1)], mark: 'm1', after: 'a' })
    expect(asked.at(-1)).toEqual({ after: 'a' })
    expect((await kept()).asOf).toBeUndefined()
    expect(device.told).toBe(false)
    await device.keep({ trees: [tree('b', 1)], mark: 'm2' })
    expect(device.told).toBe(true)
    system.pass(600_000)
    await device.atRest()
    expect(asked.at(-1)).toEqual({ since: 'm1' })
  })

  it('asks again as soon as there is news, one question at a time', async () => {
    await device.atRest()
    device.hasNews()
    await device.atRest()
    expect(asked).toHaveLength(1)
    await device.keep({ trees: [tree('a', 1)], mark: 'm1' })
    expect(asked.slice(1)).toEqual([{ since: 'm1' }])
    await device.keep({ trees: [], mark: 'm2' })
    expect(asked).toHaveLength(2)
    device.hasNews()
    await device.atRest()
    expect(asked.slice(2)).toEqual([{ since: 'm2' }])
    // No answer to that one comes any more.
    device.broken()
    device.hasNews()
    await device.atRest()
    expect(asked).toHaveLength(4)
  })

  it('goes on over a cut where it was, and stops after eight answers until the next contact', async () => {
    await device.atRest()
    await device.keep({ trees: [tree('a', 1)], mark: 'm1', after: 'a' })
    device.broken()
    await device.atRest()
    expect(asked.at(-1)).toEqual({ after: 'a' })
    for (let more = 0; more < 8; more++) await device.keep({ trees: [], mark: 'm1', after: `b${more}` })
    // The cut forgot how many there had been.
    expect(asked).toHaveLength(3 + 7)
  })

  it('passes over a tree that it cannot read', async () => {
    await device.keep({ trees: [Uint8Array.of(1), tree('a', 1)], mark: 'm1' })
    expect((await kept()).replies).toEqual([1])
  })
})
