import { joined } from '../../core/bytes.ts'
import type { BundleItem } from '../bundle/bundle.ts'
import { type Writing, writeBundle } from '../bundle/write.ts'
import { PROJECT } from './contents.ts'
import { testSigner } from './key.ts'

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
