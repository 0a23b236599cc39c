import { joined } from '../core/bytes.ts'
import type { BundleItem } from '../sync/bundle/bundle.ts'
import { writeBundle } from '../sync/bundle/write.ts'
import type { Verify } from '../sync/signer.ts'
import { type System, secondsNow } from '../sync/system.ts'
import { boundIn, toHandOver } from './bundle.ts'
import type { Keyring } from './keyring.ts'
import type { DeviceStore } from './store/store.ts'

/**
 * All that this device ever finished, in one part. What is in it is not *handed over*: nobody can say where a browser has
 * put it.
 *
 * @throws {NotHere} not-joined, or {TurnedAway} no-key.
 */
export async function wholeBundle(parts: {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
}): Promise<{ readonly title: string; readonly bytes: Uint8Array }> {
  const { store, system } = parts
  const { project, title, hubs } = await store.transact('relaxed', boundIn)
  const { signer, segments, items } = await toHandOver(parts, true)
  const chunks: Uint8Array[] = []
  const written = writeBundle(listed(items), {
    ...{ signer, project, title, madeBy: 'a device', audience: 'hubs', maxBytes: Number.POSITIVE_INFINITY },
    ...{ made: secondsNow(system), random: system.random },
    holds: [segments.length === 1 ? '1 segment' : `${segments.length} segments`],
    readers: hubs.length > 0 ? hubs : undefined
  })
  for await (const { bytes } of written) chunks.push(bytes)
  return { title, bytes: joined(...chunks) }
}

async function* listed(items: readonly BundleItem[]): AsyncGenerator<BundleItem> {
  yield* items
}
