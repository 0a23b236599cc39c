import { joined, utf8 } from '../../core/bytes.ts'
import { type Applied, applyBundle, type Taker } from '../../sync/bundle/apply.ts'
import { writeBundle } from '../../sync/bundle/write.ts'
import { Refused } from '../../sync/refusal.ts'
import type { Verify } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import { boundIn, FromHub, handedOver, toHandOver } from '../bundle.ts'
import type { Keyring } from '../keyring.ts'
import type { DeviceStore } from '../store/store.ts'
import { BundleRefused } from './bundle-refused.ts'
import { type Made, makeBackup } from './make.ts'
import { asText, type Labels, readOwnWords } from './own-words.ts'
import { type Backup, readBackup } from './read.ts'
import { type Restored, restore } from './restore.ts'

/** What a hub's bundle brought. */
export type Taken = Pick<Applied, 'refusals' | 'damage' | 'unknown'> & {
  /** Receipts that were not here before. */
  readonly receipts: number
  /** Batches that are whole by now. */
  readonly batches: number
}

export type HandedOver = {
  readonly title: string
  readonly bytes: Uint8Array
  /** Finished items in it. */
  readonly items: number
  /** The person says that the file is on a stick. */
  onStick(): Promise<void>
}

/** The files that a device without a folder of its own gives and takes: in the app, as downloads. */
export type DeviceFiles = {
  /** What no hub has confirmed, sealed to the project's hubs. @throws {NotHere}, {BundleRefused} or {TurnedAway}. */
  handOver(): Promise<HandedOver>
  /** Receipts and tasks from a hub. @throws {NotHere} or {BundleRefused}. */
  takeBundle(bytes: Uint8Array): Promise<Taken>
  /** @throws {NotHere} */
  backup(): Promise<Made>
  /** @throws {BackupRefused} */
  read(bytes: Uint8Array): Promise<Backup>
  /** The key that made it is on this computer: no restore code is wanted. */
  hasKeyOf(backup: Backup): Promise<boolean>
  /** @throws {BackupRefused} */
  restore(backup: Backup, code: string): Promise<Restored>
  words(labels: (title: string) => Labels): Promise<Uint8Array>
}

type Parts = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
}

export function deviceFiles(parts: Parts): DeviceFiles {
  const { store, keyring, verify } = parts
  return {
    handOver: () => handOver(parts),
    takeBundle: (bytes) => takeBundle(parts, bytes),
    backup: () => makeBackup(parts),
    read: (bytes) => readBackup(bytes, verify),
    hasKeyOf: async ({ head }) => (await keyring.find(head.device)) !== undefined,
    restore: (backup, code) => restore(parts, backup, code),
    async words(labels) {
      const { title, words } = await readOwnWords(store)
      return utf8(asText(words, labels(title)))
    }
  }
}

async function handOver(parts: Parts): Promise<HandedOver> {
  const { store, system } = parts
  const { project, title, hubs } = await store.transact('relaxed', boundIn)
  if (hubs.length === 0) throw new BundleRefused('hub-unmet')
  const { signer, segments, items } = await toHandOver(parts, false)
  const chunks: Uint8Array[] = []
  const about = { signer, project, title, madeBy: 'a device', audience: 'hubs', readers: hubs } as const
  const listed = async function* () {
    yield* items
  }
  const written = writeBundle(listed(), {
    ...about,
    ...{ maxBytes: Number.POSITIVE_INFINITY, made: secondsNow(system), random: system.random },
    holds: [segments.length === 1 ? '1 segment' : `${segments.length} segments`]
  })
  for await (const { bytes } of written) chunks.push(bytes)
  const here = new Set(segments.map(({ hash }) => hash))
  const all = await store.transact('relaxed', (tx) => tx.list('items'))
  return {
    ...{ title, bytes: joined(...chunks) },
    items: all.filter(({ segment }) => segment !== undefined && here.has(segment)).length,
    onStick: () => handedOver(store, segments, system.now())
  }
}

async function takeBundle({ store, keyring, verify }: Parts, bytes: Uint8Array): Promise<Taken> {
  const bound = await store.transact('relaxed', boundIn)
  const from = new FromHub({ store, keyring, verify }, bound)
  let receipts = 0
  const taker: Taker = {
    ...{ project: bound.project, verify, openers: [] },
    async take(item, head) {
      const took = head.audience === 'hubs' ? 'not-ours' : await from.take(item, head)
      if (item.kind === 'receipt' && took === 'new') receipts += 1
      return took
    }
  }
  const source = async function* () {
    yield bytes
  }
  const applied = await applyBundle(source, verify, taker).catch((cause) => {
    if (!(cause instanceof Refused)) throw cause
    throw new BundleRefused(cause.reason === 'newer-version' ? 'newer-bundle' : 'no-bundle', { cause })
  })
  if (applied.head.audience === 'hubs') throw new BundleRefused('bundle-for-hubs')
  if (applied.refused) throw new BundleRefused(applied.refused === 'wrong-project' ? 'other-bundle' : 'sealed-bundle')
  return { ...applied, receipts, batches: await from.done() }
}
