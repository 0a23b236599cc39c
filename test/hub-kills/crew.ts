import { join } from 'node:path'
import { Device } from '../../src/client/device.ts'
import { keyringIn } from '../../src/client/keyring/node.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { Chance } from '../../src/core/examples/chance.ts'
import { nodeSocket } from '../../src/sync/link/node.ts'
import { realSystem, type System } from '../../src/sync/system.ts'
import { type Answer, answerTo } from '../answers.ts'
import { newFolder } from '../understory.ts'

/** Milliseconds from one item of a hand to its next, at most. */
const PAUSE = 150
/** Tasks borrowed at a time, and for how long one waits for them. */
const BORROWED = 5
const PATIENCE = 2000
/** Items that may wait for a receipt before a hand waits too: a hub that is down most of the time takes only so many. */
const MOST_WAITING = 15
const CONFIRMED: readonly string[] = ['received', 'merged', 'spare']
/** What nobody saved by hand. */
const BY_ITSELF = 'consent'

/** Somebody who works without a pause, on a real link to a hub that comes and goes. */
export class Hand {
  readonly device: Device
  /** Every item that was ever called saved here. */
  readonly told: string[] = []
  private readonly name: string
  private readonly chance: Chance
  private working: Promise<void> | undefined
  private stopped = false

  constructor(name: string, chance: Chance) {
    this.name = name
    this.chance = chance
    const parts = { store: openMemoryStore(), keyring: keyringIn(join(newFolder(), 'keys')), verify: webVerify() }
    this.device = new Device({ ...parts, system: impatient(), connect: nodeSocket })
  }

  async joins(invite: string): Promise<void> {
    await this.device.join(invite, this.name)
    await this.device.start()
    await this.device.welcomed(60_000)
    await this.device.acceptTerms()
  }

  begins(): void {
    this.working = this.work()
  }

  /** Lays its tools down; what it finished stays to be confirmed. */
  async rests(): Promise<void> {
    this.stopped = true
    await this.working
  }

  /** Items of which a hub has said that it has them. */
  async receipted(): Promise<string[]> {
    return (await this.items()).filter(({ state }) => CONFIRMED.includes(state)).map(({ id }) => id)
  }

  async items() {
    return (await this.device.items()).filter(({ kind }) => kind !== BY_ITSELF)
  }

  private async work(): Promise<void> {
    const seen: string[] = []
    while (!this.stopped) {
      await new Promise((later) => setTimeout(later, this.chance.below(PAUSE)))
      if ((await this.device.open()).items >= MOST_WAITING) continue
      const [task] = await this.device.tasks()
      const shown = task?.thread.at(-1)?.id
      if (shown !== undefined && !seen.includes(shown)) seen.push(shown)
      if (task) {
        const { batch, place, kind, lang, thread, candidates } = task
        const line = { task: `${batch}/${place}`, kind, lang, thread: thread as [], candidates }
        this.says(await this.device.answer(this.chance.happens(0.1) ? skipped(line.task) : answerTo(line, this.name)))
      } else if (this.chance.happens(0.2)) {
        // Nobody may be there, or nothing open: then there is something else to say.
        await this.device.checkout({ count: BORROWED }, PATIENCE).catch(() => {})
      } else {
        const message = this.chance.one(seen)
        if (message === undefined) continue
        this.says(await this.device.report(message, `${this.name} looks at it for the ${this.told.length}th time`))
      }
    }
  }

  private says({ id }: { readonly id: string }): void {
    this.told.push(id)
  }
}

function skipped(task: string): Answer {
  return { task, skip: 'not my field' }
}

/** Seals a finished item at once, where a person may take it back for ten seconds: so that more is on its way. */
function impatient(): System {
  const system = realSystem()
  return { ...system, after: (ms, act) => system.after(ms === 10_000 ? 50 : ms, act) }
}
