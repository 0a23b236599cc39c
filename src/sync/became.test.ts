import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TreeBecame } from '../core/became/became.ts'
import { encodeCbor } from '../core/cbor.ts'
import { TREE_STATES } from '../core/tree/view.ts'
import { readBecame, writeBecame } from './became.ts'

const count = fc.nat(1000)
const uuid = fc.uuid()
const maybe = <K extends string, V>(key: K, value: fc.Arbitrary<V>) =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [key]: given })) as fc.Arbitrary<{
    [N in K]?: V
  }>
const node = fc
  .tuple(
    fc.record({ role: fc.constantFrom('prompter', 'assistant'), mine: fc.boolean(), pending: fc.boolean() }),
    maybe('rank', count)
  )
  .map(([fields, rank]) => ({ ...fields, ...rank }))
const message = fc
  .tuple(
    fc.record({ message: uuid, replies: count, below: count, reviews: count, exported: fc.boolean() }),
    maybe('place', count),
    maybe('accepted', fc.boolean()),
    maybe('rank', fc.record({ place: count, of: count })),
    fc.array(fc.record({ label: fc.constantFrom('quality', 'humor'), mean: fc.nat(100), count }), { maxLength: 3 })
  )
  .map(([fields, place, accepted, rank, labels]) => ({
    ...{ ...fields, ...place, ...accepted, ...rank },
    labels: labels.map((label) => ({ ...label, mean: label.mean / 100 }))
  }))
const word = fc
  .tuple(
    fc.record({ is: fc.constantFrom('decline', 'hearing'), lifted: fc.boolean(), at: count }),
    fc.record({ fact: fc.nat().map((n) => n.toString(16).padStart(64, '0')) }),
    fc.record({ words: fc.option(fc.string(), { nil: null }) }),
    maybe('rule', fc.string({ maxLength: 50 })),
    maybe('passage', fc.string({ maxLength: 50 }))
  )
  .map((parts) => Object.assign({}, ...parts))
const tree = fc
  .tuple(
    fc.record({
      tree: uuid,
      messages: count,
      mine: fc.array(message, { maxLength: 4 }),
      words: fc.array(word, { maxLength: 3 })
    }),
    maybe('state', fc.constantFrom(...TREE_STATES)),
    fc.array(node, { maxLength: 6 })
  )
  .map(([fields, state, nodes]) => ({
    ...{ ...fields, ...state },
    shape: nodes.map((each, at) => (at === 0 ? each : { parent: Math.floor(at / 2), ...each }))
  })) as unknown as fc.Arbitrary<TreeBecame>

it('[BC2] what is written is read as it was', () => {
  fc.assert(
    fc.property(tree, (became) => {
      expect(readBecame(writeBecame(became))).toEqual(became)
    })
  )
})

it('[BC2] what is none is refused, and nothing else is thrown', () => {
  const refused = expect.objectContaining({ name: 'Refused', reason: 'malformed' })
  const of = (bytes: Uint8Array) => {
    try {
      readBecame(bytes)
      return 'read'
    } catch (cause) {
      return cause
    }
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect([refused, 'read']).toContainEqual(of(bytes))
    })
  )
  for (const value of [null, [], ['t', 'dancing', 0, [], [], []], ['t', null, -1, [], [], []]])
    expect(of(encodeCbor(value))).toEqual(refused)
})

it('[BC2] a shape in which something hangs on itself or on what comes later hangs on nothing there', () => {
  const shape = [
    [0, 0, null],
    [2, 1, null],
    [1, 0, null]
  ]
  expect(readBecame(encodeCbor(['t', null, 3, shape, [], []])).shape.map(({ parent }) => parent)).toEqual([
    ...[undefined, undefined, 1]
  ])
})
