import type { System } from '../../sync/system.ts'
import { type Rates, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'

/** What is still to cross, and how long that takes at the rate of what has crossed. */
export type Transfer = {
  /** Bytes of sealed work without a receipt. */
  readonly up: number
  /** Bytes of batches that are lent and not here; undefined: the hub has not said. */
  readonly down: number | undefined
  /** Bytes that have crossed since this sync began. */
  readonly done: { readonly up: number; readonly down: number }
  /** About so many minutes; undefined: nothing has crossed yet by which to tell. */
  readonly minutes: number | undefined
}

/** A wait in which nothing crossed says nothing of the link beyond this. */
const LONGEST_STEP = 30_000
/** Before so much has crossed, the rate is that of an earlier time. */
const TELLING_MS = 1000

/** What of a sync is still to do. */
export type Left = {
  up(): number
  down(): number
  /** The hub has said what there is to come. */
  known(): boolean
}

/** How far a sync has come, and how long the rest takes. */
export class Progress {
  private readonly meters: { readonly up: Meter; readonly down: Meter }
  private readonly left: Left

  /** @param before as measured over an earlier link. */
  constructor(system: System, before: Rates, left: Left) {
    this.meters = { up: new Meter(system, before.up), down: new Meter(system, before.down) }
    this.left = left
  }

  /** Work goes out from now on, if there is any. */
  sends(): void {
    this.meters.up.busy(this.left.up() > 0)
  }

  /** So many bytes have a receipt now. */
  received(bytes: number): void {
    this.meters.up.add(bytes)
    this.meters.up.busy(this.left.up() > 0)
  }

  /** So many bytes of batches have come. */
  came(bytes: number): void {
    this.meters.down.busy(true)
    this.meters.down.add(bytes)
  }

  /** Nothing crosses while there is no link. */
  broken(): void {
    for (const meter of Object.values(this.meters)) meter.busy(false)
  }

  /** For an estimate before the next link. */
  async keep(store: DeviceStore): Promise<void> {
    const { rates } = this
    if (Object.keys(rates).length > 0) await store.transact('relaxed', (tx) => setSetting(tx, 'rates', rates))
  }

  get transfer(): Transfer {
    const { left, meters } = this
    const [up, down] = [left.up(), left.down()]
    return {
      up,
      down: left.known() || down > 0 ? down : undefined,
      done: { up: meters.up.done, down: meters.down.done },
      minutes: minutesFor(up, down, this.rates)
    }
  }

  get rates(): Rates {
    const { up, down } = this.meters
    return { ...(up.rate !== undefined && { up: up.rate }), ...(down.rate !== undefined && { down: down.rate }) }
  }
}

/** Measures what crosses in one direction, while something does. */
class Meter {
  done = 0
  private since: number | undefined
  private spent = 0
  private measured = 0
  private readonly system: System
  private readonly before: number | undefined

  /** @param before bytes a second of an earlier time. */
  constructor(system: System, before: number | undefined) {
    this.system = system
    this.before = before
  }

  /** Something is on its way from now on, or nothing any more. */
  busy(yes: boolean): void {
    if (yes) this.since ??= this.system.now()
    else this.since = undefined
  }

  add(bytes: number): void {
    const now = this.system.now()
    this.done += bytes
    if (this.since === undefined) return
    this.spent += Math.min(Math.max(0, now - this.since), LONGEST_STEP)
    this.measured += bytes
    this.since = now
  }

  /** Bytes a second; undefined: nobody can tell. */
  get rate(): number | undefined {
    return this.spent < TELLING_MS ? this.before : (1000 * this.measured) / this.spent
  }
}

/** @returns undefined where a rate that is needed is not known. */
export function minutesFor(up: number, down: number, rates: Rates): number | undefined {
  const seconds = [
    up === 0 ? 0 : up / (rates.up ?? rates.down ?? 0),
    down === 0 ? 0 : down / (rates.down ?? rates.up ?? 0)
  ].reduce((sum, each) => sum + each, 0)
  return Number.isFinite(seconds) ? Math.ceil(seconds / 6) / 10 : undefined
}
