import { readBecame } from '../../sync/became.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import type { System } from '../../sync/system.ts'
import type { DeviceStore } from '../store/store.ts'
import { keepGrown, readMark } from './kept.ts'

/** [BC1] At most so often, and with so many answers a time: the rest comes with the next contact. */
const EVERY = 600_000
const MOST_ANSWERS = 8

type Of = {
  readonly store: DeviceStore
  readonly system: System
  /** Over the link as it is now; nothing happens if there is none. */
  ask(fields: ControlFields<'became'>): void
  onChange(): void
}

/** [BC1] Asks what became of this person's messages, and keeps what is told. */
export class BecameAsked {
  /** All that there is to tell at this contact was told. */
  told = false
  private readonly of: Of
  private asked = Number.NEGATIVE_INFINITY
  private answers = 0
  /** A question is on its way, or its answer. */
  private asking = false
  /** There is something to tell that the last question may not have found. */
  private news = false

  constructor(of: Of) {
    this.of = of
  }

  /** All work has its receipt: asks, if that was long ago or there is news. */
  async atRest(): Promise<void> {
    const now = this.of.system.now()
    // The clock may have been set back.
    const isYoung = Math.abs(now - this.asked) < EVERY
    if (isYoung && (!this.news || this.asking)) return
    this.asked = now
    this.answers = 0
    this.news = false
    await this.ask()
  }

  /** A moderator may have said something: asks at rest, however short ago the last question was. */
  hasNews(): void {
    this.news = true
  }

  /** A new connection: what the last one began is asked for again. */
  broken(): void {
    if (this.answers > 0) this.asked = Number.NEGATIVE_INFINITY
    this.answers = 0
    this.asking = false
  }

  /** What cannot be read is passed over. */
  async keep({ trees, mark, after }: ControlFields<'grown'>): Promise<void> {
    const { store, system, onChange } = this.of
    const good = trees.filter(isReadable)
    await keepGrown(store, { trees: good, mark, came: system.now(), ...(after !== undefined && { after }) })
    this.answers += 1
    const goesOn = after !== undefined && this.answers < MOST_ANSWERS
    if (goesOn) await this.ask()
    else {
      this.answers = 0
      this.told = true
      this.asking = false
      if (this.news) await this.atRest()
    }
    onChange()
  }

  private async ask(): Promise<void> {
    this.asking = true
    const { mark, after } = (await this.of.store.transact('relaxed', readMark)) ?? {}
    this.of.ask({ ...(mark !== undefined && { since: mark }), ...(after !== undefined && { after }) })
  }
}

function isReadable(bytes: Uint8Array): boolean {
  try {
    readBecame(bytes)
    return true
  } catch {
    return false
  }
}
