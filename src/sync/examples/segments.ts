import { deflateSync } from 'fflate'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { erased } from '../../core/fact/fact.ts'
import { writeBody } from '../segment/body.ts'
import { NO_HEAD, seal, writeSegment } from '../segment/seal.ts'
import { NO_PROJECT, type Segment } from '../segment/segment.ts'
import type { Signer } from '../signer.ts'
import { badBodies } from './bodies.ts'
import { LATER, LENDINGS, MORNING, PROJECT } from './contents.ts'
import { type Example, plain } from './example.ts'
import { testSigner } from './key.ts'

/** Examples of segment bytes, for any reader of them in any language. */
export async function segmentExamples(): Promise<Example[]> {
  const signer = await testSigner(1)
  const { segments, head } = await seal(MORNING, PROJECT, NO_HEAD, signer)
  const morning = segments[0] as Segment
  const later = (await seal(LATER, PROJECT, head, signer)).segments[0] as Segment
  const founding = { kind: 'project', v: 1, name: 'Example', rules: 'understory', organizers: [signer.device] }
  const first = (await seal([founding], NO_PROJECT, NO_HEAD, signer)).segments[0] as Segment
  const known = { project: PROJECT, device: signer.device }
  const bytes = {
    whole: writeSegment(morning),
    short: writeSegment(morning, { deflate: true, short: true }),
    plain: writeSegment(morning, { deflate: false, short: true }),
    erased: writeSegment({ ...morning, facts: morning.facts.map(erased) }),
    later: writeSegment(later)
  }
  return [
    valid('whole', bytes.whole, morning, { project: PROJECT }),
    valid('whole, to a reader who knows nothing', bytes.whole, morning),
    valid('short', bytes.short, morning, known),
    valid('short and plain', bytes.plain, morning, known),
    valid('erased: same ids, same hash', bytes.erased, { ...morning, facts: morning.facts.map(erased) }),
    valid('second of the chain, of kinds, versions and fields that nobody knows', bytes.later, later),
    valid('the first of a project, in which the project has no name yet', writeSegment(first), first),
    bad('nothing', new Uint8Array(), 'malformed'),
    bad('no CBOR', Uint8Array.of(0xff), 'malformed'),
    bad('a number', encodeCbor(1), 'malformed'),
    bad('cut at its last byte', bytes.whole.slice(0, -1), 'malformed'),
    bad('a byte too many', Uint8Array.of(...bytes.whole, 0), 'malformed'),
    bad('a list without a length', Uint8Array.of(0x9f, ...bytes.whole.slice(1), 0xff), 'malformed'),
    bad('short, to a reader who does not know the device', bytes.short, 'malformed', { project: PROJECT }),
    bad('short, to a reader who does not know the project', bytes.short, 'malformed', { device: signer.device }),
    bad('of another project', bytes.whole, 'wrong-project', { project: 'ff'.repeat(32) }),
    ...badHeaders(morning),
    ...flipped(bytes.plain, known),
    ...(await badSignatures(morning, signer)),
    ...badBodies().map(({ name, body, count = 1, refused = 'malformed' }) =>
      bad(name, forged(morning, { count, body }), refused)
    )
  ]
}

function valid(name: string, bytes: Uint8Array, segment: Segment, given?: Record<string, unknown>): Example {
  const { header, hash, ids, facts } = segment
  const contents = facts.map(({ content }) => plain(content))
  return { name, hex: hexOf(bytes), ...(given && { given }), is: { header, hash, ids, contents } }
}

function bad(name: string, bytes: Uint8Array, refused: string, given?: Record<string, unknown>): Example {
  return { name, hex: hexOf(bytes), ...(given && { given }), refused }
}

type Forgery = { fields?: (fields: unknown[]) => unknown; count?: unknown; signature?: unknown; body?: unknown }

/** A segment put together by hand; the signature is the honest one's unless given. */
function forged(honest: Segment, { fields, count, signature, body }: Forgery): Uint8Array {
  const parts = decodeCbor(writeSegment(honest)) as unknown[]
  return encodeCbor([
    fields ? fields([...(parts[0] as unknown[])]) : parts[0],
    count ?? parts[1],
    signature ?? parts[2],
    body ?? parts[3]
  ])
}

function badHeaders(honest: Segment): Example[] {
  const set = (at: number, value: unknown) => (fields: unknown[]) => fields.with(at, value)
  const hash = (fill: number, length = 32) => new Uint8Array(length).fill(fill)
  const headers: [string, NonNullable<Forgery['fields']>, string?][] = [
    ['a later format', set(0, 2), 'newer-version'],
    ['a later format with another header', () => [2, 'whatever'], 'newer-version'],
    ['no header', () => 1],
    ['a header without its batches', (fields) => fields.slice(0, -1)],
    ['a header of one field more', (fields) => [...fields, 1]],
    ['number 0 of its chain', set(3, 0)],
    ['number 1.5 of its chain', set(3, 1.5)],
    ['first fact 0', set(4, 0)],
    ['a predecessor of 31 bytes', set(5, hash(0, 31))],
    ['a predecessor as text', set(5, '0'.repeat(64))],
    ['no device', set(2, null)],
    [
      'nine batches',
      set(
        6,
        Array.from({ length: 9 }, (_, i) => hash(i))
      )
    ],
    ['the same batch twice', set(6, [hash(1), hash(1)])],
    ['batches by name', set(6, LENDINGS)]
  ]
  const late = encodeCbor([[2, 'whatever'], 'and', 'more', 'parts', 'of', 'it'])
  return [
    ...headers.map(([name, fields, refused = 'malformed']) => bad(name, forged(honest, { fields }), refused)),
    bad('a later format of more parts', late, 'newer-version')
  ]
}

/** One bit changed where the bytes still read well: only the signature tells. */
function flipped(bytes: Uint8Array, given: Record<string, unknown>): Example[] {
  const text = hexOf(bytes)
  const flip = (name: string, marker: string, before: number) => {
    const at = text.indexOf(marker) / 2 + before
    if (!Number.isInteger(at) || at < before) throw new RangeError(`no ${marker}`)
    const changed = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
    return bad(`one bit of ${name} changed`, changed, 'bad-signature', given)
  }
  return [
    flip('the previous segment', '5820'.padEnd(68, '0'), 5),
    flip('a lending', 'b1'.repeat(32), 3),
    flip('a text', hexOf(new TextEncoder().encode('ሰላም')), 2),
    flip('a salt', '00112233445566778899aabb', 2),
    flip('the signature', '5840', 9)
  ]
}

async function badSignatures(honest: Segment, signer: Signer): Promise<Example[]> {
  const other = await testSigner(2)
  const { header, facts, signature } = honest
  const foreign = (await seal(MORNING, PROJECT, NO_HEAD, other)).segments[0] as Segment
  const body = writeBody(
    [...facts].reverse().map(({ content }) => content),
    header.batches
  )
  const empty = await signer.sign(new Uint8Array())
  return [
    bad('signed by another device', forged(honest, { signature: foreign.signature }), 'bad-signature'),
    bad('a signature of 63 bytes', forged(honest, { signature: signature.slice(1) }), 'bad-signature'),
    bad('a number for a signature', forged(honest, { signature: 1 }), 'bad-signature'),
    bad('a signature of something else', forged(honest, { signature: empty }), 'bad-signature'),
    bad('facts in another order', forged(honest, { body: [deflateSync(body)] }), 'bad-signature')
  ]
}
