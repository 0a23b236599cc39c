import type { FactId } from '../core/fact/fact.ts'
import { linkAddress } from '../sync/invite.ts'
import { Crossing } from './crossing.ts'
import type { DeviceOptions } from './device-options.ts'
import { NotHere } from './errors.ts'
import type { NotesPages } from './notes-pages.ts'
import { getSetting } from './settings.ts'
import type { Reading } from './store/reading.ts'
import type { ReadTx } from './store/store.ts'
import type { Wish } from './sync/checkouts.ts'
import { Session } from './sync/session.ts'
import { type Awaited, until, within } from './waiting.ts'
import { readItems } from './work.ts'

/** [DV1] For this long after finishing an item it stays undoable, also while connected. */
const UNDO_WINDOW = 10_000
/** A stick is no hub: what is handed over still goes out over a link. */
const UNCONFIRMED: readonly string[] = ['saved', 'waiting', 'handed-over']
const CONTACT: readonly string[] = ['project', 'device', 'address', 'contact']

export type Contact = {
  readonly project?: string
  readonly device?: string
  readonly address?: string
  readonly contact?: number
}

/** Which project and hub this device is of, and when it was last in touch: milliseconds since 1970. */
export async function readContact(tx: ReadTx): Promise<Contact> {
  const rows = (await tx.list('settings')).filter(({ key }) => CONTACT.includes(key))
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
}

/** All that goes out by an earlier key: its name, the end of its chain, and what it has left open. */
async function readEarlier(tx: ReadTx): Promise<string> {
  const before = (await getSetting(tx, 'before')) ?? []
  if (before.length === 0) return ''
  const ends = await Promise.all(before.map(async (key) => (await tx.list('segments', `${key}/`)).at(-1)?.hash))
  const open = (await tx.list('items')).filter((item) => item.segment === undefined && before.includes(item.device))
  return [...before, ...ends, ...open.map(({ id }) => id)].join()
}

/** What it belongs to. */
type Of = {
  readonly options: DeviceOptions
  readonly reading: Reading
  readonly notes: NotesPages
  /** Something is otherwise than it was. */
  changed(): void
  onChange(listener: () => void): () => void
}

/** The sync of a device: how it begins and ends, when what is finished goes out, and how to wait for it. */
export class Syncing {
  /** What is on its way, by which road, and whether it may be. */
  readonly crossing: Crossing
  private readonly of: Of
  private session: Session | undefined
  private turnedAway: string | undefined
  private trouble: unknown
  /** Why a page of notes could not be opened. */
  private unread: unknown
  /** What earlier keys had to send when it began, or called for that. */
  private earlier = ''
  private stops = 0

  constructor(of: Of) {
    this.of = of
    this.crossing = new Crossing({
      ...{ store: of.options.store, reading: of.reading, session: () => this.session, network: of.options.network },
      ...{ start: () => this.start(), stop: () => this.stop(), onChange: () => of.changed() },
      synced: (withinMs) => this.synced(withinMs),
      told: (withinMs) => until(this.awaited, async () => this.session?.toldAll ?? true, withinMs)
    })
  }

  /** @throws {NotHere} not-joined. */
  async start(): Promise<void> {
    if (this.session) return
    const { options, reading, notes, changed } = this.of
    const { store, keyring, verify, system, post } = options
    const { stops } = this
    reading.changed() // another program may have joined meanwhile
    const { project, address, device } = await reading.read(readContact)
    const rates = await reading.read((tx) => getSetting(tx, 'rates'))
    const earlier = await reading.read(readEarlier)
    if (project === undefined || address === undefined || device === undefined) throw new NotHere('not-joined')
    // Work is not held up by notes: what is wrong with those is told beside it.
    const unread = await notes.openAll().catch((cause) => {
      this.fails(cause)
      throw cause
    })
    // Meanwhile another call was faster, or a stop came. From here on nothing is waited for.
    if (this.session || this.stops !== stops) return
    this.turnedAway = this.trouble = undefined
    this.unread = unread
    this.earlier = earlier
    this.crossing.paused = false
    const session = new Session({
      store,
      keyring,
      verify,
      system,
      settings: { project, device },
      connect: (key) => options.connect(linkAddress(address, key)),
      ...(post && {
        post: (key) => post.connect(linkAddress(address, key)),
        reaches: (key) => post.reaches(linkAddress(address, key))
      }),
      ...(rates && { rates }),
      looksOn: options.looksOn,
      onChange: () => {
        if (session.settled) this.turnedAway = undefined
        changed()
      },
      onTrouble: (cause) => this.fails(cause),
      onTurnedAway: (reason) => {
        this.turnedAway = reason
        changed()
      }
    })
    this.session = session
    notes.follow(session.link.sockets)
    session.start()
  }

  async stop(): Promise<void> {
    const session = this.session
    this.session = undefined
    this.stops += 1
    this.turnedAway = this.trouble = this.unread = undefined // of a sync that is over
    this.of.notes.leave()
    await session?.stop()
    await this.of.notes.saved()
  }

  /** Begins anew, also if the end of the last one found notes that cannot be saved: they tell it themselves. */
  async restart(): Promise<void> {
    await this.stop().catch(() => {})
    await this.start()
  }

  /** Ends here and begins elsewhere, if it had begun. */
  async moves(): Promise<void> {
    if (this.session) await this.restart()
  }

  private fails(cause: unknown): void {
    this.trouble = cause
    this.of.changed()
  }

  /** Something says that a network came back: tries at once. */
  wake(): void {
    this.session?.link.wake()
  }

  /**
   * [EX5] Chains of earlier keys are compared with each greeting alone. A journal that could be read only now may have
   * brought some, and this device may stay connected for days: it calls again.
   */
  callForEarlier(): void {
    const { session, of } = this
    if (!session) return
    of.reading.read(readEarlier).then(
      (earlier) => {
        if (this.session !== session || earlier === this.earlier) return
        this.earlier = earlier
        session.link.again()
      },
      () => {} // a store that cannot be read tells it to whoever looks
    )
  }

  /** What nobody takes back goes at once. */
  flush(): void {
    this.session?.flush()
  }

  /**
   * All up to this place in the order of finishing: by the time at which each was saved they would stay here for as long
   * as the clock is set back meanwhile. At the next contact they go out anyhow.
   */
  sealSoon(order: number): void {
    if (this.session) this.of.options.system.after(UNDO_WINDOW, () => this.session?.flush(order))
  }

  /** The same of all that is finished by now, by whichever program. */
  sealAllSoon(): void {
    const last = async () => ((await this.of.reading.read((tx) => getSetting(tx, 'order'))) ?? 0) - 1
    last().then(
      (order) => this.sealSoon(order),
      () => {} // a store that cannot be read tells it to whoever looks
    )
  }

  /** The person looks for how the project goes. */
  look(): void {
    this.session?.look()
  }

  /** As the line about it says. */
  get told() {
    return {
      syncing: this.session !== undefined,
      paused: this.crossing.paused,
      connected: this.session?.settled ?? false,
      fetching: this.session?.fetching ?? false,
      ...this.hopeless,
      trouble: this.trouble ?? this.unread
    }
  }

  private get hopeless() {
    return { ...(this.turnedAway !== undefined && { turnedAway: this.turnedAway }), trouble: this.trouble }
  }

  /** Borrows a batch; 0 if nothing is open for the wish. @throws {NotHere} if it has not begun. */
  async checkout(wish: Wish, withinMs: number): Promise<{ count: number; batch?: FactId }> {
    const session = this.session
    if (!session) throw new NotHere('not-joined')
    const lent = await within(this.awaited, withinMs, session.checkout(wish))
    if (lent.batch === undefined) return { count: 0 }
    const { batch } = lent
    const here = () => this.of.options.store.transact('relaxed', (tx) => tx.get('batches', batch))
    await until(this.awaited, async () => (await here()) !== undefined, withinMs)
    return { count: lent.count, batch }
  }

  /**
   * Resolves once the hub has confirmed everything.
   * @throws {HubSilent} after so many milliseconds, {TurnedAway}, or the device's own trouble: with a page of notes, once
   * all else is confirmed.
   */
  async synced(withinMs: number): Promise<void> {
    this.flush()
    const all = async () => {
      const { connected, fetching } = this.told
      return connected && !fetching && this.of.notes.unproven === 0 && (await this.unconfirmed()) === 0
    }
    await until(this.awaited, all, withinMs)
    if (this.unread !== undefined) throw this.unread
  }

  /** Resolves once a hub has welcomed this device. */
  async welcomed(withinMs: number): Promise<void> {
    await until(this.awaited, async () => this.told.connected, withinMs)
  }

  /** Items that the hub has not confirmed. */
  async unconfirmed(): Promise<number> {
    const items = await this.of.reading.view(readItems)
    return items.filter(({ state }) => UNCONFIRMED.includes(state)).length
  }

  private get awaited(): Awaited {
    return {
      system: this.of.options.system,
      onChange: (listener) => this.of.onChange(listener),
      hopeless: () => this.hopeless,
      unconfirmed: () => this.unconfirmed()
    }
  }
}
