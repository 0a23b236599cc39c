import { FIRST_DOCUMENT, SEGMENTS } from '../../src/sync/link/frame.ts'
import { readPart } from '../../src/sync/link/parts.ts'

type Frame = { readonly channel: number; readonly payload: Uint8Array }
type Sent = { readonly sent: Readonly<Record<'up' | 'down', readonly Frame[]>> }
type Piece = { readonly key: string; readonly bytes: number }

/** For each of these connections, the bytes of segments that went up on it though they had gone before. */
export function workSentAgain(wires: readonly Sent[]): number[] {
  return sentAgain(wires, 'up', partsOf)
}

/** For each of these connections, the bytes of documents' messages that came down on it though they had come before. */
export function documentsSentAgain(wires: readonly Sent[]): number[] {
  return sentAgain(wires, 'down', updateOf)
}

function sentAgain(wires: readonly Sent[], side: 'up' | 'down', piecesOf: (frame: Frame) => Piece[]): number[] {
  const seen = new Set<string>()
  return wires.map((wire) => {
    const pieces = wire.sent[side].flatMap(piecesOf)
    const again = pieces.filter(({ key }) => seen.has(key)).reduce((sum, { bytes }) => sum + bytes, 0)
    for (const { key } of pieces) seen.add(key)
    return again
  })
}

/** A part of a segment, byte by byte: another connection may cut it elsewhere. */
function partsOf({ channel, payload }: Frame): Piece[] {
  if (channel !== SEGMENTS) return []
  const { tag, total, offset, bytes } = readPart(payload)
  return Array.from(bytes, (_, at) => ({ key: `${tag} ${total} ${offset + at}`, bytes: 1 }))
}

function updateOf({ channel, payload }: Frame): Piece[] {
  return channel < FIRST_DOCUMENT ? [] : [{ key: Buffer.from(payload).toString('base64'), bytes: payload.byteLength }]
}
