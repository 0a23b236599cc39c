import { hexOf } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { replaceKey, signAnew } from '../journal/new-key.ts'
import { noble } from '../keyring/noble.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore, ReadTx, StoreTx } from '../store/store.ts'
import { type BackupHead, BackupRefused } from './backup.ts'
import { addRows, type Came } from './merge.ts'
import { type Backup, refuseOther } from './read.ts'
import { readCode, secretOf } from './restore-code.ts'

export type Restored = Came & {
  /**
   * `kept`: the device goes on with the key it has. `heir`: with one that hubs take for the same person. `new`: with one
   * that a hub lets in by an invite.
   */
  readonly key: 'kept' | 'heir' | 'new'
}

/**
 * [BK6] Adds what a backup holds to what is here, all of it or nothing.
 *
 * @param code as it was shown when the backup was made; it counts where the key is gone.
 * @throws {BackupRefused} other-project or bad-code; nothing is changed then.
 */
export async function restore(
  { store, keyring }: { readonly store: DeviceStore; readonly keyring: Keyring },
  backup: Backup,
  code?: string
): Promise<Restored> {
  const { head } = backup
  const secret = code === undefined || code.trim() === '' ? undefined : heirsSecret(head, code)
  await refuseOther(store, backup)
  const own = await store.transact('relaxed', keysIn)
  const hasOld = (await keyring.find(head.device)) !== undefined
  const isHeirAlready = own.includes(head.succession?.heir ?? '')
  const goesOn = own[0] !== undefined && own[0] !== head.device && !secret
  const stays = hasOld || isHeirAlready || goesOn
  const next = stays ? undefined : (await keyring.make(secret)).device
  const came = await store.transact('strict', async (tx) => {
    const here = await getSetting(tx, 'project')
    if (here !== undefined && here !== head.project) throw new BackupRefused('other-project')
    await addSettings(tx, head, here === undefined)
    await bindKeys(tx, head)
    const came = await addRows(tx, backup)
    await useKey(tx, head, { hasOld, next, isHeir: secret !== undefined })
    return came
  })
  return { ...came, key: next === undefined ? 'kept' : secret ? 'heir' : 'new' }
}

/** The key in use and those before it. */
async function keysIn(tx: ReadTx): Promise<DeviceKey[]> {
  const device = await getSetting(tx, 'device')
  return [...(device === undefined ? [] : [device]), ...((await getSetting(tx, 'before')) ?? [])]
}

/** @throws {BackupRefused} bad-code. */
function heirsSecret({ succession }: BackupHead, code: string): Uint8Array {
  const secret = secretOf(readCode(code))
  if (succession?.heir !== hexOf(noble.deviceOf(secret))) throw new BackupRefused('bad-code')
  return secret
}

/** Those of the keys are for `bindKeys`, and these are brought together: all others count where there are none. */
const OWN: readonly string[] = ['project', 'device', 'before', 'order', 'notes', 'credentials']
const MOST_CREDENTIALS = 10

async function addSettings(tx: StoreTx, { project, settings }: BackupHead, isFirst: boolean): Promise<void> {
  await setSetting(tx, 'project', project)
  for (const [key, value] of Object.entries(settings)) {
    if (OWN.includes(key) || (await tx.get('settings', key))) continue
    // A device that is joining just now learns these from its hub, which lets nobody in who knows it already.
    if (isFirst || !['hubs', 'address'].includes(key)) await tx.put('settings', { key, value })
  }
  await setSetting(tx, 'order', Math.max((await getSetting(tx, 'order')) ?? 0, settings.order ?? 0))
  const notes = new Set([...((await getSetting(tx, 'notes')) ?? []), ...(settings.notes ?? [])])
  if (notes.size > 0) await setSetting(tx, 'notes', [...notes])
  const credentials = [...(settings.credentials ?? []), ...((await getSetting(tx, 'credentials')) ?? [])]
  if (credentials.length > 0) await setSetting(tx, 'credentials', credentials.slice(-MOST_CREDENTIALS))
}

/** The chains of all keys stay this device's own. */
async function bindKeys(tx: StoreTx, { device, settings }: BackupHead): Promise<void> {
  const present = await getSetting(tx, 'device')
  if (present === undefined) await setSetting(tx, 'device', device)
  const earlier = [...(settings.before ?? []), device, ...((await getSetting(tx, 'before')) ?? [])]
  const before = [...new Set(earlier)].filter((key) => key !== (present ?? device))
  if (before.length > 0) await setSetting(tx, 'before', before)
}

/** [BK7] */
async function useKey(
  tx: StoreTx,
  { device: old, succession }: BackupHead,
  { hasOld, next, isHeir }: { readonly hasOld: boolean; readonly next: DeviceKey | undefined; readonly isHeir: boolean }
): Promise<void> {
  const present = await getSetting(tx, 'device')
  if (present === undefined) return
  if (next === undefined) {
    // What the old key never sealed nobody else could.
    if (!hasOld && present !== old) await signAnew(tx, old, present)
    return
  }
  if (present !== old) {
    const before = ((await getSetting(tx, 'before')) ?? []).filter((key) => key !== old)
    await setSetting(tx, 'before', [...before, present])
  }
  await replaceKey(tx, old, next, isHeir && succession ? { device: old, ...succession } : undefined)
}
