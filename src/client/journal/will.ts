import { hexOf } from '../../core/bytes.ts'
import type { Content } from '../../core/fact/fact.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import { noble } from '../keyring/noble.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore, ReadTx, SegmentRow } from '../store/store.ts'
import type { Will } from './rows.ts'

/** Writes the will anew where the chain has grown or there is none. Nothing to do for a key that no hub has let in. */
export async function keepWill(store: DeviceStore, keyring: Keyring, system: System): Promise<void> {
  const { project, device, isIn, head, will } = await store.transact('relaxed', standing)
  const isOwn = will !== undefined && will.device === device
  if (project === undefined || device === undefined || !isIn || (isOwn && will.after === head.hash)) return
  const signer = await keyring.find(device)
  if (!signer) return
  const heir = isOwn ? will.heir : newHeir()
  const content: Content = { kind: 'succeed', v: 1, to: heir.device, saved: secondsNow(system) }
  const { segments } = await seal([content], project, head, signer)
  const [segment] = segments
  if (!segment) return
  const { hash, ids } = segment
  const written: Will = {
    ...{ device, heir, after: head.hash, n: head.n + 1, next: head.next + ids.length, hash },
    ...{ facts: [...ids], bytes: writeSegment(segment) }
  }
  await store.transact('strict', async (tx) => {
    const now = await standing(tx)
    // Another window was faster, or the chain has grown: then it is written again.
    if (now.device === device && now.head.hash === head.hash && now.will?.hash === will?.hash)
      await setSetting(tx, 'will', written)
  })
}

/** The segment that a will is, as a row of its chain. */
export function segmentOf({ device, n, hash, next, bytes, facts }: Omit<Will, 'heir'>): SegmentRow {
  return { device, n, hash, next, bytes, facts }
}

async function standing(tx: ReadTx) {
  const device = await getSetting(tx, 'device')
  const last = device === undefined ? undefined : (await tx.list('segments', `${device}/`)).at(-1)
  return {
    device,
    project: await getSetting(tx, 'project'),
    // Who has lost its key knows its hubs, and is nobody to them yet: so would its heir be.
    isIn: (await getSetting(tx, 'hubs')) !== undefined && (await getSetting(tx, 'stranger')) !== device,
    head: last ? { n: last.n, hash: last.hash, next: last.next } : NO_HEAD,
    will: await getSetting(tx, 'will')
  }
}

function newHeir(): Will['heir'] {
  const { device, secret } = noble.newKey()
  return { device: hexOf(device), secret }
}
