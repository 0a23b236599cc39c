import type { ControlFields } from '../../sync/link/control.ts'
import { Refused } from '../../sync/refusal.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { join } from '../invite.ts'
import type { StoredReceipt } from '../store/store.ts'
import type { Host } from './host.ts'

/**
 * [EX6] Lets a device in that nobody knows: by its invite, or by the grant that this hub signed and then lost.
 * @throws {Refused} unknown-device.
 */
export async function admit(
  hub: Host,
  device: string,
  { invite, name, credentials = [] }: ControlFields<'hello'>
): Promise<void> {
  for (const bytes of credentials) {
    const segment = await readSegment(bytes, hub.verify, { project: hub.project }).catch(() => undefined)
    if (segment && hub.ingest.people.has(segment.header.device)) await hub.ingest.take(segment)
  }
  if (hub.ingest.people.has(device)) return
  if (invite === undefined) throw new Refused('unknown-device', 'no member of this project')
  await join(hub.ingest, hub.identity, device, invite, name, hub.system)
}

/** [EX1] What a hub holds of a device's chain: its ends, what lies beyond a gap, and what came in part. */
export async function heldOf(
  { store, partials }: Host,
  device: string
): Promise<Pick<ControlFields<'challenge'>, 'tips' | 'loose' | 'begun'>> {
  const [tips, loose] = await store.read(async (tx) => [await tx.tips(device), await tx.loose(device)] as const)
  return {
    tips: tips.slice(-50).map(({ n, hash }): [number, string] => [n, hash]),
    loose: [...loose],
    begun: partials.of(device).map(([tag, total, bytes]): [string, number, number] => [tag, total, bytes])
  }
}

/** Lendings that are asked for at a time: what a device is told in one message has its bounds. */
const MOST_LACKING = 50

/** [EX7] The lendings that the work of a contributor's devices waits for. */
export async function lacksOf(hub: Host, device: string): Promise<string[]> {
  return hub.store.read(async (tx) => {
    const devices = hub.devicesOf(device)
    const lists: (readonly string[])[] = []
    for (const each of devices) lists.push(await tx.lacksFor(each))
    lists.push(await tx.lacking([...hub.ingest.later.lendingsOf(devices)]))
    return [...new Set(lists.flat())].slice(0, MOST_LACKING)
  })
}

/** The receipts of a contributor's devices with a later stamp, in the order of stamps. */
export async function receiptsAfter(hub: Host, device: string, stamp: number): Promise<StoredReceipt[]> {
  const devices = hub.devicesOf(device)
  const lists = await hub.store.read((tx) => Promise.all(devices.map((each) => tx.receiptsSince(each, stamp))))
  return lists.flat().sort((a, b) => a.stamp - b.stamp)
}
