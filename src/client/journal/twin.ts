import { hexOf } from '../../core/bytes.ts'
import type { System } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import { type DeviceStore, KEY_OF, type StoreTx } from '../store/store.ts'
import { compare, isCopied, readState } from './compare.ts'
import { type Journals, NoPlace } from './journal.ts'
import { takeNewKey } from './new-key.ts'
import { type Change, nameOf, writeChanges, writeState } from './records.ts'
import type { Mended } from './rows.ts'
import { keepWill } from './will.ts'

/** How many copies there are of what is saved. `failing`: the second one cannot be written just now. */
export type Copies = 'one' | 'two' | 'failing'

export type Twin = {
  /** The store, of which the journal holds a second copy from the first transaction on. */
  readonly store: DeviceStore
  copies(): Copies
  /** Called whenever that changes. */
  onChange(heard: () => void): void
  /** [JN5] The window closes: what waits is written at once, and so is all that still comes. */
  flush(): Promise<void>
  /** [JN7] What was mended and not seen yet. */
  mended(): Promise<Mended | undefined>
  /** It was seen. */
  seen(): Promise<void>
}

export type TwinParts = {
  readonly name: string
  readonly store: DeviceStore
  /** Absent: this browser has no place for a second copy. */
  readonly journals: Journals | undefined
  readonly keyring: Keyring
  readonly system: System
}

/** [JN6] Whoever finishes an item waits no longer than this for its second copy. */
const PATIENCE = 5000
const TRY_AGAIN = 10_000
/** [JN5] */
const DRAFTS_AFTER = 2000
/** [JN9] */
const LEAST_BYTES = 256 * 1024

/** A store with a second copy beside it. Before its first transaction both are compared, and mended from each other. */
export function openTwin(parts: TwinParts): Twin {
  const { store, journals } = parts
  if (!journals) return { store, copies: () => 'one', onChange() {}, ...NOTHING }
  const twin = new JournaledStore(parts, journals)
  return {
    store: twin,
    copies: () => twin.copies,
    onChange: (heard) => twin.hears(heard),
    flush: () => twin.flush(),
    mended: () => twin.transact('relaxed', (tx) => getSetting(tx, 'mended')),
    seen: () => twin.transact('strict', (tx) => tx.drop('settings', 'mended'))
  }
}

const NOTHING = { mended: async () => undefined, async seen() {}, async flush() {} }

class JournaledStore implements DeviceStore {
  copies: Copies = 'two'
  private readonly parts: TwinParts
  private readonly journals: Journals
  private heard = () => {}
  private compared: Promise<void> | undefined
  /** What the journal says was read: before, it may not be written anew. */
  private hasRead = false
  /** Changes that are in the store and not in the journal yet. */
  private readonly waiting = new Map<string, Change>()
  private last: Promise<void> = Promise.resolve()
  private willing: Promise<void> = Promise.resolve()
  private callOff: (() => void) | undefined
  /** Since then the journal lacks more than what waits. */
  private failedAt: number | undefined
  private appended = 0
  private wholeBytes = 0
  private closed = false
  /** Nothing waits any more for what may come after it. */
  private hurries = false

  constructor(parts: TwinParts, journals: Journals) {
    this.parts = parts
    this.journals = journals
  }

  hears(heard: () => void): void {
    this.heard = heard
  }

  /** [JN5] */
  transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T> {
    return this.ready().then(async () => {
      const { result, changes } = await this.recorded(durability, work)
      if (this.copies === 'one') return result
      if (changes.some(concernsWill)) this.keepWill()
      if (this.failedAt === undefined) for (const change of changes) this.waiting.set(nameOf(change), change)
      if (changes.length > 0 && (durability === 'strict' || this.hurries)) await this.write()
      else if (changes.length > 0) this.callOff ??= this.parts.system.after(DRAFTS_AFTER, () => void this.write())
      return result
    })
  }

  /** [JN9] What was erased lies in no copy any more. */
  async scrub(): Promise<void> {
    await this.ready()
    await this.parts.store.scrub()
    if (this.copies === 'two') await this.inTurn(() => this.writeWhole())
  }

  async flush(): Promise<void> {
    this.hurries = true
    if (this.waiting.size > 0) await this.write()
  }

  async close(): Promise<void> {
    await this.willing
    if (this.waiting.size > 0) await this.write()
    this.closed = true
    this.callOff?.()
    await this.last
    await this.parts.store.close()
    await this.journals.close(this.parts.name).catch(() => {}) // nothing of it waits to be written
  }

  /** A comparison that fails since the store does is tried again by the next transaction, which tells what is wrong. */
  private ready(): Promise<void> {
    this.compared ??= this.compare().catch((cause) => {
      this.compared = undefined
      throw cause
    })
    return this.compared
  }

  /** [JN7] @throws {StoreTrouble}; what the journal has in its way is told. */
  private async compare(): Promise<void> {
    const { name, store, keyring, system } = this.parts
    const bytes = await this.inTime(this.journals.read(name)).catch((cause: unknown) => {
      if (cause instanceof NoPlace) this.turn('one')
      else this.failed()
    })
    if (bytes === undefined) return
    const { journal, lacks, wholeBytes, mended } = await compare(store, bytes, () => hexOf(system.random(8)))
    if (mended) await takeNewKey(store, keyring)
    this.hasRead = true
    this.wholeBytes = wholeBytes
    this.appended = bytes.byteLength - wholeBytes
    if (journal === 'write-anew')
      await this.writeWhole().then(
        () => this.works(),
        () => this.failed()
      )
    else {
      this.works()
      void this.inTurn(() => this.append(lacks()))
    }
    this.keepWill()
  }

  /** [JN8] What fails is tried again with the next segment. */
  private keepWill(): void {
    const { keyring, system } = this.parts
    this.willing = this.willing.then(() => (this.closed ? undefined : keepWill(this, keyring, system))).catch(() => {})
  }

  /** [JN3] The number of a transaction is written by itself. */
  private async recorded<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>) {
    let changes: Omit<Change, 'seq'>[] = []
    let seq = 0
    const result = await this.parts.store.transact(durability, async (tx) => {
      changes = []
      const noting = recording(tx, changes)
      const result = await work(noting)
      if (changes.length > 0) {
        const before = await getSetting(tx, 'journal')
        if (before === undefined) await setSetting(noting, 'life', hexOf(this.parts.system.random(8)))
        seq = (before ?? 0) + 1
        await setSetting(tx, 'journal', seq)
      }
      return result
    })
    return { result, changes: changes.map((change) => ({ ...change, seq })) }
  }

  /** Never rejects: what is in the store is saved. */
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
    if (this.parts.system.now() - failedAt < TRY_AGAIN) return
    if (!this.hasRead) return this.compare()
    await this.writeWhole()
    this.works()
  }

  private async append(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    const bytes = writeChanges(changes)
    await this.inTime(this.journals.append(this.parts.name, bytes))
    this.appended += bytes.byteLength
  }

  /** [JN9] */
  private async writeWhole(): Promise<void> {
    // All that waits was committed before this reads.
    this.waiting.clear()
    const { seq, rows } = await this.parts.store.transact('relaxed', readState)
    const bytes = writeState(seq, rows)
    await this.inTime(this.journals.replace(this.parts.name, bytes))
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
  }

  private works(): void {
    this.failedAt = undefined
    this.turn('two')
  }

  private turn(copies: Copies): void {
    if (this.copies === copies || this.closed) return
    this.copies = copies
    this.heard()
  }

  private inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((done, failed) => {
      const forget = this.parts.system.after(PATIENCE, () => failed(new Error('the journal is silent')))
      work.then(done, failed).finally(forget)
    })
  }
}

/** The chain has grown, or a hub has let a key in. */
function concernsWill({ table, key }: Change): boolean {
  return table === 'segments' || (table === 'settings' && ['device', 'hubs', 'project'].includes(key))
}

/** Notes what is put and dropped. */
function recording(tx: StoreTx, changes: Omit<Change, 'seq'>[]): StoreTx {
  return {
    get: (table, key) => tx.get(table, key),
    list: (table, prefix) => tx.list(table, prefix),
    async put(table, row) {
      await tx.put(table, row)
      const key = KEY_OF[table](row)
      // A copy: the caller may go on changing what it has put.
      if (isCopied(table, key)) changes.push({ table, key, row: structuredClone(row) })
    },
    async drop(table, key) {
      await tx.drop(table, key)
      if (isCopied(table, key)) changes.push({ table, key })
    }
  }
}
