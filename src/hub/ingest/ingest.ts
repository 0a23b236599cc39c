import type { Content, DeviceKey } from '../../core/fact/fact.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import type { Outcome } from '../../core/tree/view.ts'
import type { FactReceipt, Receipt } from '../../sync/receipt.ts'
import type { ProjectId, Segment, SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { HubStore, ReadTx, StoredReceipt, WriteTx } from '../store/store.ts'
import { Admission } from './admit.ts'
import { Following } from './following.ts'
import { Later } from './later.ts'
import { drawForWork } from './lottery.ts'
import { beginsAgain, isInPause, type Pause } from './pauses.ts'
import { bookIn, PeopleBook } from './people.ts'
import { rulesOf } from './rules.ts'
import { type NewReceipt, receiptsFor } from './settle.ts'
import { Together } from './together.ts'

/** A later one was never given by a clock; beyond 2^53 no stamp would be later than the one before. */
const LATEST_STAMP = 2 ** 52
/** A reader of another program, an export for example, keeps old states of the store from being overwritten. */
const SCRUB_AGAIN = 10_000

export type IngestOptions = {
  readonly store: HubStore
  readonly project: ProjectId
  readonly signer: Signer
  /** Devices whose work needs no receipt: this hub's own. */
  readonly own: readonly string[]
  readonly rules: Rules
  readonly system: System
  /** Whether so many wait for their turn that trees are better derived when they are through. */
  crowded?(): boolean
  /** A line for the operator. */
  log?(line: string): void
}

/** Of another hub, with what it says. */
export type BroughtReceipt = StoredReceipt & Pick<Receipt, 'facts'>

export type IngestEvents = {
  /** After the commit: what may now be said. */
  onReceipts(receipts: readonly NewReceipt[]): void
  /** Segments that were not here before are. */
  onTaken(): void
  onErased(): void
  onGoals(): void
}

/** The one way by which facts enter the store. */
export class Ingest {
  book = new PeopleBook([])
  private readonly options: IngestOptions
  private readonly events: IngestEvents
  readonly later: Later
  private readonly together: Together
  private readonly following: Following
  private last: Promise<unknown> = Promise.resolve()
  private stamp = 0
  private pauses: readonly Pause[] = []

  constructor(options: IngestOptions, events: IngestEvents) {
    this.options = options
    this.events = events
    const { store, system, log = () => {} } = options
    const crowded = () => options.crowded?.() ?? false
    this.following = new Following(options)
    this.later = new Later({ store, system, crowded, log, transact: (work) => this.transact(work) })
    this.together = new Together({ system, crowded, takeAll: (pick) => this.takeAll(pick) })
  }

  /** Also does what an earlier run, or an earlier version, has left to do. */
  async start(): Promise<void> {
    await this.options.store.read(async (tx) => {
      this.stamp = await tx.lastStamp()
      this.book = await bookIn(tx)
    })
    await this.transact(async (admission) => {
      this.pauses = await beginsAgain(admission.tx, this.stamp, this.options.system.now())
      this.stamp = (this.pauses.at(-1)?.[1] ?? 1) - 1
      await admission.reconsider()
    })
    await this.deriveUnderNewRules()
    await this.later.all()
  }

  get people(): People {
    return this.book.people
  }

  /** What was derived by an earlier version of the rules is derived anew by this one. */
  private async deriveUnderNewRules(): Promise<void> {
    const { store, rules } = this.options
    const under = `${rules.name} ${rules.version}`
    if ((await store.read((tx) => tx.meta('derived-under'))) === under) return
    await store.write(async (tx) => {
      await tx.addStale('all')
      await tx.setMeta('derived-under', under)
    })
  }

  /** [DI9] Draws besides where people would find no work. */
  async drawForWork(langs: readonly string[]): Promise<void> {
    const { store, rules, system } = this.options
    if (rules.profile === 'open-assistant') return
    const draws = async (tx: ReadTx) =>
      drawForWork(tx, this.book, await rulesOf(tx, this.people, rules), langs, this.following.seed, secondsNow(system))
    if ((await store.read(draws)).length > 0)
      await this.decide(async (tx) => ({ contents: await draws(tx), result: undefined }))
  }

  /**
   * [HS1] Takes a segment whose signature holds. Segments that come together share a transaction.
   * @returns once it is on disk: false if it was there already.
   */
  take(segment: Segment): Promise<boolean> {
    return this.together.take(segment)
  }

  /** Takes decisions of this hub, and whatever else `work` writes, in one transaction. */
  async decide<T>(
    work: (tx: WriteTx, people: People) => Promise<{ contents: readonly Content[]; result: T; signer?: Signer }>
  ): Promise<T> {
    return this.transact(async (admission) => {
      const { contents, result, signer = this.options.signer } = await work(admission.tx, admission.people)
      await this.following.sealed(admission, contents, signer)
      return result
    })
  }

  /**
   * [RC1] A device has heard a later stamp than this hub has given, or one that it cannot have given: of a state that an
   * older one has replaced. Its devices would take words for older ones, or not hear them at all: all is said anew.
   */
  async overtake(devices: readonly DeviceKey[], since: number): Promise<void> {
    if (since > LATEST_STAMP || (since <= this.stamp && !isInPause(this.pauses, since))) return
    this.stamp = Math.max(this.stamp, since)
    await this.transact(async ({ tx, sayAnew }) => {
      for (const device of devices) for (const { segment } of await tx.receiptsSince(device, 0)) sayAnew.add(segment)
    })
  }

  /**
   * [RL4] Receipts of other hubs for segments held here, where they are later than what was said so far, and say nothing
   * else than what is known here: of two words the one that was given later may be the one that knew less.
   * @returns how many are.
   */
  async takeReceipts(receipts: readonly BroughtReceipt[]): Promise<number> {
    return this.transact(async ({ tx, brought }) => {
      for (const { facts, ...receipt } of [...receipts].sort((a, b) => a.stamp - b.stamp)) {
        const device = (await tx.segment(receipt.segment))?.header.device
        const known = (await tx.receiptOf(receipt.segment))?.stamp ?? 0
        if (device === undefined || receipt.stamp <= known || receipt.stamp > LATEST_STAMP) continue
        const { outcomes = [] } = (await tx.outcomesIn(receipt.segment)) ?? {}
        if (outcomes.some((known, at) => known && !isSame(known, facts[at]))) continue
        await tx.addReceipt(device, receipt)
        this.stamp = Math.max(this.stamp, receipt.stamp)
        brought.push({ device, ...receipt })
      }
      return brought.length
    })
  }

  /** [RL4] Whatever is said from now on of these segments is said later than `since`. */
  async sayLater(segments: readonly SegmentHash[], since: number): Promise<void> {
    if (since > LATEST_STAMP) return
    await this.transact(async ({ tx, sayAnew }) => {
      this.stamp = Math.max(this.stamp, since)
      for (const segment of segments) {
        const receipt = await tx.receiptOf(segment)
        if (receipt && receipt.stamp <= since) sayAnew.add(segment)
      }
    })
  }

  get lastStamp(): number {
    return this.stamp
  }

  private async takeAll(pick: () => readonly Segment[]): Promise<readonly boolean[]> {
    // Open-Assistant's answers are refused or not by what stands when they come.
    const mayWait = this.options.rules.profile !== 'open-assistant'
    const news = await this.transact(async (admission) => {
      const added: boolean[] = []
      for (const segment of pick())
        added.push(await admission.admit(segment, mayWait && this.later.hasRoomFor(admission.putOff.length)))
      // [RC1] These are receipted `received`; what becomes of them is said once their trees are derived.
      if (this.later.isBetter) {
        await admission.tx.addStale([...admission.touched])
        admission.touched.clear()
      }
      return added
    })
    this.later.tookSome = true
    return news
  }

  /** One at a time, until all is said of it: a newer receipt sent first would hide an older one for good. */
  private transact<T>(work: (admission: Admission) => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.commit(work))
    this.last = turn.catch(() => {})
    return turn
  }

  private async commit<T>(work: (admission: Admission) => Promise<T>): Promise<T> {
    let learned = false
    const { own, signer } = this.options
    const { result, receipts, erasedAny, stale, tookAny, putOff, goalsChanged } = await this.options.store
      .write(async (tx) => {
        const admission = new Admission(tx, this.book)
        try {
          const result = await work(admission)
          const changed = await this.following.settleAll(admission)
          const segments = await this.segmentsToReceipt(admission, changed)
          const news = await receiptsFor(tx, segments, own, signer, () => this.nextStamp())
          const receipts = [...admission.brought, ...news]
          const { erasedAny, newSegments, putOff, goalsChanged } = admission
          const tookAny = newSegments.length > 0
          return { result, receipts, erasedAny, stale: await tx.hasStale(), tookAny, putOff, goalsChanged }
        } finally {
          learned = admission.learned
        }
      })
      .catch(async (cause) => {
        if (learned) this.book = await this.options.store.read(bookIn)
        throw cause
      })
    this.later.putsOff(putOff)
    if (stale) void this.later.begin()
    if (receipts.length > 0) this.events.onReceipts(receipts)
    if (erasedAny) {
      await this.scrub()
      this.events.onErased()
    }
    if (tookAny) this.events.onTaken()
    if (goalsChanged) this.events.onGoals()
    return result
  }

  /** The new ones, and those of whose facts there is something new to say. */
  private async segmentsToReceipt({ tx, newSegments, sayAnew }: Admission, changed: ReadonlySet<string>) {
    const segments = new Set<SegmentHash>(sayAnew)
    for (const { hash } of newSegments) segments.add(hash)
    for (const fact of changed) for (const hash of await tx.segmentsHolding(fact)) segments.add(hash)
    return segments
  }

  /** What is committed stays so, whether or not its traces can be wiped at once. */
  private async scrub(): Promise<void> {
    const { store, system } = this.options
    if (!(await store.scrub().catch(() => false))) system.after(SCRUB_AGAIN, () => void this.scrub())
  }

  private nextStamp(): number {
    this.stamp = Math.max(this.options.system.now(), this.stamp + 1)
    return this.stamp
  }
}

function isSame(known: Outcome, said: FactReceipt | undefined): boolean {
  return known.is === said?.is && ('rule' in known ? known.rule : '') === ('rule' in said ? said.rule : '')
}
