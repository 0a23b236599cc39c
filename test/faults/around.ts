import type { Journals } from '../../src/client/journal/journal.ts'
import type { DeviceStore } from '../../src/client/store/store.ts'
import type { FactId } from '../../src/core/fact/fact.ts'
import type { Hub } from '../../src/hub/hub.ts'
import type { HubStore } from '../../src/hub/store/store.ts'
import type { Taker } from '../../src/sync/bundle/apply.ts'
import type { DeviceDisk } from './device-disk.ts'
import type { Tampering } from './hub-disk.ts'
import type { Injected } from './injected.ts'
import type { Answering, Meddler, Net } from './net.ts'
import type { Process, Scheduler } from './scheduler.ts'
import type { Truth } from './truth.ts'

/** Where a fault of the program itself can be put in: each wraps what stands there. */
export type Seams = {
  readonly deviceStore?: (store: DeviceStore, process: Process) => DeviceStore
  readonly journals?: (journals: Journals) => Journals
  readonly hubStore?: (store: HubStore) => HubStore
  readonly hubWrites?: Tampering
  readonly taker?: (taker: Taker, hub: Hub) => Taker
  readonly meddler?: (around: Around) => Meddler
}

/** The world as one computer in it needs it. */
export type Around = {
  readonly scheduler: Scheduler
  readonly injected: Injected
  readonly truth: Truth
  readonly net: Net
  readonly seams: Seams
  readonly invite: string
  readonly computers: readonly { readonly process: Process | undefined; readonly disk: DeviceDisk }[]
  /** Finished items of which a copy was made. */
  readonly copied: Set<FactId>
  /** The marks of those that somebody copied, by whichever key they are signed now. */
  readonly copiedMarks: ReadonlySet<string | undefined>
  answering(hub: number): Answering | undefined
  /** Different for each finished item. */
  nextMark(): number
}
