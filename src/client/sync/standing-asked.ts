import type { ControlFields } from '../../sync/link/control.ts'
import { readStanding } from '../../sync/standing.ts'
import type { System } from '../../sync/system.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'

/** [PR1] At most so often, unless the person looks for it. */
const EVERY = 600_000

type Of = {
  readonly store: DeviceStore
  readonly system: System
  /** Over the link as it is now; nothing happens if there is none. */
  ask(fields: ControlFields<'progress'>): void
  onChange(): void
}

/** [PR1] Asks how the project goes, and keeps what is told. */
export class StandingAsked {
  private readonly of: Of
  private asked = Number.NEGATIVE_INFINITY

  constructor(of: Of) {
    this.of = of
  }

  /** All work has its receipt: asks, if that was long ago. */
  async atRest(): Promise<void> {
    const now = this.of.system.now()
    // The clock may have been set back.
    if (Math.abs(now - this.asked) < EVERY) return
    const came = (await this.kept())?.came
    if (came !== undefined && Math.abs(now - came) < EVERY) return
    await this.now()
  }

  /** The person looks for it. */
  async now(): Promise<void> {
    this.asked = this.of.system.now()
    const have = (await this.kept())?.version
    this.of.ask({ ...(have !== undefined && { have }) })
  }

  /** What cannot be read is passed over. */
  async told({ version, body, mine }: ControlFields<'standing'>): Promise<void> {
    try {
      readStanding(body)
    } catch {
      return
    }
    const came = this.of.system.now()
    const kept = { version, body, came, ...(mine && { mine }) }
    await this.of.store.transact('relaxed', (tx) => setSetting(tx, 'standing', kept))
    this.of.onChange()
  }

  private kept() {
    return this.of.store.transact('relaxed', (tx) => getSetting(tx, 'standing'))
  }
}
