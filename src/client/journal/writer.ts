import type { System } from '../../sync/system.ts'
import type { DeviceStore } from '../store/store.ts'
import type { Filling } from './filling.ts'
import { type Journals, NoPlace } from './journal.ts'
import { type Change, nameOf, writeChanges, writeState } from './records.ts'
import { readState } from './state.ts'

/** How many copies there are of what is saved. `failing`: the second one cannot be written just now. */
export type Copies = 'one' | 'two' | 'failing'

export type WriterParts = {
  readonly name: string
  /** Of which the journal is the copy. */
  readonly store: DeviceStore
  readonly journals: Journals
  readonly system: System
  /** Reads the journal and compares, where that has not worked yet: before, it may not be written anew. */
  readAgain(): Promise<void>
  onChange(): void
}

/** [JN6] Whoever finishes an item waits no longer than this for its second copy. */
const PATIENCE = 5000
const TRY_AGAIN = 10_000
/** By then whoever has just opened the app is at work, and what is looked through is not missed. */
const LOOKS_AFTER = 15_000
const PAUSE = 30
/** By then there is something to do on the screen. */
const FILLS_AFTER = 1000
/** [JN5] */
const DRAFTS_AFTER = 2000
/** [JN9] */
const LEAST_BYTES = 256 * 1024

/** Brings a store's changes into its journal, one thing after another. Nothing here rejects: the store has them. */
export class JournalWriter {
  copies: Copies = 'two'
  private readonly parts: WriterParts
  private hasRead = false
  /** Changes that are in the store and not in the journal yet. */
  private readonly waiting = new Map<string, Change>()
  private last: Promise<void> = Promise.resolve()
  private callOff: (() => void) | undefined
  private callOffReading: (() => void) | undefined
  /** Since then the journal lacks more than what waits. */
  private failedAt: number | undefined
  private appended = 0
  private wholeBytes = 0
  /** So many whole states were begun with. */
  private wholes = 0
  private callOffLooking: (() => void) | undefined
  private closed = false
  /** Nothing waits any more for what may come after it. */
  private hurries = false
  /** So many transactions that a person waits for are on their way: nothing is looked through meanwhile. */
  private saving = 0

  constructor(parts: WriterParts) {
    this.parts = parts
  }

  /** There is a journal, or may be, and nobody has read it yet. */
  get isBlind(): boolean {
    return this.copies === 'failing' && !this.hasRead
  }

  /** Somebody waits for it: nothing is looked through until it is over. */
  async whileSaving<T>(save: () => Promise<T>): Promise<T> {
    this.saving += 1
    try {
      return await save()
    } finally {
      this.saving -= 1
    }
  }

  /** [JN5] Resolves once they are on disk, or have failed; what is not strict may wait. */
  async take(changes: readonly Change[], strict: boolean): Promise<void> {
    if (changes.length === 0) return
    if (this.failedAt === undefined) for (const change of changes) this.waiting.set(nameOf(change), change)
    if (strict || this.hurries) await this.write()
    else this.callOff ??= this.parts.system.after(DRAFTS_AFTER, () => void this.write())
  }

  /** What the journal says; undefined: it cannot be read now. */
  async read(): Promise<Uint8Array | undefined> {
    try {
      return await this.inTime(this.parts.journals.read(this.parts.name))
    } catch (cause) {
      if (cause instanceof NoPlace) this.turn('one')
      else this.failed()
      return undefined
    }
  }

  /** It was read. What it lacks is added `at once`, or once the start is over; where it is `short`, what people did before. */
  goesOn(bytes: number, lacking: 'at once' | 'short' | 'perhaps', compared: Filling): void {
    const { system } = this.parts
    this.hasRead = true
    this.wholeBytes = compared.wholeBytes
    this.appended = bytes - compared.wholeBytes
    this.works()
    const pause = async () => {
      do await new Promise<void>((then) => system.after(PAUSE, then))
      while (this.saving > 0)
    }
    const fill = () => void this.fill(compared.lacks(pause))
    const later = () => {
      this.callOffLooking = system.after(LOOKS_AFTER, fill)
    }
    const { begins } = compared
    if (begins) void this.inTurn(() => this.append(begins))
    if (lacking === 'at once') void this.fill(compared.lacks())
    else if (begins) this.callOffLooking = system.after(FILLS_AFTER, fill)
    else if (lacking === 'perhaps') later()
    else
      this.callOffLooking = system.after(FILLS_AFTER, () => {
        void this.fill(once(compared.misses()))
        later()
      })
  }

  /** What was in the store before is no growth. */
  private async fill(parts: AsyncIterable<readonly Change[]>): Promise<void> {
    const { wholes } = this
    try {
      for await (const changes of parts) {
        // [JN9] A whole state lacks nothing, and what was erased meanwhile does not come back. [JN6] One that fails gets one.
        const isStill = () => this.wholes === wholes && this.failedAt === undefined && !this.closed
        if (!isStill()) return
        await this.inTurn(async () => {
          if (!isStill()) return
          const before = this.appended
          await this.append(changes)
          this.wholeBytes += this.appended - before
          this.appended = before
        })
      }
    } catch {} // a store that cannot be read tells it to whoever works with it
  }

  /** [JN7] It was read, and is to be written anew. */
  async beginsAnew(): Promise<void> {
    this.hasRead = true
    await this.writeWhole().then(
      () => this.works(),
      () => this.failed()
    )
  }

  /** [JN9] */
  async scrub(): Promise<void> {
    if (this.copies === 'two') await this.inTurn(() => this.writeWhole())
  }

  async flush(): Promise<void> {
    this.hurries = true
    if (this.waiting.size > 0) await this.write()
  }

  async close(): Promise<void> {
    if (this.waiting.size > 0) await this.write()
    this.closed = true
    this.callOff?.()
    this.callOffReading?.()
    this.callOffLooking?.()
    await this.last
  }

  private write(): Promise<void> {
    const written = this.inTurn(async () => {
      this.callOff?.()
      this.callOff = undefined
      if (this.failedAt !== undefined) return this.tryAgain(this.failedAt)
      const changes = [...this.waiting.values()]
      this.waiting.clear()
      await this.append(changes)
    })
    void this.inTurn(async () => {
      if (this.appended > Math.max(LEAST_BYTES, 2 * this.wholeBytes)) await this.writeWhole()
    })
    return written
  }

  /** [JN6] */
  private async tryAgain(failedAt: number): Promise<void> {
    const since = this.parts.system.now() - failedAt
    // The clock may have been set back.
    if (since >= 0 && since < TRY_AGAIN) return
    if (!this.hasRead) return this.parts.readAgain()
    await this.writeWhole()
    this.works()
  }

  private async append(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    const bytes = writeChanges(changes)
    await this.inTime(this.parts.journals.append(this.parts.name, bytes))
    this.appended += bytes.byteLength
  }

  /** [JN9] */
  private async writeWhole(): Promise<void> {
    // All that waits was committed before this reads.
    this.waiting.clear()
    this.wholes += 1
    const { seq, rows } = await this.parts.store.transact('relaxed', readState)
    const bytes = writeState(seq, rows)
    await this.inTime(this.parts.journals.replace(this.parts.name, bytes))
    this.wholeBytes = bytes.byteLength
    this.appended = 0
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(work).catch(() => this.failed())
    return this.last
  }

  /** [JN6] */
  private failed(): void {
    this.failedAt = this.parts.system.now()
    this.turn('failing')
    if (!this.hasRead && !this.closed) this.readLater()
  }

  /** What a store lost lies there: it comes back though nobody does anything more. */
  private readLater(): void {
    this.callOffReading ??= this.parts.system.after(TRY_AGAIN, () => {
      this.callOffReading = undefined
      if (this.failedAt !== undefined) void this.write()
    })
  }

  private works(): void {
    this.failedAt = undefined
    this.turn('two')
  }

  private turn(copies: Copies): void {
    if (this.copies === copies || this.closed) return
    this.copies = copies
    this.parts.onChange()
  }

  private inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((done, failed) => {
      const forget = this.parts.system.after(PATIENCE, () => failed(new Error('the journal is silent')))
      work.then(done, failed).finally(forget)
    })
  }
}

async function* once<T>(found: Promise<T>): AsyncGenerator<T> {
  yield await found
}
