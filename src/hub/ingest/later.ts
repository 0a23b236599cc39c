import type { Content, DeviceKey, FactId } from '../../core/fact/fact.ts'
import { lendingNamed } from '../../sync/segment/body.ts'
import type { Segment, SegmentHash } from '../../sync/segment/segment.ts'
import type { System } from '../../sync/system.ts'
import { StoreUnusable } from '../store/errors.ts'
import type { HubStore } from '../store/store.ts'
import type { Admission } from './admit.ts'

/** Trees derived anew in one transaction, a fraction of a second; and segments whose facts are placed. */
const TREES_AT_ONCE = 50
const SEGMENTS_AT_ONCE = 100
/** Fewer of them if they are full: most facts placed in one transaction, and segments taken up before these are counted. */
const FACTS_AT_ONCE = 2000
const FEW = 4
/** While many wait for their turn, what is left to do is looked at again so much later. */
const AFTER_A_CROWD = 1000
/** And so much later if anything came meanwhile, which waits behind it. */
const AFTER_SOME = 200
/** Segments put off at a time, some seconds of work; what comes beyond is placed before it is receipted. */
const MOST_PUT_OFF = 2000
/** What cannot be done is tried again so much later: by then the disk may have room, or the next version runs. */
const TRIED_AGAIN = 60_000

export type LaterOptions = {
  readonly store: HubStore
  readonly system: System
  /** Whether so many wait for their turn that all this is better done when they are through. */
  crowded(): boolean
  transact<T>(work: (admission: Admission) => Promise<T>): Promise<T>
  /** A line for the operator. */
  log(line: string): void
}

/**
 * [LK16] What is left to do of work that is on disk and receipted: its facts find their trees, and the trees that facts
 * have touched are derived anew. What a run does not come to, the next one's start does.
 */
export class Later {
  /** Whether a segment was taken since anything was done that had been left. */
  tookSome = false
  private readonly options: LaterOptions
  private running = false
  private holding = 0
  /** The tasks that are answered in segments put off, by their devices. */
  private readonly answers = new Map<DeviceKey, Map<SegmentHash, readonly string[]>>()
  private count = 0
  /** Segments and trees that could not be placed or derived, and when they are tried again. */
  private readonly aside = new Map<string, number>()

  constructor(options: LaterOptions) {
    this.options = options
  }

  /** Whether work that comes now is only put on disk. */
  get isBetter(): boolean {
    return this.holding > 0 || this.options.crowded()
  }

  /** Whether the facts of so many more segments may be placed later. */
  hasRoomFor(more: number): boolean {
    return this.isBetter && this.count + more < MOST_PUT_OFF
  }

  /** Whether facts are still to find their trees. */
  get isBehind(): boolean {
    return this.count > 0
  }

  /** These are on disk, and their facts still to be placed. */
  putsOff(segments: readonly Segment[]): void {
    for (const { header, hash, facts } of segments) {
      const ofDevice = this.answers.get(header.device) ?? new Map<SegmentHash, readonly string[]>()
      const tasks = facts.flatMap(({ content }) => taskNamed(content) ?? [])
      this.answers.set(header.device, ofDevice.set(hash, tasks))
      this.count += 1
    }
  }

  /** Whether work of these devices that is put off answers a task. */
  answeredBy(devices: readonly DeviceKey[]): (lending: FactId, place: number) => boolean {
    const tasks = this.tasksOf(devices)
    return (lending, place) => tasks.has(nameOf(lending, place))
  }

  /** The lendings that such work names. */
  lendingsOf(devices: readonly DeviceKey[]): ReadonlySet<FactId> {
    const names = new Set<FactId>()
    for (const task of this.tasksOf(devices)) names.add(task.slice(0, task.indexOf(' ')))
    return names
  }

  private tasksOf(devices: readonly DeviceKey[]): ReadonlySet<string> {
    const tasks = new Set<string>()
    for (const device of devices)
      for (const some of this.answers.get(device)?.values() ?? []) for (const task of some) tasks.add(task)
    return tasks
  }

  /** Resolves once all is done, so that nothing is lent that was done meanwhile. */
  async fresh(): Promise<void> {
    if (await this.options.store.read((tx) => tx.hasStale())) await this.all()
  }

  async all(): Promise<void> {
    while (await this.some());
  }

  /**
   * [RL6] While work comes from another hub, all this waits until that is here: by half of it too much would be decided.
   * @returns all of it is here.
   */
  hold(): () => Promise<void> {
    this.holding += 1
    return async () => {
      this.holding -= 1
      if (this.holding === 0) await this.fresh()
    }
  }

  /** Does it in turns with whatever else comes meanwhile. */
  async begin(): Promise<void> {
    if (this.running || this.holding > 0) return
    this.running = true
    try {
      for (let more = true; more; ) {
        // Some at a time all the same: a crowd that never ends must not put it off for good.
        const pause = this.options.crowded() ? AFTER_A_CROWD : this.tookSome ? AFTER_SOME : 0
        this.tookSome = false
        if (pause > 0) await new Promise<void>((done) => this.options.system.after(pause, done))
        more = this.holding === 0 && (await this.some())
      }
    } catch {
      // The store cannot be used now, and says so to whoever waits for an answer.
    } finally {
      this.running = false
    }
  }

  /** @returns whether there was any. */
  private async some(): Promise<boolean> {
    try {
      return await this.many()
    } catch (cause) {
      if (isOfStore(cause)) throw cause
      // Of these one cannot be done; neither the others nor whoever wants to borrow must wait for it.
      for (;;) {
        const did = await this.one()
        if (did !== 'done') return did === 'failed'
      }
    }
  }

  /** The first segment, or else the first tree; one that cannot be placed or derived is set aside. */
  private async one(): Promise<'done' | 'failed' | 'none'> {
    const but = this.setAside()
    let [segment, tree]: (string | undefined)[] = []
    try {
      const placed = await this.options.transact(async (admission) => {
        const { tx, touched } = admission
        ;[segment] = await tx.takeUnplaced(1, but)
        if (segment === undefined) [tree] = await tx.takeStale(1, but)
        const placed = segment === undefined ? [] : await admission.placeAll(segment)
        await tx.addStale([...touched])
        touched.clear()
        if (tree !== undefined) touched.add(tree)
        return placed
      })
      for (const { header, hash } of placed) this.forget(header.device, hash)
      return (segment ?? tree) === undefined ? 'none' : 'done'
    } catch (cause) {
      const name = segment ?? tree
      if (name === undefined || isOfStore(cause)) throw cause
      this.aside.set(name, this.options.system.now() + TRIED_AGAIN)
      // What it says may hold a contributor's words.
      this.options.log(`set aside ${name}: ${cause instanceof Error ? cause.name : typeof cause}`)
      return 'failed'
    }
  }

  private setAside(): string[] {
    const now = this.options.system.now()
    // The clock may have been set back.
    for (const [name, until] of this.aside) if (until <= now || until > now + TRIED_AGAIN) this.aside.delete(name)
    return [...this.aside.keys()]
  }

  private async many(): Promise<boolean> {
    const placed: Segment[] = []
    const but = this.setAside()
    const wereAny = await this.options.transact(async (admission) => {
      const { tx, touched } = admission
      let [facts, isLeft] = [0, true]
      while (isLeft && placed.length < SEGMENTS_AT_ONCE && facts < FACTS_AT_ONCE) {
        const hashes = await tx.takeUnplaced(FEW, but)
        for (const hash of hashes) placed.push(...(await admission.placeAll(hash)))
        facts = placed.reduce((sum, segment) => sum + segment.facts.length, 0)
        isLeft = hashes.length === FEW
      }
      await tx.addStale([...touched])
      touched.clear()
      // A tree is derived once it has all its facts, but for a crowd that never ends.
      if (!isLeft || this.options.crowded())
        for (const tree of await tx.takeStale(TREES_AT_ONCE, but)) touched.add(tree)
      return placed.length > 0 || touched.size > 0
    })
    for (const { header, hash } of placed) this.forget(header.device, hash)
    return wereAny
  }

  private forget(device: DeviceKey, hash: SegmentHash): void {
    const ofDevice = this.answers.get(device)
    if (!ofDevice?.delete(hash)) return
    this.count -= 1
    if (ofDevice.size === 0) this.answers.delete(device)
  }
}

/** No room, no rights: nothing can be done now. What else the database refuses is what it was asked. */
function isOfStore(cause: unknown): boolean {
  return cause instanceof StoreUnusable && cause.reason !== 'other'
}

/** The task that a fact answers, by its lending and place. Nobody has looked yet at what such a fact says. */
export function taskNamed(content: Content): string | undefined {
  const lending = lendingNamed(content)
  return lending === undefined ? undefined : nameOf(lending, (content.task as [FactId, number])[1])
}

function nameOf(lending: FactId, place: number): string {
  return `${lending} ${place}`
}
