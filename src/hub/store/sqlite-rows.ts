import type { SQLInputValue } from 'node:sqlite'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import type { Content, DeviceKey, Fact, FactId } from '../../core/fact/fact.ts'
import { sha256 } from '../../core/hash.ts'
import type { Outcome } from '../../core/tree/view.ts'
import type { SegmentHeader } from '../../sync/segment/segment.ts'
import type { TreeRow } from './store.ts'

export type Row = Record<string, SQLInputValue>

export function factOf(id: FactId, device: DeviceKey, content: unknown): Fact {
  return { id, device, content: decodeCbor(plain(content)) as Content }
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

export function outcomeIn({ word, rule }: Row): Outcome {
  return (word === 'merged' ? { is: 'merged' } : { is: word, rule }) as Outcome
}

export function treeIn({ id, state, lang, messages, room, author, prompt, score }: Row): TreeRow {
  return { id, state, lang, messages, room, author, prompt, score } as TreeRow
}

/** A checksum of a row that nothing else vouches for. It tells damage, and no forger. */
export function sumOf(...fields: readonly (string | number | Uint8Array)[]): string {
  return hexOf(sha256(encodeCbor(fields)).subarray(0, 8))
}

/** Where a name stands in an order of chance, the same at every look. */
export function randomPlace(name: string): number {
  return new DataView(sha256(new TextEncoder().encode(name)).buffer).getUint32(0)
}
