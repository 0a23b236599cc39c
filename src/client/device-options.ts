import type { RawSocket } from '../sync/link/link.ts'
import type { Verify } from '../sync/signer.ts'
import type { System } from '../sync/system.ts'
import type { Keyring } from './keyring.ts'
import type { DeviceStore, DraftRow, TaskRow } from './store/store.ts'
import type { Work } from './work.ts'

/** What a device is made of, from whoever starts the program. */
export type DeviceOptions = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
  /** Opens a WebSocket to this address. */
  connect(address: string): RawSocket
  /** The other road, for links on which WebSockets do not get through: calls over HTTP, and whether a hub answers them. */
  readonly post?: { connect(address: string): RawSocket; reaches(address: string): Promise<boolean> }
  /** [PR1] Whether somebody looks at how the project goes: it is asked for then. */
  readonly looksOn?: boolean
  /** Whether this computer has a network, where somebody can say. */
  network?(): boolean | undefined
}

/** What a device has of one task: each part only if it is there. */
export type TaskHere = {
  readonly task: TaskRow | undefined
  readonly draft: DraftRow | undefined
  readonly finished: Work | undefined
}
