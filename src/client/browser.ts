import { webSocket } from '../sync/link/web.ts'
import { realSystem } from '../sync/system.ts'
import { Device } from './device.ts'
import type { Journals } from './journal/journal.ts'
import { openTwin, type Twin } from './journal/twin.ts'
import { webVerify } from './keyring/verify.ts'
import { webKeyring } from './keyring/web.ts'
import { openDexieStore } from './store/dexie.ts'
import type { DeviceStore } from './store/store.ts'

/**
 * A device that lives in this browser, under this name; the same name finds it again.
 * @param journals where its second copy lies; absent: there is no place for one.
 */
export function openBrowserDevice(
  name: string,
  journals?: Journals
): { device: Device; store: DeviceStore; twin: Twin } {
  const [keyring, system] = [webKeyring(name), realSystem()]
  const twin = openTwin({ name, store: openDexieStore(name), journals, keyring, system })
  const device = new Device({ store: twin.store, keyring, verify: webVerify(), system, connect: webSocket })
  twin.onChange(() => device.refresh())
  return { device, store: twin.store, twin }
}
