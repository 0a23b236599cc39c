import { getSetting, setSetting } from './settings.ts'
import type { Reading } from './store/reading.ts'
import type { DeviceStore } from './store/store.ts'
import type { Reach } from './sync/roads.ts'
import type { Session } from './sync/session.ts'
import { minutesFor, type Transfer } from './sync/transfer.ts'
import { readUnconfirmed } from './work.ts'

type CrossingOptions = {
  readonly store: DeviceStore
  readonly reading: Reading
  session(): Session | undefined
  readonly network: (() => boolean | undefined) | undefined
  start(): Promise<void>
  stop(): Promise<void>
  onChange(): void
}

/** What is on its way between a device and its hub, by which road, and whether it may be. */
export class Crossing {
  /** Until `resume`, or the next start. */
  paused = false
  private readonly options: CrossingOptions

  constructor(options: CrossingOptions) {
    this.options = options
  }

  /** Leaves the link at once: what has crossed stays, nothing is lost, and the next link goes on from there. */
  async pause(): Promise<void> {
    this.paused = true
    await this.options.stop()
    this.options.onChange()
  }

  /** Ends a pause. @throws {NotHere} not-joined. */
  async resume(): Promise<void> {
    await this.options.start()
    this.options.onChange()
  }

  /** On a network that costs by the byte a device syncs only on wish. Programs ask `bySelf` before they start it. */
  async setMetered(metered: boolean): Promise<void> {
    const { store, reading } = this.options
    await store.transact('strict', (tx) => setSetting(tx, 'metered', metered))
    reading.changed()
    if (metered) await this.pause()
    else await this.resume()
  }

  /** Whether a device may sync without being told to. */
  async bySelf(): Promise<boolean> {
    return (await this.options.reading.read((tx) => getSetting(tx, 'metered'))) !== true
  }

  /** Network, hub and project: what is known of each. */
  reach(): Reach {
    const session = this.options.session()
    return {
      network: this.options.network?.(),
      hub: session?.roads.hub,
      project: session?.settled ?? false,
      road: session?.roads.road ?? 'socket',
      place: session?.roads.place ?? 0
    }
  }

  /** What is to cross, exactly, and about how long it takes; before it begins by the rate of an earlier link. */
  async transfer(): Promise<Transfer & { readonly paused: boolean }> {
    const { paused } = this
    const session = this.options.session()
    if (session?.settled) return { ...session.progress.transfer, paused }
    const { bytes, rates = {} } = await this.options.reading.read(async (tx) => ({
      bytes: (await readUnconfirmed(tx)).bytes,
      rates: await getSetting(tx, 'rates')
    }))
    const done = session?.progress.transfer.done ?? { up: 0, down: 0 }
    return { up: bytes, down: undefined, done, minutes: minutesFor(bytes, 0, rates), paused }
  }
}
