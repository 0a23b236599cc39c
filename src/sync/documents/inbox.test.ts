import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Inbox, readInbox, writeInbox } from './inbox.ts'

const [one, two] = ['b1'.repeat(32), 'b2'.repeat(32)]
const entry = (until: number) => ({ document: `batch/${'b0'.repeat(32)}/0011223344556677`, until })
const INBOX: Inbox = { batches: { [one]: entry(1), [two]: entry(2) }, notices: ['welcome'] }

describe('the inbox', () => {
  it('[DC5] says what was written', () => {
    const doc = new Y.Doc()
    writeInbox(doc, INBOX)
    expect(readInbox(doc)).toEqual(INBOX)
    writeInbox(doc, { batches: { [two]: entry(3) }, notices: [] })
    expect(readInbox(doc)).toEqual({ batches: { [two]: entry(3) }, notices: [] })
  })

  it('[DC5] written again as it is, costs nothing', () => {
    const doc = new Y.Doc()
    writeInbox(doc, INBOX)
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    writeInbox(doc, structuredClone(INBOX))
    expect(updates).toEqual([])
  })

  it('[DC5] a change is one update of what differs', () => {
    const doc = new Y.Doc()
    writeInbox(doc, INBOX)
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    writeInbox(doc, { ...INBOX, batches: { ...INBOX.batches, [two]: entry(9) } })
    expect(updates).toHaveLength(1)
    expect(new TextDecoder().decode(updates[0])).not.toContain(one)
  })

  it('[DC5] entries that are not as they should be are passed over', () => {
    const doc = new Y.Doc()
    writeInbox(doc, INBOX)
    const batches = doc.getMap('batches')
    batches.set('no lending', entry(1))
    batches.set('b3'.repeat(32), 'no entry')
    batches.set('b4'.repeat(32), { document: 7, until: 1 })
    batches.set('b5'.repeat(32), new Y.Map())
    batches.set('b6'.repeat(32), { document: 'x'.repeat(201), until: 1 })
    batches.set('__proto__', entry(1))
    doc.getArray<unknown>('notices').push([7, { a: 1 }])
    expect(readInbox(doc)).toEqual(INBOX)
  })
})
