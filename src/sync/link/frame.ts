import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Refused } from '../refusal.ts'

/** [LK2] A message on the socket is a channel number and what travels on it. */
export const CONTROL = 0
/** Segments, whole or short, up and down. */
export const SEGMENTS = 1
export const RECEIPTS = 2
/** Documents use channels from here on, numbered by the device. */
export const FIRST_DOCUMENT = 16

/** [LK3] No message above 8 kB in either direction: what a cut loses is at most that. */
export const MAX_MESSAGE_BYTES = 8192
/** [LK4] Nor more than this unacknowledged. */
export const WINDOW_BYTES = 8192

export function writeFrame(channel: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, channel)
  encoding.writeUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** @throws {Refused} malformed. */
export function readFrame(frame: Uint8Array): { channel: number; payload: Uint8Array } {
  try {
    const decoder = decoding.createDecoder(frame)
    return { channel: decoding.readVarUint(decoder), payload: decoding.readTailAsUint8Array(decoder) }
  } catch (cause) {
    throw new Refused('malformed', 'a message without a channel', { cause })
  }
}
