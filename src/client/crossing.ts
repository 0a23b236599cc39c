import { getSetting, type Price, setSetting } from './settings.ts'
import type { Reading } from './store/reading.ts'
import type { DeviceStore } from './store/store.ts'
import type { Reach } from './sync/roads.ts'
import type { Session } from './sync/session.ts'
import { minutesFor, type Transfer } from './sync/transfer.ts'
import { bytesToSend } from './to-send.ts'

type CrossingOptions = {
  readonly store: DeviceStore
  readonly reading: Reading
  session(): Session | undefined
  readonly network: (() => boolean | undefined) | undefined
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves once everything has crossed, or when the time is over. */
  synced(withinMs: number): Promise<void>
  /** Resolves once the hub has said what became of earlier work, or when the time is over: an older one never says it. */
  told(withinMs: number): Promise<void>
  onChange(): void
}

/** Over the slowest link. */
const LONGEST_TELLING = 15_000
/** However slow the link: for so long one sync on wish may take. */
const LONGEST_ONCE = 6 * 3_600_000

/** What is on its way between a device and its hub, by which road, and whether it may be. */
export class Crossing {
  /** Until `resume`, or the next start. */
  paused = false
  private readonly options: CrossingOptions
  /** Counts the wishes: a later one ends what an earlier one had begun. */
  private wishes = 0

  constructor(options: CrossingOptions) {
    this.options = options
  }

  /** Leaves the link at once: what has crossed stays, nothing is lost, and the next link goes on from there. */
  async pause(): Promise<void> {
    this.wishes += 1
    this.paused = true
    await this.options.stop()
    this.options.onChange()
  }

  /** Ends a pause. @throws {NotHere} not-joined. */
  async resume(): Promise<void> {
    this.wishes += 1
    await this.options.start()
    this.options.onChange()
  }

  /** What a program does when its turn to sync has come: nothing while the person wants to be asked. @throws {NotHere} */
  async begin(): Promise<void> {
    if (!this.paused && (await this.bySelf())) return this.options.start()
    this.paused = true
    this.options.onChange()
  }

  /**
   * Syncs because the person says so. On a network that costs by the byte it ends by itself when all has crossed.
   * Resolves when that has begun. @throws {NotHere} not-joined.
   */
  async once(): Promise<void> {
    await this.resume()
    if (await this.bySelf()) return
    const wish = this.wishes
    const over = async () => {
      if (this.wishes === wish) await this.pause()
    }
    // What is in the way is told by the line.
    void this.options
      .synced(LONGEST_ONCE)
      .then(() => this.options.told(LONGEST_TELLING))
      .then(over, over)
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

  /** What a megabyte costs here, as the person has said; undefined: nothing was said. */
  async price(): Promise<Price | undefined> {
    return this.options.reading.read((tx) => getSetting(tx, 'price'))
  }

  async setPrice(price: Price): Promise<void> {
    const { store, reading } = this.options
    await store.transact('strict', (tx) => setSetting(tx, 'price', price))
    reading.changed()
    this.options.onChange()
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
    const rates = (await this.options.reading.read((tx) => getSetting(tx, 'rates'))) ?? {}
    const bytes = await bytesToSend(this.options.store)
    const done = session?.progress.transfer.done ?? { up: 0, down: 0 }
    return { up: bytes, down: undefined, done, minutes: minutesFor(bytes, 0, rates), paused }
  }
}
