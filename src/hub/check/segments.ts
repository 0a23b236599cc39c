import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { type Content, factId } from '../../core/fact/fact.ts'
import { hashOfStatement, NO_PROJECT, NO_SEGMENT, type Segment, statementOf } from '../../sync/segment/segment.ts'
import type { Verify } from '../../sync/signer.ts'
import type { ReadTx, SegmentRow } from '../store/store.ts'
import type { Fault, FaultName } from './fault.ts'

/** Every segment: its facts, its hash, its signature and its place in its chain. @param use takes those that can be read. */
export async function* checkSegments(
  tx: ReadTx,
  project: string,
  verify: Verify,
  use: (segment: Segment) => Promise<void>
): AsyncGenerator<Fault> {
  const known = new Map<string, SegmentRow>()
  for await (const row of tx.segmentRows()) known.set(row.hash, row)
  for (const row of known.values()) {
    const fault = (name: FaultName, detail?: string): Fault => ({
      fault: name,
      table: 'segments',
      row: row.hash,
      ...(detail !== undefined && { detail })
    })
    let segment: Segment | undefined
    try {
      segment = await tx.segment(row.hash)
    } catch (cause) {
      yield fault('unreadable-segment', cause instanceof Error ? cause.message : String(cause))
      continue
    }
    if (!segment) continue
    const { header, ids, signature } = segment
    if (ids.length !== row.facts) {
      yield fault('lost-fact', `${ids.length} of ${row.facts} facts are there`)
      continue
    }
    const statement = statementOf(header, ids)
    if (hashOfStatement(statement) !== row.hash) yield fault('bad-hash')
    else if (!(await verify(header.device, statement, signature))) yield fault('bad-signature')
    if (header.project !== project && header.project !== NO_PROJECT) yield fault('bad-row', 'it is of another project')
    for (const name of ['device', 'n', 'first', 'prev'] as const)
      if (row[name] !== header[name])
        yield fault('bad-row', `${name} is ${row[name]}, and by its header ${header[name]}`)
    const before = known.get(header.prev)
    const isNext = before ? header.n === before.n + 1 && header.first === before.first + before.facts : true
    if (!isNext || (header.prev === NO_SEGMENT && header.n !== 1)) yield fault('bad-chain')
    await use(segment)
  }
}

/** Every fact: its content has its id, and a segment brought it. */
export async function* checkFacts(tx: ReadTx): AsyncGenerator<Fault> {
  for await (const { id, device, content } of tx.factRows()) {
    if (!holds(id, device, content)) yield { fault: 'changed-fact', table: 'facts', row: id }
    if ((await tx.segmentOf(id)) === undefined) yield { fault: 'stray-fact', table: 'facts', row: id }
  }
}

function holds(id: string, device: string, bytes: Uint8Array): boolean {
  try {
    const content = decodeCbor(bytes) as Content
    // Of several ways to write the same, one is ours: bytes that mean nothing are changed bytes too.
    return factId(device, content) === id && Buffer.compare(encodeCbor(content), bytes) === 0
  } catch {
    return false
  }
}
