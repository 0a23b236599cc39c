import type { DeviceKey } from '../../core/fact/fact.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { getSetting, type Settings } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'

/** What a device knows of itself when it calls. */
export type Greeting = Pick<Settings, 'before' | 'hubs' | 'credentials'> &
  Partial<Pick<Settings, 'invite' | 'name'>> & {
    /** Stamp of the newest receipt that this hub has given. */
    readonly since: number
  }

/** @param hub the one that is called; undefined: it did not say who it is. */
export async function readGreeting(store: DeviceStore, hub: DeviceKey | undefined): Promise<Greeting> {
  return store.transact('relaxed', async (tx) => {
    const [invite, name] = [await getSetting(tx, 'invite'), await getSetting(tx, 'name')]
    return {
      before: (await getSetting(tx, 'before')) ?? [],
      hubs: (await getSetting(tx, 'hubs')) ?? [],
      since: (await getSetting(tx, 'heard'))?.[hub ?? ''] ?? 0,
      credentials: (await getSetting(tx, 'credentials')) ?? [],
      ...(invite !== undefined && { invite }),
      ...(name !== undefined && { name })
    }
  })
}

/**
 * [EX6] One that no hub has let in yet shows its invite and wants the charter; one that a hub forgot, its grant. Whoever
 * shows an invite wants the charter: in it is the grant of this key, and an older key's would not let it in again.
 */
export function saidOf(
  { hubs, since, invite, name, credentials }: Greeting,
  credentialsAsked: boolean
): Omit<ControlFields<'hello'>, 'v' | 'proof'> {
  // One that has lost its key is nobody's yet, and knows its hubs.
  const isNew = hubs.length === 0 || invite !== undefined
  return {
    since,
    ...(isNew && { charter: true }),
    ...(invite !== undefined && { invite }),
    ...(isNew && name !== undefined && { name }),
    ...(credentialsAsked && { credentials: [...credentials] })
  }
}
