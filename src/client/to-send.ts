import type { DeviceKey } from '../core/fact/fact.ts'
import { NO_HEAD, seal, writeSegment } from '../sync/segment/seal.ts'
import { getSetting } from './settings.ts'
import type { DeviceStore, ItemRow } from './store/store.ts'

/**
 * [LK15] Bytes of what a link would carry up if it began now: the segments without a receipt, and those into which what is
 * finished would be sealed then. A signature has 64 bytes, whatever it says, so the sealing can be tried without the key.
 *
 * Costs a deflation of all that is not sealed: for a screen that shows it, not for every change.
 */
export async function bytesToSend(store: DeviceStore): Promise<number> {
  const { project, open, waiting, heads } = await store.transact('relaxed', async (tx) => {
    const segments = await tx.list('segments')
    const last = new Map(segments.map((row) => [row.device, row]))
    return {
      project: await getSetting(tx, 'project'),
      open: (await tx.list('items')).filter(({ segment }) => segment === undefined),
      waiting: segments.filter(({ receipt }) => receipt === undefined),
      heads: new Map([...last].map(([device, { n, hash, next }]) => [device, { n, hash, next }]))
    }
  })
  let bytes = waiting.reduce((sum, row) => sum + row.bytes.byteLength, 0)
  if (project === undefined) return bytes
  for (const [device, items] of byDevice(open)) {
    const contents = items.flatMap((item) => item.contents)
    const blank = { device, sign: async () => new Uint8Array(64) }
    const { segments } = await seal(contents, project, heads.get(device) ?? NO_HEAD, blank)
    for (const segment of segments) bytes += writeSegment(segment).byteLength
  }
  return bytes
}

/** In the order of finishing, as they are sealed. */
function byDevice(items: readonly ItemRow[]): Map<DeviceKey, ItemRow[]> {
  const of = new Map<DeviceKey, ItemRow[]>()
  for (const item of [...items].sort((a, b) => a.order - b.order))
    of.set(item.device, [...(of.get(item.device) ?? []), item])
  return of
}
