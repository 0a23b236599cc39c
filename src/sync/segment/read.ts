import { inflateSync } from 'fflate'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import { type DeviceKey, type Fact, makeFact } from '../../core/fact/fact.ts'
import { Refused } from '../refusal.ts'
import type { Verify } from '../signer.ts'
import { MAX_BATCHES, MAX_FACTS, readBody } from './body.ts'
import {
  hashOfStatement,
  MAX_BODY_BYTES,
  MAX_ERASED_BYTES,
  type ProjectId,
  type Segment,
  type SegmentHeader,
  statementOf
} from './segment.ts'

/** What the receiver of a short segment knows without being told. */
export type Known = { readonly project: ProjectId; readonly device: DeviceKey }

/**
 * The only door for segment bytes; behind it a `Segment` is trusted. The cheapest checks come first.
 *
 * @param known fills what a short segment leaves out; a whole segment must name the same project.
 * @throws {Refused} too-large, newer-version, malformed, wrong-project or bad-signature.
 */
export async function readSegment(bytes: Uint8Array, verify: Verify, known: Partial<Known> = {}): Promise<Segment> {
  // A plain body is checked against its own bound below; a deflated one is small.
  if (bytes.byteLength > MAX_BODY_BYTES) throw new Refused('too-large', `${bytes.byteLength} bytes`)
  const parts = list(decoded(bytes))
  const header = readHeader(parts[0], known)
  const [, count, signature, body] = list(parts, 4)
  if (known.project !== undefined && header.project !== known.project)
    throw new Refused('wrong-project', `segment of project ${header.project.slice(0, 8)}`)
  if (!isCount(count, 1, MAX_FACTS)) throw new Refused('malformed', 'no number of facts')
  const facts = readFacts(body, count, header)
  const ids = facts.map(({ id }) => id)
  const statement = statementOf(header, ids)
  if (!(signature instanceof Uint8Array) || !(await verify(header.device, statement, signature)))
    throw new Refused('bad-signature', `segment ${header.n} of device ${header.device.slice(0, 8)}`)
  return { header, ids, signature, hash: hashOfStatement(statement), facts }
}

function readHeader(fields: unknown, known: Partial<Known>): SegmentHeader {
  if (!Array.isArray(fields) || fields[0] !== 1)
    throw new Refused('newer-version', `segment format ${String(list(fields)[0])}`)
  const [, project, device, n, first, prev, batches] = list(fields, 7)
  if (!isCount(n, 1) || !isCount(first, 1)) throw new Refused('malformed', 'no place in a chain')
  const names = list(batches).map((batch) => hash(batch, 'batch'))
  if (names.length > MAX_BATCHES || new Set(names).size < names.length)
    throw new Refused('malformed', 'too many batches')
  return {
    project: project === null && known.project ? known.project : hash(project, 'project'),
    device: device === null && known.device ? known.device : hash(device, 'device'),
    n,
    first,
    prev: hash(prev, 'previous segment'),
    batches: names
  }
}

function readFacts(body: unknown, count: number, header: SegmentHeader): Fact[] {
  try {
    return readBody(inflated(body), count, header.batches).map((content) => makeFact(header.device, content))
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused('malformed', 'body', { cause })
  }
}

/** fflate truncates at the end of a given buffer without a word: a full buffer is a bomb. */
function inflated(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  const [deflated] = list(body, 1)
  if (!(deflated instanceof Uint8Array) || deflated.byteLength > MAX_ERASED_BYTES)
    throw new Refused('too-large', 'body')
  const out = inflateSync(deflated, { out: new Uint8Array(MAX_BODY_BYTES) })
  if (out.byteLength >= MAX_BODY_BYTES) throw new Refused('too-large', 'inflated body')
  return out
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decodeCbor(bytes)
  } catch (cause) {
    throw new Refused('malformed', 'not a segment', { cause })
  }
}

function list(value: unknown, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length))
    throw new Refused('malformed', 'no such list')
  return value
}

function hash(value: unknown, name: string): string {
  if (!(value instanceof Uint8Array) || value.byteLength !== 32)
    throw new Refused('malformed', `no hash of the ${name}`)
  return hexOf(value)
}

function isCount(value: unknown, least: number, most = 2 ** 32): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
}
