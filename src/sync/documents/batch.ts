import * as Y from 'yjs'
import { bytesOf, utf8 } from '../../core/bytes.ts'
import type { FactId } from '../../core/fact/fact.ts'
import type { Role } from '../../core/fact/kinds.ts'
import { hashOf } from '../../core/hash.ts'
import { Refused } from '../refusal.ts'

/** A message as a batch shows it. `parent` is a place in the lending's `shown`; `text` is null once erased. */
export type ShownMessage = {
  readonly role: Role
  readonly lang: string
  readonly parent?: number
  readonly text: string | null
}

/** What a batch document holds: the hub's segment with the lending, and every message that the lending shows. */
export type BatchContent = { readonly segment: Uint8Array; readonly shown: readonly ShownMessage[] }

/** Characters of one piece of text: at most 4.5 kB, so that no update comes near the bound of a message. */
const PIECE = 1500
/** Characters that small messages share an update for. */
const UPDATE_CHARS = 2000

/** `batch/<lending>/<version>`: the version changes only when a text is erased, since lent tasks never change. */
export function batchDocumentName(lending: FactId, content: BatchContent): string {
  return `batch/${lending}/${hashOf('batch', [content.segment, content.shown]).slice(0, 16)}`
}

/**
 * [DC4] The updates of a batch document, in the order they are sent. The same content gives the same bytes, so a hub
 * makes them anew whenever asked, and a device goes on with what it has after any cut or change of hub.
 */
export function writeBatchDocument(lending: FactId, content: BatchContent): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc({ gc: false })
  // One writer, named after the lending, makes the bytes repeatable.
  doc.clientID = new DataView(bytesOf(lending).buffer).getUint32(0) || 1
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const map = doc.getMap('batch')
  let chars = 0
  let group: [string, unknown][] = []
  const flush = () => {
    if (group.length > 0)
      doc.transact(() => {
        for (const [key, value] of group) map.set(key, value)
      })
    group = []
    chars = 0
  }
  const put = (key: string, value: unknown, size: number) => {
    if (chars + size > UPDATE_CHARS) flush()
    group.push([key, value])
    chars += size
  }
  put('segment', content.segment, UPDATE_CHARS)
  for (const [at, { role, lang, parent, text }] of content.shown.entries()) {
    const pieces = text === null ? [] : cut(text)
    for (const [i, piece] of pieces.entries()) put(`t/${at}/${i}`, piece, piece.length)
    put(`m/${at}`, [role, lang, parent ?? null, text === null ? -1 : pieces.length], 40)
  }
  flush()
  return { doc, updates }
}

/**
 * @param count how many messages the lending shows.
 * @returns undefined while some of it has not arrived.
 * @throws {Refused} malformed.
 */
export function readBatchDocument(doc: Y.Doc, count: number): readonly ShownMessage[] | undefined {
  const map = doc.getMap('batch')
  const shown: ShownMessage[] = []
  for (let at = 0; at < count; at++) {
    const head = map.get(`m/${at}`)
    if (head === undefined) return undefined
    if (!Array.isArray(head)) throw new Refused('malformed', 'batch message')
    const [role, lang, parent, pieces] = head as unknown[]
    const known = (role === 'prompter' || role === 'assistant') && typeof lang === 'string'
    if (!known || !isPieceCount(pieces)) throw new Refused('malformed', 'batch message')
    const texts = Array.from({ length: Math.max(0, pieces) }, (_, i) => map.get(`t/${at}/${i}`))
    if (texts.some((text) => typeof text !== 'string')) return undefined
    shown.push({
      role,
      lang,
      ...(typeof parent === 'number' && { parent }),
      text: pieces === -1 ? null : texts.join('')
    })
  }
  return shown
}

/** -1: erased. The bound is what a text of a hundred `piece` facts has, several times over. */
function isPieceCount(pieces: unknown): pieces is number {
  return typeof pieces === 'number' && Number.isInteger(pieces) && pieces >= -1 && pieces <= 1000
}

export function batchSegment(doc: Y.Doc): Uint8Array | undefined {
  const segment = doc.getMap('batch').get('segment')
  return segment instanceof Uint8Array ? segment : undefined
}

/** Cuts at a bound of characters, never inside a surrogate pair, which Yjs would spoil. */
function cut(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + PIECE, text.length)
    const last = text.charCodeAt(to - 1)
    if (to < text.length && last >= 0xd800 && last < 0xdc00) to -= 1
    pieces.push(text.slice(from, to))
    from = to
  }
  return pieces
}

/** Bytes that a batch document costs before deflation, to say so before a checkout. */
export function batchBytes(content: BatchContent): number {
  return content.segment.byteLength + content.shown.reduce((sum, { text }) => sum + 60 + utf8(text ?? '').byteLength, 0)
}
