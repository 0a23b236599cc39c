import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexOf, joined, utf8 } from '../../core/bytes.ts'
import { RUNS } from '../examples/any.ts'
import { bundleOf, repeatable } from '../examples/bundles.ts'
import { PROJECT } from '../examples/contents.ts'
import { testSigner, testVerify } from '../examples/key.ts'
import { Refused } from '../refusal.ts'
import { readBatchItem, writeBatchItem } from './batch-item.ts'
import type { BundleItem } from './bundle.ts'
import { writeFrame } from './frame.ts'
import { type Opener, openerOf } from './lock.ts'
import { type BundleEvent, readBundle } from './read.ts'
import { scan } from './scan.ts'

const bytes = repeatable(7)
const FEW: BundleItem[] = [
  { kind: 'segment', bytes: bytes(40) },
  { kind: 'receipt', bytes: bytes(25) },
  { kind: 'batch', bytes: new Uint8Array() },
  { kind: 'segment', bytes: bytes(33) }
]
const hub = await testSigner(2)
const opener = remembering(openerOf(hub.device, new Uint8Array(32).fill(2)))
const stranger = openerOf((await testSigner(3)).device, new Uint8Array(32).fill(3))
const forHub = { readers: [hub.device, stranger.device] }
/** Only what is signed by the maker counts here, and the signatures of the platform are slow by the thousand. */
const quick = async (_: string, __: Uint8Array, signature: Uint8Array) => signature.some((byte) => byte !== 0)

/** Of a file that is opened a thousand times. */
function remembering({ device, shared }: Opener): Opener {
  const known = new Map<string, Uint8Array>()
  return {
    device,
    shared(ephemeral) {
      const secret = known.get(hexOf(ephemeral)) ?? shared(ephemeral)
      known.set(hexOf(ephemeral), secret)
      return secret
    }
  }
}

async function* inChunks(file: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.byteLength; at += size) yield file.subarray(at, at + size)
}

async function eventsOf(file: Uint8Array, openers: readonly Opener[] = [], verify = testVerify, size?: number) {
  const events: BundleEvent[] = []
  for await (const event of readBundle(() => inChunks(file, size), verify, openers)) events.push(event)
  return events
}

/** Numbers of the items given, all as they were made. */
function given(events: readonly BundleEvent[], made: readonly BundleItem[]): number[] {
  return events.flatMap((event) => {
    if (event.is !== 'item') return []
    const item = made[event.number - 1]
    expect([event.kind, event.bytes]).toEqual([item?.kind, item?.bytes])
    return [event.number]
  })
}

function damageIn(events: readonly BundleEvent[]): string[] {
  return events.flatMap((event) =>
    event.is === 'damaged'
      ? [event.from === undefined ? event.what : `${event.what} ${event.from}-${event.to ?? ''}`]
      : []
  )
}

describe.each([
  ['an open bundle', {}, [], 1],
  ['a sealed bundle', forHub, [opener], 3]
])('%s', (_, more, openers, step) => {
  it('[BN1] [BN4] [BN5] gives back what it was made of, and begins with a text for people', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, more)
    const events = await eventsOf(file, openers)
    const [head, cover, ...rest] = events
    expect(head).toMatchObject({ is: 'head', opens: true, head: { project: PROJECT, part: 1, audience: 'hubs' } })
    expect(cover).toMatchObject({ is: 'cover', text: expect.stringContaining('Stories of the river') })
    expect(new TextDecoder().decode(file).split('\n')[0]).toMatch(/^This is an Understory bundle/)
    expect(given(rest, FEW)).toEqual([1, 2, 3, 4])
    expect(rest.at(-1)).toMatchObject({ is: 'end', whole: true, end: { count: 4, last: true } })
  })

  it('[BN2] [BN7] whichever byte is flipped, one item at most is lost, and what it was is said', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, more)
    const named = new Set<string>()
    for (let at = 0; at < file.byteLength; at += step) {
      const events = await eventsOf(flipped(file, at), openers, quick)
      const damage = damageIn(events)
      expect(damage, `byte ${at}`).toHaveLength(1)
      expect(events.some((event) => event.is === 'end' && event.whole)).toBe(false)
      const lost = /^items (\d)-\1$/.exec(damage[0] ?? '')?.[1]
      expect(given(events, FEW)).toEqual([1, 2, 3, 4].filter((number) => number !== Number(lost)))
      named.add(damage[0] ?? '')
    }
    expect([...named].sort()).toEqual([
      'cover',
      'cut 5-',
      'end',
      'head',
      'items 1-1',
      'items 2-2',
      'items 3-3',
      'items 4-4'
    ])
  })

  it('[BN2] a file that breaks off gives what is whole of it', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, more)
    const counts = new Set<number>()
    for (let length = 0; length < file.byteLength; length += step) {
      const events = await eventsOf(file.slice(0, length), openers, quick).catch((cause) => {
        expect(cause).toMatchObject({ reason: 'malformed' })
        return undefined
      })
      if (!events) continue
      expect(
        events.some(({ is }) => is === 'end'),
        `at ${length}`
      ).toBe(false)
      const numbers = given(events, FEW)
      expect(numbers).toEqual([1, 2, 3, 4].slice(0, numbers.length))
      counts.add(numbers.length)
    }
    expect([...counts].sort()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('a bundle', () => {
  it('[BN1] is read the same in chunks of any size', async () => {
    const item = fc.record({
      kind: fc.constantFrom('segment' as const, 'receipt' as const, 'batch' as const),
      bytes: fc.uint8Array({ maxLength: 300 })
    })
    const property = fc.asyncProperty(
      fc.array(item, { maxLength: 8 }),
      fc.integer({ min: 1, max: 700 }),
      fc.boolean(),
      async (items, size, sealed) => {
        const [file = new Uint8Array()] = await bundleOf(items, sealed ? forHub : {})
        const events = await eventsOf(file, [opener], quick, size)
        expect(given(events, items)).toEqual(items.map((_, at) => at + 1))
        expect(damageIn(events)).toEqual([])
      }
    )
    await fc.assert(property, { ...RUNS, numRuns: 60 })
  })

  it('[BN2] bytes lost or put in anywhere cost the items that they hit, and never the others', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW)
    const property = fc.asyncProperty(
      fc.nat(file.byteLength),
      fc.nat(60),
      fc.uint8Array({ maxLength: 60 }),
      async (at, lost, put) => {
        const spoilt = joined(file.slice(0, at), put, file.slice(at + lost))
        const events = await eventsOf(spoilt, [], quick)
        const numbers = given(events, FEW)
        expect(numbers).toEqual([...new Set(numbers)].sort())
        // An item takes at least 25 bytes: sixty touch four frames at most, of which one is a head.
        expect(numbers.length).toBeGreaterThanOrEqual(1)
      }
    )
    await fc.assert(property, RUNS)
  })

  it('[BN2] whatever the bytes, nothing but a refusal is thrown', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, forHub)
    const frame = fc
      .tuple(fc.nat(255), fc.nat(6), fc.uint8Array({ maxLength: 80 }))
      .map(([kind, number, body]) => writeFrame(kind, number, body))
    const piece = fc.oneof(fc.uint8Array({ maxLength: 80 }), frame, fc.constant(file))
    const property = fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
      try {
        await eventsOf(joined(...pieces), [opener], quick)
      } catch (cause) {
        expect(cause).toBeInstanceOf(Refused)
      }
    })
    await fc.assert(property, RUNS)
  })

  it('[BN2] a frame that claims more than a frame may have is none', async () => {
    const head = writeFrame(1, 1, new Uint8Array(128 * 1024 + 1))
    const found = []
    for await (const each of scan(inChunks(head))) found.push(each.is)
    expect(found).toEqual(['other'])
  })

  it('[BN2] damaged frames within damaged frames cost no more than a bounded search', async () => {
    let hashed = 0
    const heads = writeFrame(1, 1, new Uint8Array(8000)).subarray(0, 17)
    const hostile = joined(...Array.from({ length: 6000 }, () => heads))
    for await (const _ of scan(inChunks(hostile))) hashed += 1
    expect(hashed).toBeLessThan(1100)
  })

  it('[BN3] an item of an unknown kind is told and passed over', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW)
    const at = hexOf(file).indexOf(hexOf(writeFrame(1, 4, FEW[3]?.bytes as Uint8Array))) / 2
    const later = joined(file.slice(0, at), writeFrame(77, 4, utf8('later')), file.slice(at + 17 + 33 + 8))
    expect(await eventsOf(later, [], quick)).toContainEqual({ is: 'unknown', number: 4 })
  })

  it('[BN5] of another project, maker or format is known by its head', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, { project: 'ab'.repeat(32), audience: 'devices' })
    const [head] = await eventsOf(file)
    const { device } = await testSigner(1)
    expect(head).toMatchObject({ head: { project: 'ab'.repeat(32), maker: device, audience: 'devices' } })
    await expect(eventsOf(utf8('no bundle'))).rejects.toMatchObject({ reason: 'malformed' })
    await expect(eventsOf(file, [], async () => false)).rejects.toMatchObject({ reason: 'malformed' })
  })

  it('[BN6] is opened by its readers alone; others see how much there is', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, forHub)
    for (const key of [opener, stranger]) expect(given(await eventsOf(file, [key]), FEW)).toEqual([1, 2, 3, 4])
    const other = openerOf((await testSigner(4)).device, new Uint8Array(32).fill(4))
    const events = await eventsOf(file, [other])
    expect(events[0]).toMatchObject({ opens: false })
    expect(events.filter((event) => event.is === 'item' && event.bytes === undefined)).toHaveLength(4)
    expect(events.at(-1)).toMatchObject({ is: 'end', whole: true })
    for (const { bytes } of FEW) if (bytes.byteLength > 0) expect(hexOf(file)).not.toContain(hexOf(bytes))
  })

  it('[BN6] an item does not open in the place of another', async () => {
    const [file = new Uint8Array()] = await bundleOf(FEW, forHub)
    const frames = []
    for await (const found of scan(inChunks(file))) if (found.is === 'frame') frames.push(found)
    const [first, second] = [frames[1]!, frames[2]!]
    const swapped = joined(
      file.slice(0, first.at),
      writeFrame(second.kind, 1, second.body),
      writeFrame(first.kind, 2, first.body),
      file.slice(frames[3]!.at)
    )
    const events = await eventsOf(swapped, [opener])
    expect(damageIn(events)).toEqual(['items 1-1', 'items 2-2'])
    expect(given(events, FEW)).toEqual([3, 4])
  })

  it('[BN7] is cut into parts of a size, each whole in itself', async () => {
    const many = Array.from({ length: 40 }, (): BundleItem => ({ kind: 'segment', bytes: bytes(900) }))
    const parts = await bundleOf(many, { ...forHub, maxBytes: 9000 })
    expect(parts.length).toBeGreaterThan(4)
    const all: unknown[] = []
    for (const [at, part] of parts.entries()) {
      expect(part.byteLength).toBeLessThanOrEqual(9000)
      const events = await eventsOf(part, [opener])
      expect(events[0]).toMatchObject({ head: { part: at + 1 } })
      expect(events.at(-1)).toMatchObject({ is: 'end', whole: true, end: { last: at === parts.length - 1 } })
      for (const event of events) if (event.is === 'item') all.push(event.bytes)
    }
    expect(all).toEqual(many.map((item) => item.bytes))
  })
})

describe('an update of a batch in a bundle', () => {
  const item = {
    device: 'cd'.repeat(32),
    document: `batch/${'ab'.repeat(32)}/${'01'.repeat(8)}`,
    until: 1_760_000_000,
    place: 0,
    of: 2,
    update: Uint8Array.of(1, 2, 3)
  }

  it('[BN8] counts if a hub of the project has signed it', async () => {
    const written = await writeBatchItem(item, PROJECT, hub)
    expect(await readBatchItem(written, PROJECT, [stranger.device, hub.device], testVerify)).toEqual(item)
    const refusals = [
      readBatchItem(written, PROJECT, [stranger.device], testVerify),
      readBatchItem(written, 'ab'.repeat(32), [hub.device], testVerify)
    ]
    for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ reason: 'bad-signature' })
  })

  it('[BN8] no byte of it can be changed', async () => {
    const written = await writeBatchItem(item, PROJECT, hub)
    for (let at = 0; at < written.byteLength; at++)
      await expect(readBatchItem(flipped(written, at), PROJECT, [hub.device], testVerify)).rejects.toThrow(Refused)
  })

  it('[BN8] is refused beyond its bounds', async () => {
    for (const spoilt of [{ place: 2 }, { of: 10_001 }, { document: 'notes/en' }, { update: new Uint8Array(16_385) }]) {
      const written = await writeBatchItem({ ...item, ...spoilt }, PROJECT, hub)
      await expect(readBatchItem(written, PROJECT, [hub.device], testVerify)).rejects.toMatchObject({
        reason: 'malformed'
      })
    }
  })
})

function flipped(file: Uint8Array, at: number): Uint8Array {
  return file.map((byte, i) => (i === at ? byte ^ 0x10 : byte))
}
