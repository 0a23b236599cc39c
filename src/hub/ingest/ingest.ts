import type { Content, DeviceKey } from '../../core/fact/fact.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import type { Outcome } from '../../core/tree/view.ts'
import type { FactReceipt, Receipt } from '../../sync/receipt.ts'
import { NO_HEAD, seal } from '../../sync/segment/seal.ts'
import type { ProjectId, Segment, SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { HubStore, ReadTx, StoredReceipt, WriteTx } from '../store/store.ts'
import { Admission } from './admit.ts'
import { activateBacklog, drawForWork, drawLottery } from './lottery.ts'
import { declinesOf, placesTaken } from './open-assistant.ts'
import { beginsAgain, isInPause, type Pause } from './pauses.ts'
import { bookIn, PeopleBook } from './people.ts'
import { rulesOf } from './rules.ts'
import { type NewReceipt, receiptsFor, settle } from './settle.ts'
import { Together } from './together.ts'

/** A decision may make another one due: a finish leaves room for a draw. More than this in a row is a fault of ours. */
const MOST_ROUNDS = 8
/** Trees derived anew in one transaction, a fraction of a second. */
const STALE_AT_ONCE = 50
/** A later one was never given by a clock; beyond 2^53 no stamp would be later than the one before. */
const LATEST_STAMP = 2 ** 52
/** While many wait for their turn, what is left to derive is looked at again so much later. */
const AFTER_A_CROWD = 1000
/** And so much later if anything came meanwhile, which waits behind it. */
const AFTER_SOME = 200
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
}

/** Of another hub, with what it says. */
export type BroughtReceipt = StoredReceipt & Pick<Receipt, 'facts'>

export type IngestEvents = {
  /** After the commit: what may now be said. */
  onReceipts(receipts: readonly NewReceipt[]): void
  /** Segments that were not here before are. */
  onTaken(): void
  onErased(): void
}

/** The one way by which facts enter the store. */
export class Ingest {
  book = new PeopleBook([])
  private readonly options: IngestOptions
  private readonly events: IngestEvents
  private readonly together: Together
  private freshening = false
  /** Whether a segment was taken since trees were last derived that had been left. */
  private tookSome = false
  private last: Promise<unknown> = Promise.resolve()
  private stamp = 0
  private pauses: readonly Pause[] = []
  private holding = 0
  /** Languages in which the lottery may have something to draw. */
  private readonly undrawn = new Set<string>()

  constructor(options: IngestOptions, events: IngestEvents) {
    this.options = options
    this.events = events
    const crowded = () => this.crowded
    this.together = new Together({ system: options.system, crowded, takeAll: (pick) => this.takeAll(pick) })
  }

  /** Also derives what an earlier run, or an earlier version, has left to derive. */
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
    while (await this.freshen());
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

  /** Derives some of the trees that a fact touched with many others. @returns whether there were any. */
  private async freshen(): Promise<boolean> {
    return this.transact(async ({ tx, touched }) => {
      for (const tree of await tx.takeStale(STALE_AT_ONCE)) touched.add(tree)
      return touched.size > 0
    })
  }

  /** Resolves once all trees are derived, so that nothing is lent that was done meanwhile. */
  async fresh(): Promise<void> {
    if (await this.options.store.read((tx) => tx.hasStale())) while (await this.freshen());
  }

  /** [DI9] Draws besides where people would find no work. */
  async drawForWork(langs: readonly string[]): Promise<void> {
    const { store, rules, system } = this.options
    if (rules.profile === 'open-assistant') return
    const draws = async (tx: ReadTx) =>
      drawForWork(tx, this.book, await rulesOf(tx, this.people, rules), langs, this.seed, secondsNow(system))
    if ((await store.read(draws)).length > 0)
      await this.decide(async (tx) => ({ contents: await draws(tx), result: undefined }))
  }

  private readonly seed = () => new DataView(this.options.system.random(4).buffer).getUint32(0)

  private get crowded(): boolean {
    return this.options.crowded?.() ?? false
  }

  /** In turns with whatever else comes meanwhile. What a run does not come to, the next one's start does. */
  private async freshenAll(): Promise<void> {
    if (this.freshening || this.holding > 0) return
    this.freshening = true
    try {
      for (let more = true; more; more = await this.freshen()) {
        // Some at a time all the same: a crowd that never ends must not put it off for good.
        const pause = this.crowded ? AFTER_A_CROWD : this.tookSome ? AFTER_SOME : 0
        this.tookSome = false
        if (pause > 0) await new Promise<void>((done) => this.options.system.after(pause, done))
      }
    } catch {
      // The store cannot be used now, and says so to whoever waits for an answer.
    } finally {
      this.freshening = false
    }
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
      await this.sealed(admission, contents, signer)
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

  /**
   * [RL6] While work comes from another hub, trees are derived once all of it is here: by half of it too much would be
   * decided.
   * @returns all of it is here.
   */
  hold(): () => Promise<void> {
    this.holding += 1
    return async () => {
      this.holding -= 1
      if (this.holding === 0) await this.fresh()
    }
  }

  get lastStamp(): number {
    return this.stamp
  }

  private async takeAll(pick: () => readonly Segment[]): Promise<readonly boolean[]> {
    const news = await this.transact(async (admission) => {
      const added: boolean[] = []
      for (const segment of pick()) added.push(await admission.admit(segment))
      // [RC1] These are receipted `received`; what becomes of them is said once their trees are derived.
      if (this.crowded || this.holding > 0) {
        await admission.tx.addStale([...admission.touched])
        admission.touched.clear()
      }
      return added
    })
    this.tookSome = true
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
    const { result, receipts, erasedAny, stale, tookAny } = await this.options.store
      .write(async (tx) => {
        const admission = new Admission(tx, this.book)
        try {
          const result = await work(admission)
          const changed = await this.settleAll(admission)
          const segments = await this.segmentsToReceipt(admission, changed)
          const news = await receiptsFor(tx, segments, own, signer, () => this.nextStamp())
          const receipts = [...admission.brought, ...news]
          const { erasedAny, newSegments } = admission
          return { result, receipts, erasedAny, stale: await tx.hasStale(), tookAny: newSegments.length > 0 }
        } finally {
          learned = admission.learned
        }
      })
      .catch(async (cause) => {
        if (learned) this.book = await this.options.store.read(bookIn)
        throw cause
      })
    if (stale) void this.freshenAll()
    if (receipts.length > 0) this.events.onReceipts(receipts)
    if (erasedAny) {
      await this.scrub()
      this.events.onErased()
    }
    if (tookAny) this.events.onTaken()
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

  /** Derives until nothing follows any more: a finish or a draw is a fact that touches trees again. */
  private async settleAll(admission: Admission): Promise<ReadonlySet<string>> {
    const { signer, rules, system } = this.options
    const { tx, book } = admission
    const { seed } = this
    const now = secondsNow(system)
    const changed = new Set<string>()
    for (let round = 1; ; round++) {
      const settled = await settle(admission, signer, rules, now)
      for (const fact of settled.changed) changed.add(fact)
      if (round === MOST_ROUNDS) return changed
      const inForce = await rulesOf(tx, book.people, rules)
      const contents = [...settled.due]
      if (rules.profile === 'open-assistant') {
        // Its lottery is drawn when somebody asks for work.
        const both = { profile: rules, rules: inForce }
        contents.push(...(await declinesOf(admission, rules, now)))
        contents.push(...(await placesTaken(tx, book, both, settled.ended, seed, now)))
      } else {
        const langs = await this.drawableNow(tx, settled.drawable)
        contents.push(...(await drawLottery(tx, book, inForce, langs, seed, now)))
        contents.push(...(await activateBacklog(tx, inForce, settled.ended, seed, now)))
      }
      if (contents.length === 0) return changed
      await this.sealed(admission, contents, signer)
    }
  }

  /** While trees are still to be derived, it is not known how many grow: then it is drawn when they are. */
  private async drawableNow(tx: WriteTx, langs: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    for (const lang of langs) this.undrawn.add(lang)
    if (await tx.hasStale()) return new Set()
    const now = new Set(this.undrawn)
    this.undrawn.clear()
    return now
  }

  private async sealed(admission: Admission, contents: readonly Content[], signer: Signer): Promise<void> {
    if (contents.length === 0) return
    const head = (await admission.tx.tips(signer.device)).at(-1) ?? NO_HEAD
    const { segments } = await seal(contents, this.options.project, head, signer)
    for (const segment of segments) await admission.admit(segment)
  }

  private nextStamp(): number {
    this.stamp = Math.max(this.options.system.now(), this.stamp + 1)
    return this.stamp
  }
}

function isSame(known: Outcome, said: FactReceipt | undefined): boolean {
  return known.is === said?.is && ('rule' in known ? known.rule : '') === ('rule' in said ? said.rule : '')
}
