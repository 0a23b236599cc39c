import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { Refused } from '../refusal.ts'
import { readDocumentMessage, writeStep1, writeStep2, writeUpdate } from './protocol.ts'

/** What a provider sends: the number of the sync protocol, then what y-protocols writes. */
function provided(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

describe('messages of documents', () => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, 'selam')
  const [vector, update] = [Y.encodeStateVector(doc), Y.encodeStateAsUpdate(doc)]

  it('[DC1] are those of the y-websocket protocol, byte for byte', () => {
    expect(writeStep1(vector)).toEqual(provided((encoder) => sync.writeSyncStep1(encoder, doc)))
    expect(writeStep2(update)).toEqual(provided((encoder) => sync.writeSyncStep2(encoder, doc)))
    expect(writeUpdate(update)).toEqual(provided((encoder) => sync.writeUpdate(encoder, update)))
  })

  it('[DC1] come back as they were', () => {
    expect(readDocumentMessage(writeStep1(vector))).toEqual({ is: 'step1', stateVector: vector })
    expect(readDocumentMessage(writeStep2(update))).toEqual({ is: 'step2', update })
    expect(readDocumentMessage(writeUpdate(update))).toEqual({ is: 'update', update })
  })

  it('[DC1] awareness and what later versions send is passed over', () => {
    for (const bytes of [[1, 1, 0], [3], [64, 9, 9], [0, 7, 0]])
      expect(readDocumentMessage(Uint8Array.from(bytes))).toEqual({ is: 'other' })
  })

  it('[DC1] a message cut short is refused', () => {
    const whole = writeUpdate(update)
    for (let end = 0; end < whole.byteLength; end++)
      expect(() => readDocumentMessage(whole.slice(0, end))).toThrow(Refused)
  })
})
