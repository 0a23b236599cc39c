import { deflateSync } from 'fflate'
import { encodeCbor } from '../../core/cbor.ts'
import type { Content, FactId } from '../../core/fact/fact.ts'
import { makeFact } from '../../core/fact/fact.ts'
import type { Signer } from '../signer.ts'
import { MAX_BATCHES, MAX_FACTS, writeBody } from './body.ts'
import {
  hashOfStatement,
  headerFields,
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
  /** The body deflated; left plain where the link deflates, which then compresses across segments. */
  readonly deflate: boolean
  /** [SG7] Leaves out project and device, which the other end of a link knows. */
  readonly short: boolean
}
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
  return encodeCbor([fields, facts.length, signature, deflate ? [deflateSync(body, { level: 9 })] : body])
}

/** Whether one fact fits a segment. A longer text goes into pieces first (`splitText`). */
export function fits(content: Content): boolean {
  return size([content]) <= MAX_SEGMENT_BYTES
}

/** Most facts from this place on that one segment holds; at least one. */
function countThatFits(contents: readonly Content[], from: number): number {
  let fit = 1
  let over = Math.min(contents.length - from, MAX_FACTS) + 1
  // Bisects, since a longer list is never smaller; the first guess is a day's usual share.
  for (let guess = Math.min(40, over - 1); over - fit > 1; guess = (fit + over) >> 1) {
    if (guess <= fit) guess = fit + 1
    const some = contents.slice(from, from + guess)
    if (batchesOf(some).length <= MAX_BATCHES && size(some) <= MAX_SEGMENT_BYTES) fit = guess
    else over = guess
  }
  return fit
}

/** Bytes of a whole segment: the deflated body, and what header, signature and framing take at most. */
function size(contents: readonly Content[]): number {
  const batches = batchesOf(contents)
  return 240 + 34 * batches.length + deflateSync(writeBody(contents, batches), { level: 9 }).byteLength
}

function batchesOf(contents: readonly Content[]): FactId[] {
  const ids = contents.flatMap(({ task }) => (Array.isArray(task) && typeof task[0] === 'string' ? [task[0]] : []))
  return [...new Set(ids)].sort()
}
