import { sha256 as sha256Stream } from '@noble/hashes/sha2.js'
import { joined, utf8 } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { sha256 } from '../../core/hash.ts'
import type { ProjectId } from '../segment/segment.ts'
import type { Signer } from '../signer.ts'
import { type Audience, type BundleHead, type BundleItem, END, HEAD, KINDS } from './bundle.ts'
import { type CoverWords, writeCover } from './cover.ts'
import { SUM_BYTES, writeFrame } from './frame.ts'
import { writeEnd, writeHead } from './head.ts'
import { lockItem, newKey } from './lock.ts'

export type Writing = {
  readonly signer: Signer
  readonly project: ProjectId
  readonly title: string
  readonly madeBy: CoverWords['madeBy']
  /** Seconds since 1970. */
  readonly made: number
  readonly audience: Audience
  readonly holds: readonly string[]
  /** Who may open it, at most a thousand; undefined: everyone. */
  readonly readers: readonly DeviceKey[] | undefined
  /** No part is larger, unless by a single item. */
  readonly maxBytes: number
  random(bytes: number): Uint8Array
}

/** The end is smaller. */
const END_BYTES = 256

/**
 * [BN1] A bundle as bytes, part by part; one item at a time is in memory. There is a first part also when there is
 * nothing to carry.
 */
export async function* writeBundle(
  items: AsyncIterable<BundleItem>,
  writing: Writing
): AsyncGenerator<{ readonly part: number; readonly bytes: Uint8Array }> {
  const id = writing.random(16)
  let part = await beginPart(id, 1, writing)
  yield { part: 1, bytes: part.beginning }
  for await (const { kind, bytes } of items) {
    // A lock adds 16 bytes.
    if (part.count > 0 && part.bytes + bytes.byteLength + 64 + part.head.byteLength + END_BYTES > writing.maxBytes) {
      yield { part: part.number, bytes: await endOf(part, false, writing) }
      part = await beginPart(id, part.number + 1, writing)
      yield { part: part.number, bytes: part.beginning }
    }
    part.count += 1
    const place = { id, part: part.number, kind: KINDS[kind], number: part.count }
    const frame = writeFrame(place.kind, place.number, part.key ? lockItem(part.key, place, bytes) : bytes)
    part.sums.update(frame.subarray(-SUM_BYTES))
    part.bytes += frame.byteLength
    yield { part: part.number, bytes: frame }
  }
  yield { part: part.number, bytes: await endOf(part, true, writing) }
}

type Part = {
  readonly id: Uint8Array
  readonly number: number
  readonly key: Uint8Array | undefined
  readonly beginning: Uint8Array
  /** The head as a frame: it stands at the beginning and again before the end. */
  readonly head: Uint8Array
  readonly sums: ReturnType<typeof sha256Stream.create>
  count: number
  bytes: number
}

async function beginPart(id: Uint8Array, number: number, writing: Writing): Promise<Part> {
  const { signer, project, made, audience, readers, random } = writing
  const locked = readers && newKey(readers, random)
  const cover = utf8(writeCover({ ...writing, maker: signer.device, part: number, open: !readers }))
  const head: BundleHead = {
    ...{ id, project, maker: signer.device, made, part: number, audience },
    cover: { length: cover.byteLength, hash: sha256(cover) },
    ...(locked && { seal: locked.seal })
  }
  const frame = writeFrame(HEAD, 0, await writeHead(head, signer))
  const beginning = joined(cover, frame)
  const sums = sha256Stream.create()
  return { id, number, key: locked?.key, beginning, head: frame, sums, count: 0, bytes: beginning.byteLength }
}

async function endOf({ id, number, head, sums, count }: Part, last: boolean, { signer }: Writing): Promise<Uint8Array> {
  const end = await writeEnd({ count, last, digest: sums.digest() }, { id, part: number }, signer)
  return joined(head, writeFrame(END, count + 1, end))
}
