import * as Y from 'yjs'
import { readDocumentMessage, writeStep1 } from '../../sync/documents/protocol.ts'
import { FIRST_DOCUMENT } from '../../sync/link/frame.ts'
import type { Caller } from './caller.ts'

/** Nothing is known. */
export const EMPTY = Y.encodeStateVector(new Y.Doc())
let channels = FIRST_DOCUMENT

/** A document as the caller has it open, kept up to date by what comes. */
export async function open(caller: Caller, name: string) {
  const channel = channels++
  const doc = new Y.Doc()
  let seen = 0
  const take = () => {
    const news = caller.frames.filter((frame) => frame.channel === channel).slice(seen)
    seen += news.length
    for (const { payload } of news) {
      const message = readDocumentMessage(payload)
      if ('update' in message) Y.applyUpdate(doc, message.update)
    }
    return doc
  }
  caller.tell('open', { channel, name })
  caller.document(channel, writeStep1(EMPTY))
  await caller.done()
  const closed = () => {
    const close = caller.said.find((said) => said.is === 'close' && said.fields.channel === channel)
    return close?.is === 'close' ? close.fields.code : undefined
  }
  return { channel, take, closed }
}

/** An update that adds these words. */
export function edit(words: string, doc = new Y.Doc()): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.getText('notes').insert(doc.getText('notes').length, words)
  return Y.encodeStateAsUpdate(doc, before)
}

export async function inboxOf(caller: Caller) {
  return open(caller, (await caller.hears('welcome')).inbox)
}
