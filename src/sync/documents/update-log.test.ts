import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readDocumentMessage } from './protocol.ts'
import { answerFromLog, missingUpdates } from './update-log.ts'

/** A document that two people wrote and deleted in, and its log. */
function aDocument(): { doc: Y.Doc; log: Uint8Array[] } {
  const doc = new Y.Doc()
  const log: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => log.push(update))
  const guest = new Y.Doc()
  guest.on('update', (update: Uint8Array, origin: unknown) => origin !== 'host' && Y.applyUpdate(doc, update))
  doc.on('update', (update: Uint8Array) => Y.applyUpdate(guest, update, 'host'))
  for (let i = 0; i < 12; i++) {
    const writer = i % 3 === 2 ? guest : doc
    writer.getText('t').insert(writer.getText('t').length, `line ${i}. `)
    if (i % 4 === 3) writer.getText('t').delete(i, 5)
  }
  return { doc, log }
}

/** Takes in messages as a provider does. */
function take(doc: Y.Doc, messages: readonly Uint8Array[]): void {
  for (const message of messages.map(readDocumentMessage)) if ('update' in message) Y.applyUpdate(doc, message.update)
}

describe('a log of updates', () => {
  it('[DC2] answers a newcomer with every update and then the deletions', () => {
    const { doc, log } = aDocument()
    const answer = answerFromLog(log, doc, Y.encodeStateVector(new Y.Doc())).map(readDocumentMessage)
    expect(answer.map(({ is }) => is)).toEqual([...answer.slice(1).map(() => 'update'), 'step2'])
    const newcomer = new Y.Doc()
    take(newcomer, answerFromLog(log, doc, Y.encodeStateVector(newcomer)))
    expect(newcomer.getText('t').toString()).toBe(doc.getText('t').toString())
  })

  it('[DC2] cut after any message, goes on with what is missing and nothing before it', () => {
    const { doc, log } = aDocument()
    const whole = answerFromLog(log, doc, Y.encodeStateVector(new Y.Doc()))
    for (let cut = 0; cut <= whole.length; cut++) {
      const device = new Y.Doc()
      take(device, whole.slice(0, cut))
      const rest = answerFromLog(log, doc, Y.encodeStateVector(device))
      expect(rest).toEqual(whole.slice(Math.min(cut, whole.length - 1)))
      take(device, rest)
      expect(device.getText('t').toString()).toBe(doc.getText('t').toString())
      expect(device.store.pendingStructs).toBeNull()
    }
  })

  it('[DC2] cut at every message in turn, arrives all the same', () => {
    const { doc, log } = aDocument()
    const device = new Y.Doc()
    let contacts = 0
    for (let synced = false; !synced; contacts++) {
      const [first = new Uint8Array()] = answerFromLog(log, doc, Y.encodeStateVector(device))
      take(device, [first])
      synced = readDocumentMessage(first).is === 'step2'
    }
    expect(contacts).toBe(missingUpdates(log, doc, Y.encodeStateVector(new Y.Doc())).updates.length + 1)
    expect(device.getText('t').toString()).toBe(doc.getText('t').toString())
  })

  it('[DC2] a deletion reaches one who has everything else', () => {
    const { doc, log } = aDocument()
    const device = new Y.Doc()
    take(device, answerFromLog(log, doc, Y.encodeStateVector(device)))
    doc.getText('t').delete(0, 20)
    const answer = answerFromLog(log, doc, Y.encodeStateVector(device))
    expect(answer).toHaveLength(1)
    take(device, answer)
    expect(device.getText('t').toString()).toBe(doc.getText('t').toString())
  })
})
