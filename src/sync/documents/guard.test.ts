import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { hexOf } from '../../core/bytes.ts'
import { manualSystem } from '../manual-system.ts'
import { Refused } from '../refusal.ts'
import { chance } from '../system.ts'
import { applyGuarded } from './guard.ts'

/** Types and deletes as a person would, and says each update. */
function write(edits: number, seed: number, onUpdate: (update: Uint8Array) => void): Y.Doc {
  const system = manualSystem(seed)
  const doc = new Y.Doc()
  doc.clientID = seed
  doc.on('update', onUpdate)
  const text = doc.getText('t')
  const place = () => Math.floor(chance(system) * text.length)
  for (let i = 0; i < edits; i++) {
    text.insert(place(), chance(system) < 0.1 ? 'ሰላም 🌧' : 'ab')
    if (i % 5 === 0) text.delete(place(), 1)
    if (i % 50 === 0) doc.getMap('m').set(`k${i % 100}`, { n: i })
    if (i % 70 === 0) doc.getArray('a').insert(0, [new Y.Map([['k', i]])])
  }
  return doc
}

describe('the guard of documents', () => {
  it('[DC3] 3,000 honest edits pass, one by one', () => {
    const guarded = new Y.Doc()
    const doc = write(3000, 1, (update) => applyGuarded(guarded, update, 'outside'))
    expect(guarded.getText('t').toString()).toBe(doc.getText('t').toString())
    expect(guarded.getMap('m').toJSON()).toEqual(doc.getMap('m').toJSON())
    expect(guarded.getArray('a').toJSON()).toEqual(doc.getArray('a').toJSON())
  })

  it('[DC3] so do edits of two people who were apart, merged into one update each', () => {
    const [one, two, guarded] = [write(300, 1, () => {}), write(300, 2, () => {}), new Y.Doc()]
    for (const doc of [one, two, one]) applyGuarded(guarded, Y.encodeStateAsUpdate(doc), 'outside')
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    applyGuarded(guarded, Y.encodeStateAsUpdate(one), 'outside')
    expect(guarded.getText('t').toString()).toBe(one.getText('t').toString())
  })

  it('[DC3] of 10,000 messages with a gap, 107 s of work unguarded, nothing stays', () => {
    const doc = write(10, 1, () => {})
    const before = hexOf(Y.encodeStateAsUpdate(doc))
    for (let i = 0; i < 10_000; i++) expect(refused(doc, struct(7, 1000 + i))).toBe('malformed')
    expect(hexOf(Y.encodeStateAsUpdate(doc))).toBe(before)
  })

  it('[DC3] more than 16 kB is refused unread', () => {
    const doc = new Y.Doc()
    expect(refused(doc, new Uint8Array(16 * 1024 + 1).fill(1))).toBe('too-large')
    expect(refused(doc, new Uint8Array(16 * 1024).fill(1))).toBe('malformed')
  })

  it('[DC3] a part that leans on nothing does not come in with one that leans on something missing', () => {
    const [known, missing] = [new Y.Doc(), new Y.Doc()]
    known.getText('t').insert(0, 'known')
    missing.clientID = known.clientID + 1
    missing.getText('t').insert(0, 'missing')
    const after = new Y.Doc()
    after.clientID = known.clientID + 2
    Y.applyUpdate(after, Y.encodeStateAsUpdate(missing))
    const withoutMissing = Y.encodeStateVector(after)
    after.getText('t').insert(7, ' after')
    const update = Y.mergeUpdates([Y.encodeStateAsUpdate(known), Y.encodeStateAsUpdate(after, withoutMissing)])
    const doc = new Y.Doc()
    expect(refused(doc, update)).toBe('malformed')
    expect(hexOf(Y.encodeStateAsUpdate(doc))).toBe('0000')
  })

  it('[DC3] two that lean on each other are refused, and nothing waits for more', () => {
    const doc = new Y.Doc()
    const circle = written((e) => {
      encoding.writeVarUint(e, 2)
      for (const [client, other] of [
        [8, 7],
        [7, 8]
      ] as const) {
        // prettier-ignore
        for (const number of [1, client, 0]) encoding.writeVarUint(e, number)
        encoding.writeUint8(e, 4 | 0x80)
        for (const number of [other, 0]) encoding.writeVarUint(e, number)
        encoding.writeVarString(e, 'x')
      }
      encoding.writeVarUint(e, 0)
    })
    expect(refused(doc, circle)).toBe('malformed')
    expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
  })

  it('[DC3] whatever bits of an honest update are changed, it is applied or refused, and nothing else', () => {
    const updates: Uint8Array[] = []
    write(60, 3, (update) => updates.push(update))
    const system = manualSystem(4)
    for (const [i, update] of updates.entries())
      for (let round = 0; round < 20; round++) {
        const doc = new Y.Doc()
        Y.applyUpdate(doc, Y.mergeUpdates([...updates.slice(0, i), Uint8Array.of(0, 0)]))
        const at = Math.floor(chance(system) * update.byteLength)
        const bit = 1 << Math.floor(chance(system) * 8)
        refused(
          doc,
          update.map((byte, j) => (j === at ? byte ^ bit : byte))
        ) // prettier-ignore
        expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
      }
  })
})

/** Why the update was refused; anything else that is thrown fails the test. */
function refused(doc: Y.Doc, update: Uint8Array): string | undefined {
  try {
    applyGuarded(doc, update, 'outside')
  } catch (refusal) {
    if (refusal instanceof Refused) return refusal.reason
    throw refusal
  }
}

/** An update of one character that is gone already. */
function struct(client: number, clock: number): Uint8Array {
  return written((e) => {
    for (const number of [1, 1, client, clock, 0, 1, 0]) encoding.writeVarUint(e, number)
  })
}

function written(write: (e: encoding.Encoder) => void): Uint8Array {
  const e = encoding.createEncoder()
  write(e)
  return encoding.toUint8Array(e)
}
