import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Refused } from '../refusal.ts'
import { MAX_MESSAGE_BYTES } from './frame.ts'

/** [LK13] A call over HTTP, or what the hub answers: the messages of a link, as many as fit 8 kB and at least one. */
export type PostBody = {
  /** 16 bytes that the hub draws; zeros begin a link. */
  readonly token: Uint8Array
  /** Of a call: its number, from 1. Of an answer: 0, or the code with which the hub has closed the link. */
  readonly number: number
  readonly frames: readonly Uint8Array[]
}

export const TOKEN_BYTES = 16
export const NO_TOKEN: Uint8Array = new Uint8Array(TOKEN_BYTES)
/** A reader's bound: one message of the largest size behind almost 8 kB of others, and room for a later version. */
export const MAX_POST_BYTES = 4 * MAX_MESSAGE_BYTES

export function writePost({ token, number, frames }: PostBody): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeUint8Array(encoder, token)
  encoding.writeVarUint(encoder, number)
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
  return encoding.toUint8Array(encoder)
}

/** @throws {Refused} malformed or too-large. */
export function readPost(bytes: Uint8Array): PostBody {
  if (bytes.byteLength > MAX_POST_BYTES) throw new Refused('too-large', 'call')
  try {
    const decoder = decoding.createDecoder(bytes)
    const token = decoding.readUint8Array(decoder, TOKEN_BYTES).slice()
    const number = decoding.readVarUint(decoder)
    const frames: Uint8Array[] = []
    while (decoding.hasContent(decoder)) frames.push(decoding.readVarUint8Array(decoder).slice())
    return { token, number, frames }
  } catch (cause) {
    throw new Refused('malformed', 'call', { cause })
  }
}

/** Takes from the front of a queue what one call or answer carries. */
export function takeFrames(queue: Uint8Array[]): Uint8Array[] {
  const frames: Uint8Array[] = []
  let bytes = 0
  for (let next = queue[0]; next; next = queue[0]) {
    if (frames.length > 0 && bytes + next.byteLength > MAX_MESSAGE_BYTES) break
    bytes += next.byteLength
    frames.push(next)
    queue.shift()
  }
  return frames
}
