import { hexOf } from '../../core/bytes.ts'
import type { Content } from '../../core/fact/fact.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import { boundIn, sealFinished } from '../bundle.ts'
import type { Standing } from '../journal/records.ts'
import { readState } from '../journal/state.ts'
import { noble } from '../keyring/noble.ts'
import type { Keyring } from '../keyring.ts'
import type { Settings } from '../settings.ts'
import type { DeviceStore, ItemRow, SettingRow, UpdateRow } from '../store/store.ts'
import type { BackupHead, Holds, Succession } from './backup.ts'
import { writeBackup } from './file.ts'
import { readBackup } from './read.ts'
import { CODE_BYTES, secretOf, writeCode } from './restore-code.ts'

export type Made = {
  readonly bytes: Uint8Array
  readonly head: BackupHead
  /** [BK7] To be shown once; absent: the key is gone. */
  readonly code?: string
}

type Parts = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
}

/**
 * [BK3] Seals what is finished, and gives all that this device holds as one file, read back and found whole.
 * @throws {NotHere} not-joined.
 */
export async function makeBackup({ store, keyring, verify, system }: Parts): Promise<Made> {
  const bound = await store.transact('relaxed', boundIn)
  const signer = await sealFinished(store, keyring, bound)
  const { rows: all } = await store.transact('relaxed', readState)
  const rows = all.filter(({ table }) => table !== 'settings')
  const seed = system.random(CODE_BYTES)
  const succession = signer && (await successionTo(secretOf(seed), all, bound.project, signer, secondsNow(system)))
  const head: BackupHead = {
    ...{
      project: bound.project,
      device: bound.keys[0] ?? '',
      title: bound.title,
      made: Math.max(0, secondsNow(system))
    },
    ...{ rows: rows.length, holds: holdsOf(rows), settings: settingsIn(all) },
    ...(succession && { succession })
  }
  const bytes = writeBackup(head, rows)
  const { faults } = await readBackup(bytes, verify)
  if (faults.length > 0) throw new Error(`a backup that cannot be read back: ${JSON.stringify(faults.slice(0, 3))}`)
  return { bytes, head, ...(succession && { code: writeCode(seed) }) }
}

/** [BK2] No secrets, and nothing that speaks of copies on this computer. */
const LEFT_OUT: readonly string[] = [
  ...['will', 'invite', 'journal', 'life', 'left', 'mended', 'notesHeld', 'heard', 'standing'],
  // What an earlier version kept in its place.
  'since'
]

function settingsIn(rows: readonly Standing[]): Partial<Settings> {
  const settings = rows.filter(({ table }) => table === 'settings').map(({ row }) => row as SettingRow)
  return Object.fromEntries(settings.filter(({ key }) => !LEFT_OUT.includes(key)).map(({ key, value }) => [key, value]))
}

/** [BK7] Signed at the end of the chain as it stands in the backup; it is sent only by whoever restores it. */
async function successionTo(
  secret: Uint8Array,
  rows: readonly Standing[],
  project: string,
  signer: Signer,
  saved: number
): Promise<Succession | undefined> {
  const chain = rows.filter(({ table, key }) => table === 'segments' && key.startsWith(`${signer.device}/`))
  const last = chain.at(-1)?.row as { n: number; hash: string; next: number } | undefined
  const after = last ? { n: last.n, hash: last.hash, next: last.next } : NO_HEAD
  const heir = hexOf(noble.deviceOf(secret))
  const content: Content = { kind: 'succeed', v: 1, to: heir, saved }
  const [segment] = (await seal([content], project, after, signer)).segments
  if (!segment) return undefined
  const { hash, ids } = segment
  const place = { after: after.hash, n: after.n + 1, next: after.next + ids.length }
  return { heir, ...place, hash, facts: [...ids], bytes: writeSegment(segment) }
}

function holdsOf(rows: readonly Standing[]): Holds {
  const count = (name: string) => rows.filter(({ table }) => table === name).length
  const documents = rows.filter(({ table }) => table === 'updates').map(({ row }) => (row as UpdateRow).document)
  const items = rows.filter(({ table, row }) => table === 'items' && !isConsent(row as ItemRow)).length
  return {
    items,
    drafts: count('drafts'),
    tasks: count('tasks'),
    notes: new Set(documents.filter((name) => name.startsWith('notes/'))).size
  }
}

/** Nobody counts it among their work. */
export function isConsent({ contents }: ItemRow): boolean {
  return contents.at(-1)?.kind === 'consent'
}
