import { hexOf } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import type { System } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import { type DeviceStore, KEY_OF, type StoreTx } from '../store/store.ts'
import { compare, leaveLife } from './compare.ts'
import type { Journals } from './journal.ts'
import { adopt, takeNewKey } from './new-key.ts'
import type { Change } from './records.ts'
import type { Mended } from './rows.ts'
import { isCopied } from './state.ts'
import { keepWill } from './will.ts'
import { type Copies, JournalWriter } from './writer.ts'

/** By then whoever has just opened the app has something to do, and thousands of rows may be looked through. */
const ADOPTS_AFTER = 5000

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

/** A store with a second copy beside it. Before its first transaction both are compared, and mended from each other. */
export function openTwin(parts: TwinParts): Twin {
  const { store, journals } = parts
  if (!journals) return { store, copies: () => 'one', onChange() {}, ...NOTHING }
  const twin = new JournaledStore(parts, journals)
  return {
    store: twin,
    copies: () => twin.writer.copies,
    onChange(heard) {
      twin.heard = heard
    },
    flush: () => twin.writer.flush(),
    mended: () => twin.transact('relaxed', (tx) => getSetting(tx, 'mended')),
    seen: () => twin.transact('strict', (tx) => tx.drop('settings', 'mended'))
  }
}

const NOTHING = { mended: async () => undefined, async seen() {}, async flush() {} }

class JournaledStore implements DeviceStore {
  readonly writer: JournalWriter
  heard = () => {}
  private readonly parts: TwinParts
  private readonly journals: Journals
  private compared: Promise<void> | undefined
  private willing: Promise<void> = Promise.resolve()
  private callOffAdopting: (() => void) | undefined
  private closed = false
  /**
   * [JN8] Another key has signed what the journal says of the one that is gone, and no number of a transaction shows it:
   * out of the journal alone it would be signed once more, and be there twice.
   */
  private hasSigned = false
  /** [JN10] What is done since this start has a name of its own. */
  private hasLeft = false

  constructor(parts: TwinParts, journals: Journals) {
    this.parts = parts
    this.journals = journals
    const { name, store, system } = parts
    const onChange = () => this.heard()
    this.writer = new JournalWriter({ name, store, system, journals, onChange, readAgain: () => this.compare() })
  }

  /** [JN5] */
  transact<T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>): Promise<T> {
    const save = async () => {
      const { result, changes } = await this.recorded(durability, work)
      if (this.writer.copies === 'one') return result
      if (changes.some(concernsWill)) this.keepWill()
      await this.writer.take(changes, durability === 'strict')
      return result
    }
    return this.ready().then(() => (durability === 'strict' ? this.writer.whileSaving(save) : save()))
  }

  /** [JN9] What was erased lies in no copy any more. */
  async scrub(): Promise<void> {
    await this.ready()
    await this.parts.store.scrub()
    await this.writer.scrub()
  }

  async close(): Promise<void> {
    this.callOffAdopting?.()
    await this.willing
    this.closed = true
    await this.writer.close()
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
    const { store, keyring, system } = this.parts
    const bytes = await this.writer.read()
    if (bytes === undefined) {
      this.hasSigned = (await takeNewKey(store, keyring)) || this.hasSigned
      return
    }
    const compared = await compare(store, keyring, bytes, () => hexOf(system.random(8)))
    this.hasSigned = (await takeNewKey(store, keyring)) || this.hasSigned
    if (compared.journal === 'write-anew') await this.writer.beginsAnew()
    else {
      const lacking = this.hasSigned ? 'at once' : compared.isShort ? 'short' : 'perhaps'
      this.writer.goesOn(bytes.byteLength, lacking, compared)
    }
    if (this.hasSigned) this.keepWill()
    this.callOffAdopting?.()
    this.callOffAdopting = system.after(ADOPTS_AFTER, () => this.adopt())
  }

  /** [JN8] What fails is tried again at the next start. */
  private adopt(): void {
    this.willing = this.willing
      .then(async () => {
        if (!this.closed && (await adopt(this, this.parts.keyring))) this.heard()
      })
      .catch(() => {})
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
    const newLife = () => hexOf(this.parts.system.random(8))
    const leaves = this.writer.isBlind && !this.hasLeft
    const result = await this.parts.store.transact(durability, async (tx) => {
      changes = []
      const noting = recording(tx, changes)
      const result = await work(noting)
      if (changes.length > 0) {
        const before = await getSetting(tx, 'journal')
        if (before === undefined) await setSetting(noting, 'life', newLife())
        else if (leaves) await leaveLife(noting, newLife())
        seq = (before ?? 0) + 1
        await setSetting(tx, 'journal', seq)
      }
      return result
    })
    this.hasLeft ||= leaves && seq > 0
    return { result, changes: changes.map((change) => ({ ...change, seq })) }
  }
}

/** The chain has grown, or a hub has let a key in. */
function concernsWill({ table, key }: Change): boolean {
  return table === 'segments' || (table === 'settings' && ['device', 'hubs', 'project', 'stranger'].includes(key))
}

/** Notes what is put and dropped. */
function recording(tx: StoreTx, changes: Omit<Change, 'seq'>[]): StoreTx {
  return {
    get: (table, key) => tx.get(table, key),
    list: (table, prefix) => tx.list(table, prefix),
    listEncoded: (table) => tx.listEncoded(table),
    revision: () => tx.revision(),
    async put(table, row) {
      const key = KEY_OF[table](row)
      if (!isCopied(table, key)) return tx.put(table, row)
      // Once for both copies: somebody waits for it.
      const bytes = encodeCbor(row)
      await tx.put(table, row, bytes)
      changes.push({ table, key, row, bytes })
    },
    async drop(table, key) {
      await tx.drop(table, key)
      if (isCopied(table, key)) changes.push({ table, key })
    }
  }
}
