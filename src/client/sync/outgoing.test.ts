import { describe, expect, it } from 'vitest'
import type { Content } from '../../core/fact/fact.ts'
import { aLink } from '../../sync/examples/held-link.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { WINDOW_BYTES } from '../../sync/link/frame.ts'
import { Partials, readPart, tagOf } from '../../sync/link/parts.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import type { SegmentRow } from '../store/store.ts'
import { Outgoing } from './outgoing.ts'

const PROJECT = 'a'.repeat(64)

/** So many segments in a row, of a few bytes or of about 3 kB each. */
async function chain(sizes: readonly ('small' | 'large')[], byte = 1): Promise<SegmentRow[]> {
  const signer = await testSigner(byte)
  const rows: SegmentRow[] = []
  let head = NO_HEAD
  for (const [i, size] of sizes.entries()) {
    const text = size === 'small' ? `Item ${i}.` : words(i)
    const content: Content = { kind: 'piece', v: 1, text, salt: new Uint8Array(12) }
    const sealed = await seal([content], PROJECT, head, signer)
    head = sealed.head
    const [segment] = sealed.segments
    const { n, device, first } = segment!.header
    const facts = [...segment!.ids]
    rows.push({ device, n, hash: segment!.hash, next: first + 1, bytes: writeSegment(segment!), facts })
  }
  return rows
}

/** What goes out over a link is kept here. */
function begin() {
  const { link } = aLink()
  const sent: Uint8Array[] = []
  let broken = false
  const outgoing = new Outgoing({ link, send: (part) => void sent.push(part), overtaken: () => broken })
  /** The places in `rows` whose parts have gone out since last asked. */
  const gone = (rows: readonly SegmentRow[]) => {
    const tags = sent.splice(0).map((part) => readPart(part).tag)
    return [...new Set(tags)].map((tag) => rows.findIndex(({ hash }) => tagOf(hash) === tag))
  }
  const breaks = () => {
    broken = true
  }
  return { link, sent, outgoing, gone, breaks }
}

describe('segments on their way', () => {
  it('[EX3] go in the order of the chain, at most 8 kB of them without a receipt', async () => {
    const { outgoing, gone } = begin()
    const rows = await chain(Array.from({ length: 6 }, () => 'large' as const))
    const two = rows[0]!.bytes.byteLength + rows[1]!.bytes.byteLength
    expect([two <= WINDOW_BYTES, two + rows[2]!.bytes.byteLength > WINDOW_BYTES]).toEqual([true, true])
    outgoing.begin(rows[0]!.device, rows, [])
    await outgoing.push()
    expect(gone(rows)).toEqual([0, 1])
    await outgoing.push()
    expect(gone(rows)).toEqual([])
    for (const next of [2, 3, 4, 5]) {
      outgoing.received(rows[next - 2]!.hash)
      await outgoing.push()
      expect(gone(rows)).toEqual([next])
    }
  })

  it('[EX3] many small ones go together', async () => {
    const { outgoing, gone } = begin()
    const rows = await chain(Array.from({ length: 9 }, () => 'small' as const))
    outgoing.begin(rows[0]!.device, rows, [])
    await outgoing.push()
    expect(gone(rows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('[EX3] a small one does not overtake a large one before it', async () => {
    const { outgoing, gone } = begin()
    const rows = await chain(['large', 'large', 'large', 'small'])
    outgoing.begin(rows[0]!.device, rows, [])
    await outgoing.push()
    expect(gone(rows)).toEqual([0, 1])
  })

  it('[LK8] the link knows while there is one without a receipt', async () => {
    const { outgoing, link } = begin()
    const rows = await chain(['small', 'small'])
    outgoing.begin(rows[0]!.device, rows, [])
    expect(link.waiting).toBe(false)
    await outgoing.push()
    expect(link.waiting).toBe(true)
    for (const { hash } of rows) outgoing.received(hash)
    await outgoing.push()
    expect(link.waiting).toBe(false)
    outgoing.add(await chain(['small', 'small', 'small']))
    await outgoing.push()
    outgoing.broken()
    expect(link.waiting).toBe(false)
  })

  it('what is added goes behind, and nothing twice', async () => {
    const { outgoing, gone } = begin()
    const rows = await chain(['small', 'small', 'small'])
    outgoing.begin(rows[0]!.device, rows.slice(0, 2), [])
    await outgoing.push()
    outgoing.add(rows)
    await outgoing.push()
    expect(gone(rows)).toEqual([0, 1, 2])
  })

  it('[EX2] after a break all without a receipt goes again', async () => {
    const { outgoing, gone } = begin()
    const rows = await chain(['small', 'small', 'small'])
    outgoing.begin(rows[0]!.device, rows, [])
    await outgoing.push()
    outgoing.received(rows[0]!.hash)
    gone(rows)
    outgoing.begin(rows[0]!.device, rows.slice(1), [])
    await outgoing.push()
    expect(gone(rows)).toEqual([1, 2])
  })

  it('nothing goes on a connection that has broken meanwhile', async () => {
    const { outgoing, gone, breaks } = begin()
    const rows = await chain(['small'])
    outgoing.begin(rows[0]!.device, rows, [])
    breaks()
    await outgoing.push()
    expect(gone(rows)).toEqual([])
  })
})

describe('the form of a segment on its way', () => {
  /** What a hub puts together from the parts. */
  const arrived = (
    parts: readonly Uint8Array[],
    device: string,
    before?: readonly [tag: string, bytes: Uint8Array]
  ) => {
    const partials = new Partials()
    if (before) partials.add(device, { tag: before[0], offset: 0, total: before[1].byteLength + 1, bytes: before[1] })
    return parts.map((part) => partials.add(device, readPart(part))).findLast((bytes) => bytes !== undefined)
  }

  it('[SG7] is short in its own device’s chain, and whole in that of an older key', async () => {
    const { outgoing, sent } = begin()
    const [[own], [older]] = [await chain(['small']), await chain(['small'], 2)]
    outgoing.begin(own!.device, [own!, older!], [])
    await outgoing.push()
    const [first, second] = [arrived(sent.slice(0, 1), own!.device)!, arrived(sent.slice(1), own!.device)!]
    const known = { project: PROJECT, device: own!.device }
    expect((await readSegment(first, testVerify, known)).hash).toBe(own!.hash)
    await expect(readSegment(first, testVerify)).rejects.toThrow()
    expect((await readSegment(second, testVerify)).hash).toBe(older!.hash)
  })

  it('[EX2] begins where the hub’s copy ends, if that is a copy of this form', async () => {
    const rows = await chain(['large'])
    const [{ device, hash }] = rows as [SegmentRow]
    const send = async (begun: [string, number, number][]) => {
      const { outgoing, sent } = begin()
      outgoing.begin(device, rows, begun)
      await outgoing.push()
      return sent.map(readPart)
    }
    const [whole] = await send([])
    const { total, bytes } = whole!
    const [rest, ...more] = await send([[tagOf(hash), total, 1000]])
    expect([rest, more]).toEqual([{ tag: tagOf(hash), offset: 1000, total, bytes: bytes.subarray(1000) }, []])
    // Of another length, it was begun in another form; of another segment, it is none of this one's business.
    expect(await send([[tagOf(hash), total + 1, 1000]])).toEqual([whole])
    expect(await send([['00000000', total, 1000]])).toEqual([whole])
  })
})

/** 1,200 characters that hardly compress. */
function words(seed: number): string {
  let state = seed + 1
  const letter = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return String.fromCharCode(0x4e00 + ((state >>> 8) % 20_000))
  }
  return Array.from({ length: 1200 }, letter).join('')
}
