import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Refused } from '../refusal.ts'

/** Message numbers of the y-websocket protocol. */
const SYNC = 0
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

export type DocumentMessage =
  | { is: 'step1'; stateVector: Uint8Array }
  | { is: 'step2' | 'update'; update: Uint8Array }
  /** Awareness and whatever later versions send. */
  | { is: 'other' }

/** @throws {Refused} malformed. */
export function readDocumentMessage(payload: Uint8Array): DocumentMessage {
  try {
    const decoder = decoding.createDecoder(payload)
    if (decoding.readVarUint(decoder) !== SYNC) return { is: 'other' }
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step === STEP_1) return { is: 'step1', stateVector: bytes }
    return step === STEP_2 || step === UPDATE
      ? { is: step === STEP_2 ? 'step2' : 'update', update: bytes }
      : { is: 'other' }
  } catch (cause) {
    throw new Refused('malformed', 'document message', { cause })
  }
}

export function writeStep1(stateVector: Uint8Array): Uint8Array {
  return write(STEP_1, stateVector)
}

export function writeStep2(update: Uint8Array): Uint8Array {
  return write(STEP_2, update)
}

export function writeUpdate(update: Uint8Array): Uint8Array {
  return write(UPDATE, update)
}

/** An awareness update that names no client: feeds a provider's watchdog and causes no answer. */
export function noticeAboutNobody(): Uint8Array {
  return Uint8Array.of(1, 1, 0)
}

function write(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}
