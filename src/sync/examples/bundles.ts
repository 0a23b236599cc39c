import { hexOf, joined } from '../../core/bytes.ts'
import type { BundleItem } from '../bundle/bundle.ts'
import { openerOf } from '../bundle/lock.ts'
import { type BundleEvent, readBundle } from '../bundle/read.ts'
import { type Writing, writeBundle } from '../bundle/write.ts'
import { PROJECT } from './contents.ts'
import { type Example, plain } from './example.ts'
import { testSigner, testVerify } from './key.ts'

/** Bytes that look random and are the same at every run. */
export function repeatable(seed = 1): (bytes: number) => Uint8Array {
  let state = seed
  return (bytes) =>
    Uint8Array.from({ length: bytes }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return state >>> 16
    })
}

export async function* listed(items: readonly BundleItem[]): AsyncGenerator<BundleItem> {
  yield* items
}

/** The parts of a bundle, made by the first test key. */
export async function bundleOf(items: readonly BundleItem[], more: Partial<Writing> = {}): Promise<Uint8Array[]> {
  const writing: Writing = {
    signer: await testSigner(1),
    project: PROJECT,
    title: 'Stories of the river',
    madeBy: 'a device',
    made: 1_760_000_000,
    audience: 'hubs',
    holds: [`${items.length} things`],
    readers: undefined,
    maxBytes: 10_000_000,
    random: repeatable(),
    ...more
  }
  const parts: Uint8Array[] = []
  for await (const { part, bytes } of writeBundle(listed(items), writing))
    parts[part - 1] = joined(parts[part - 1] ?? new Uint8Array(), bytes)
  return parts
}

/** All that a reader finds in a bundle. @param secret the byte of a test key that may open it. */
export async function eventsIn(file: Uint8Array, secret?: number): Promise<BundleEvent[]> {
  const openers =
    secret === undefined ? [] : [openerOf((await testSigner(secret)).device, new Uint8Array(32).fill(secret))]
  const events: BundleEvent[] = []
  const source = async function* () {
    yield file
  }
  for await (const event of readBundle(source, testVerify, openers)) events.push(event)
  return events
}

export async function bundleExamples(): Promise<Example[]> {
  const items: BundleItem[] = [
    { kind: 'segment', bytes: Uint8Array.of(1, 2, 3) },
    { kind: 'receipt', bytes: Uint8Array.of(4) },
    { kind: 'batch', bytes: new Uint8Array() }
  ]
  const readers = [(await testSigner(2)).device, (await testSigner(3)).device]
  const open = (await bundleOf(items))[0] as Uint8Array
  const sealed = (await bundleOf(items, { readers, audience: 'devices', madeBy: 'a hub' }))[0] as Uint8Array
  const empty = (await bundleOf([]))[0] as Uint8Array
  const taken = async (name: string, file: Uint8Array, secret?: number): Promise<Example> => ({
    name,
    hex: hexOf(file),
    ...(secret !== undefined && { given: { secret } }),
    is: plain(await eventsIn(file, secret))
  })
  const [first = 0, , , third = 0] = [...hexOf(open).matchAll(/f5554231/g)].map(({ index }) => index / 2)
  return [
    await taken('nothing to carry', empty),
    await taken('three items for everyone', open),
    await taken('three items for two readers, read by one', sealed, 3),
    await taken('three items for two readers, looked at by another', sealed, 4),
    await taken('a flipped byte in the first head', flippedAt(open, first + 30)),
    await taken('broken off behind the second item', open.slice(0, third + 9)),
    { name: 'no bundle', hex: hexOf(open.slice(0, first)), refused: 'malformed' },
    { name: 'nothing', hex: '', refused: 'malformed' }
  ]
}

function flippedAt(file: Uint8Array, at: number): Uint8Array {
  return file.map((byte, i) => (i === at ? byte ^ 1 : byte))
}
