import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { arbitraries, RUNS } from '../examples/any.ts'
import { writeFrame } from '../link/frame.ts'
import { Refused } from '../refusal.ts'
import {
  type BatchContent,
  batchBytes,
  batchDocumentName,
  batchSegment,
  readBatchDocument,
  type ShownMessage,
  writeBatchDocument
} from './batch.ts'
import { writeUpdate } from './protocol.ts'
import { missingUpdates } from './update-log.ts'

const { anyText } = arbitraries(fc)

const LENDING = 'b1'.repeat(32)
const SEGMENT = new Uint8Array(4096).map((_, i) => (i * 31) >> 3)
const shown = (text: string | null, parent?: number): ShownMessage => ({
  role: parent === undefined ? 'prompter' : 'assistant',
  lang: 'am',
  ...(parent !== undefined && { parent }),
  text
})
const content = (...messages: ShownMessage[]): BatchContent => ({ segment: SEGMENT, shown: messages })

const LONG = content(
  shown('ሰላም ለዓለም። '.repeat(2000)),
  shown(`x${'🌧'.repeat(5000)}`, 0),
  shown('short', 1),
  shown('', 1),
  shown(null, 1),
  ...Array.from({ length: 120 }, (_, i) => shown(`answer ${i}`, 0))
)

function received(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

describe('batch documents', () => {
  it('[DC4] hold the segment and every message', () => {
    const doc = received(writeBatchDocument(LENDING, LONG).updates)
    expect(batchSegment(doc)).toEqual(SEGMENT)
    expect(readBatchDocument(doc, LONG.shown.length)).toEqual(LONG.shown)
  })

  it('[DC4] hold any text', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anyText), { minLength: 1, maxLength: 8 }), (texts) => {
        const some = content(...texts.map((text) => shown(text)))
        const doc = received(writeBatchDocument(LENDING, some).updates)
        expect(readBatchDocument(doc, texts.length)).toEqual(some.shown)
      }),
      RUNS
    )
  })

  it('[DC4] are the same bytes whenever they are written', () => {
    expect(writeBatchDocument(LENDING, LONG).updates).toEqual(
      writeBatchDocument(LENDING, structuredClone(LONG)).updates
    )
  })

  it('[LK3] travel in messages of at most 8 kB', () => {
    const { updates } = writeBatchDocument(LENDING, LONG)
    const sizes = updates.map((update) => writeFrame(16, writeUpdate(update)).byteLength)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8192)
    expect(updates.length).toBeGreaterThan(10)
  })

  it('[DC4] small messages share an update', () => {
    const few = content(...Array.from({ length: 30 }, (_, i) => shown(`${i}`)))
    expect(writeBatchDocument(LENDING, few).updates.length).toBeLessThan(5)
  })

  it('[DC4] are complete with the last update, and go on from any other on any hub', () => {
    const { updates } = writeBatchDocument(LENDING, LONG)
    for (let cut = 0; cut < updates.length; cut++) {
      const device = received(updates.slice(0, cut))
      expect(readBatchDocument(device, LONG.shown.length)).toBeUndefined()
      const other = writeBatchDocument(LENDING, LONG)
      const rest = missingUpdates(other.updates, other.doc, Y.encodeStateVector(device)).updates
      expect(rest).toEqual(updates.slice(cut))
      for (const update of rest) Y.applyUpdate(device, update)
      expect(readBatchDocument(device, LONG.shown.length)).toEqual(LONG.shown)
    }
  })

  it('[DC4] are incomplete while a piece of a text is missing', () => {
    const doc = received(writeBatchDocument(LENDING, LONG).updates)
    doc.getMap('batch').delete('t/0/3')
    expect(readBatchDocument(doc, LONG.shown.length)).toBeUndefined()
  })

  it('[DC4] have another name once a text is erased, and no other time', () => {
    const name = batchDocumentName(LENDING, LONG)
    expect(name).toMatch(/^batch\/(b1){32}\/[0-9a-f]{16}$/)
    expect(batchDocumentName(LENDING, structuredClone(LONG))).toBe(name)
    const without = { ...LONG, shown: LONG.shown.with(0, shown(null)) }
    expect(batchDocumentName(LENDING, without)).not.toBe(name)
  })

  it('[DC4] say beforehand about what they cost', () => {
    const size = writeBatchDocument(LENDING, LONG).updates.reduce((sum, update) => sum + update.byteLength, 0)
    expect(batchBytes(LONG) / size).toBeGreaterThan(0.9)
    expect(batchBytes(LONG) / size).toBeLessThan(1.1)
  })

  it.each([
    ['no list', 'prompter'],
    ['of no role', ['system', 'am', null, 1]],
    ['of no language', ['prompter', 7, null, 1]],
    ['of half a piece', ['prompter', 'am', null, 0.5]],
    ['of more pieces than there can be', ['prompter', 'am', null, 2 ** 31]]
  ])('[DC4] a message that is %s is refused', (_, head) => {
    const { doc } = writeBatchDocument(LENDING, content(shown('x')))
    doc.getMap('batch').set('m/0', head)
    expect(() => readBatchDocument(doc, 1)).toThrow(Refused)
  })
})
