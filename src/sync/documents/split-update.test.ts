import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { MAX_MESSAGE_BYTES } from '../link/frame.ts'
import { applyGuarded } from './guard.ts'
import { splitUpdate } from './split-update.ts'

/** A writer, and whoever takes what it writes only in small updates, as a hub does. */
function aPair() {
  const writer = new Y.Doc()
  const hub = new Y.Doc()
  const sizes: number[] = []
  writer.on('update', (update: Uint8Array) => {
    for (const piece of splitUpdate(update)) {
      sizes.push(piece.byteLength)
      applyGuarded(hub, piece, 'link')
    }
  })
  return { text: writer.getText('t'), there: hub.getText('t'), sizes, largest: () => Math.max(...sizes) }
}

describe('a large update', () => {
  it('[DC9] a pasted text of 100 kB is many that a hub takes, and none cuts a pair', () => {
    const { text, there, largest } = aPair()
    text.insert(0, 'before after')
    text.insert(7, `x${'🌱ሰላም '.repeat(16_000)}`)
    expect(there.toString()).toBe(text.toString())
    expect(largest()).toBeLessThan(MAX_MESSAGE_BYTES)
  })

  it('[DC9] so is what is undone at once, also where it was written piece by piece', () => {
    const { text, there, sizes, largest } = aPair()
    const undo = new Y.UndoManager(text)
    for (let at = 0; at < 600; at++) text.insert(0, `${at % 10}`)
    for (let at = 0; at < 500; at += 2) text.insert(at, '|')
    undo.stopCapturing()
    const before = text.toString()
    text.delete(0, text.length)
    expect(there.toString()).toBe('')
    const deletions = sizes.length
    undo.undo()
    expect(text.toString()).toBe(before)
    expect(there.toString()).toBe(before)
    expect(sizes.length).toBeGreaterThan(deletions + 1)
    expect(largest()).toBeLessThan(MAX_MESSAGE_BYTES)
  })

  it('[DC9] a small one stays as it is', () => {
    const { text, sizes } = aPair()
    text.insert(0, 'one')
    text.delete(0, 1)
    expect(sizes).toHaveLength(2)
  })

  it('[DC9] what deletes more ranges than a hub takes at once is several', () => {
    const [writer, hub] = [new Y.Doc(), new Y.Doc()]
    const text = writer.getText('t')
    text.insert(0, 'x'.repeat(4300))
    for (const piece of splitUpdate(Y.encodeStateAsUpdate(writer))) applyGuarded(hub, piece, 'link')
    for (let at = 0; at < 2100; at++) text.delete(at, 1)
    const deletions = Y.encodeStateAsUpdate(writer, Y.encodeStateVector(writer))
    expect(() => applyGuarded(hub, deletions, 'link')).toThrow('deletions')
    for (const piece of splitUpdate(deletions)) applyGuarded(hub, piece, 'link')
    expect(hub.getText('t').toString()).toBe(text.toString())
  })
})
