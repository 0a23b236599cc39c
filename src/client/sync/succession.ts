import type { Content, DeviceKey } from '../../core/fact/fact.ts'
import type { Signer } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import type { Outbox } from './outbox.ts'

type Parts = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly system: System
  readonly outbox: Outbox
}

/**
 * [EX8] A copied folder, or an older one put back: both branches stay. The old key names a new one as its last word
 * here.
 *
 * @param before keys used before the old one.
 * @returns the new key, in use from now on.
 */
export async function takeNewKey(parts: Parts, old: Signer, before: readonly DeviceKey[]): Promise<DeviceKey> {
  const { store, keyring, system, outbox } = parts
  const next = await keyring.make()
  const succeed: Content = { kind: 'succeed', v: 1, to: next.device, saved: secondsNow(system) }
  while (!(await outbox.sealAll(old, [succeed]))) {
    // An item was undone meanwhile; the hub must learn of the new key all the same.
  }
  const last = (await outbox.unreceived(old.device)).at(-1)
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'before', [...before, old.device])
    await setSetting(tx, 'device', next.device)
    // The hub learns of the new key by this segment, whichever comes first.
    const credentials = (await getSetting(tx, 'credentials')) ?? []
    await setSetting(tx, 'credentials', [...credentials, ...(last ? [last.bytes] : [])].slice(-10))
  })
  return next.device
}
