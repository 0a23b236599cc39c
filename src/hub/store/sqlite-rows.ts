import type { SQLInputValue } from 'node:sqlite'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import type { Content, Fact } from '../../core/fact/fact.ts'
import type { SegmentHeader } from '../../sync/segment/segment.ts'
import type { StoredReceipt } from './store.ts'

export type Row = Record<string, SQLInputValue>

export function factOf(row: Row): Fact {
  return { id: row.id as string, device: row.device as string, content: decodeCbor(plain(row.content)) as Content }
}

export function headerOf(bytes: Uint8Array): SegmentHeader {
  const [, project, device, n, first, prev, batches] = decodeCbor(plain(bytes)) as [
    number,
    Uint8Array,
    Uint8Array,
    number,
    number,
    Uint8Array,
    Uint8Array[]
  ]
  return {
    project: hexOf(project),
    device: hexOf(device),
    n,
    first,
    prev: hexOf(prev),
    batches: batches.map((batch) => hexOf(batch))
  }
}

export function plain(bytes: unknown): Uint8Array {
  return new Uint8Array(bytes as Uint8Array)
}

export function receiptIn(row: Row): StoredReceipt {
  return { segment: row.segment as string, stamp: Number(row.stamp), bytes: plain(row.bytes) }
}
