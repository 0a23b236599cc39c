import { postSocket, reachesHub } from '../sync/link/post.ts'
import { webSocket } from '../sync/link/web.ts'
import { realSystem } from '../sync/system.ts'
import type { DeviceFiles } from './backup/device-files.ts'
import { Device } from './device.ts'
import type { Journals } from './journal/journal.ts'
import { openTwin, type Twin } from './journal/twin.ts'
import { webVerify } from './keyring/verify.ts'
import { webKeyring } from './keyring/web.ts'
import { openDexieStore } from './store/dexie.ts'
import { rememberingStore } from './store/remembering.ts'
import { type Box, sealedStore } from './store/sealed.ts'
import type { DeviceStore } from './store/store.ts'

export type BrowserDevice = {
  readonly device: Device
  readonly store: DeviceStore
  readonly twin: Twin
  /** All work of this device as a file, sealed to the project's hubs. @throws {NotHere} or {TurnedAway} no-key. */
  bundle(): Promise<{ readonly title: string; readonly bytes: Uint8Array }>
  /** What else it gives and takes as files. */
  files(): Promise<DeviceFiles>
}

/**
 * A device that lives in this browser, under this name; the same name finds it again.
 * @param journals where its second copy lies; absent: there is no place for one.
 * @param box seals what it keeps; absent: nobody has set a PIN.
 */
export function openBrowserDevice(name: string, journals?: Journals, box?: Box): BrowserDevice {
  const [keyring, system, verify] = [webKeyring(name), realSystem(), webVerify()]
  const kept = rememberingStore(sealedStore(openDexieStore(name), name, box))
  const twin = openTwin({ name, store: kept, journals, keyring, system })
  const post = {
    connect: (address: string) => postSocket(address, system),
    reaches: (address: string) => reachesHub(address, system)
  }
  const network = () => (navigator as { readonly onLine?: boolean }).onLine
  const device = new Device({
    store: twin.store,
    keyring,
    verify,
    system,
    connect: webSocket,
    post,
    network,
    looksOn: true
  })
  twin.onChange(() => device.refresh())
  const { store } = device
  // Few ever want it, and it brings ciphers along.
  const bundle = async () => (await import('./whole-bundle.ts')).wholeBundle({ store, keyring, verify, system })
  const files = async () => (await import('./backup/device-files.ts')).deviceFiles({ store, keyring, verify, system })
  return { device, store, twin, bundle, files }
}
