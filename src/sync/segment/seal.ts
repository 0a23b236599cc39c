import { deflateSync } from 'fflate'
import { encodeCbor } from '../../core/cbor.ts'
import type { Content, FactId } from '../../core/fact/fact.ts'
import { factId, makeFact } from '../../core/fact/fact.ts'
import type { Signer } from '../signer.ts'
import { lendingNamed, MAX_BATCHES, MAX_FACTS, MAX_WEIGHT, readBody, weigh, writeBody } from './body.ts'
import {
  hashOfStatement,
  headerFields,
  MAX_BODY_BYTES,
  MAX_SEGMENT_BYTES,
  NO_SEGMENT,
  type ProjectId,
  type Segment,
  statementOf
} from './segment.ts'

/** Where a device's chain stands: its last segment. */
export type Head = { readonly n: number; readonly hash: string; readonly next: number }
export const NO_HEAD: Head = { n: 0, hash: NO_SEGMENT, next: 1 }

/** How a segment is written. */
export type Writing = {
  /**
   * The body deflated; left plain where the link deflates, which then compresses across segments, unless it is so
   * large that it would make too large a message.
   */
  readonly deflate: boolean
  /** [SG7] Leaves out project and device, which the other end of a link knows. */
  readonly short: boolean
}
/** So that a plain segment stays a message of at most 8 kB. */
const MOST_PLAIN = 7500
/** So that a segment stays within its bound when all of its texts are erased. */
const MAX_TEXTS = 100
const WHOLE: Writing = { deflate: true, short: false }

/**
 * [SG8] Seals contents into as few segments as fit, in order, each at most 4 kB.
 *
 * @param contents at least one; each fits a segment of its own (`fits` tells).
 * @returns the segments and the chain's new head.
 */
export async function seal(
  contents: readonly Content[],
  project: ProjectId,
  head: Head,
  signer: Signer
): Promise<{ segments: Segment[]; head: Head }> {
  const segments: Segment[] = []
  let at = head
  for (let from = 0; from < contents.length; ) {
    const count = countThatFits(contents, from)
    const facts = contents.slice(from, from + count).map((content) => makeFact(signer.device, content))
    const header = {
      project,
      device: signer.device,
      n: at.n + 1,
      first: at.next,
      prev: at.hash,
      batches: batchesOf(contents.slice(from, from + count))
    }
    const ids = facts.map(({ id }) => id)
    const statement = statementOf(header, ids)
    const hash = hashOfStatement(statement)
    segments.push({ header, ids, signature: await signer.sign(statement), hash, facts })
    at = { n: header.n, hash, next: header.first + count }
    from += count
  }
  return { segments, head: at }
}

/** [SG3] A segment as bytes: `[header, number of facts, signature, plain body | [deflated body]]`. */
export function writeSegment({ header, facts, signature }: Segment, { deflate, short }: Writing = WHOLE): Uint8Array {
  const fields = headerFields(header)
  if (short) fields[1] = fields[2] = null
  const body = writeBody(
    facts.map(({ content }) => content),
    header.batches
  )
  return encodeCbor([
    fields,
    facts.length,
    signature,
    deflate || body.byteLength > MOST_PLAIN ? [deflated(body)] : body
  ])
}

/**
 * Whether a segment can carry this fact: it is small enough, and comes back as the same fact. A longer text goes into
 * pieces first (`splitText`).
 */
export function fits(content: Content): boolean {
  try {
    const batches = batchesOf([content])
    const [back] = readBody(writeBody([content], batches), 1, batches)
    return holds([content]) && back !== undefined && factId(NO_SEGMENT, back) === factId(NO_SEGMENT, content)
  } catch {
    return false // a value that CBOR has no form for
  }
}

/** Most facts from this place on that one segment holds; at least one. */
function countThatFits(contents: readonly Content[], from: number): number {
  let fit = 1
  let over = Math.min(contents.length - from, MAX_FACTS) + 1
  // Bisects, since a longer list is never smaller; the first guess is a day's usual share.
  for (let guess = Math.min(40, over - 1); over - fit > 1; guess = (fit + over) >> 1) {
    if (guess <= fit) guess = fit + 1
    if (holds(contents.slice(from, from + guess))) fit = guess
    else over = guess
  }
  return fit
}

function holds(contents: readonly Content[]): boolean {
  const batches = batchesOf(contents)
  if (batches.length > MAX_BATCHES || contents.filter((content) => 'text' in content).length > MAX_TEXTS) return false
  if (contents.reduce((sum, content) => sum + weigh(content), 0) > MAX_WEIGHT) return false
  const body = writeBody(contents, batches)
  // Header, signature and framing take 240 bytes at most, and 34 for each batch.
  return body.byteLength < MAX_BODY_BYTES && 240 + 34 * batches.length + deflated(body).byteLength <= MAX_SEGMENT_BYTES
}

function batchesOf(contents: readonly Content[]): FactId[] {
  return [...new Set(contents.map(lendingNamed).filter((id) => id !== undefined))].sort()
}

function deflated(body: Uint8Array): Uint8Array {
  return deflateSync(body, { level: 9 })
}
