import { webSocket } from '../sync/link/web.ts'
import { realSystem } from '../sync/system.ts'
import { Device } from './device.ts'
import { webVerify } from './keyring/verify.ts'
import { webKeyring } from './keyring/web.ts'
import { openDexieStore } from './store/dexie.ts'
import type { DeviceStore } from './store/store.ts'

/** A device that lives in this browser, under this name; the same name finds it again. */
export function openBrowserDevice(name: string): { device: Device; store: DeviceStore } {
  const store = openDexieStore(name)
  const device = new Device({
    store,
    keyring: webKeyring(name),
    verify: webVerify(),
    system: realSystem(),
    connect: webSocket
  })
  return { device, store }
}
