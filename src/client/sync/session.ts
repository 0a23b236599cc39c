import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Control, ControlFields } from '../../sync/link/control.ts'
import { RECEIPTS, SEGMENTS } from '../../sync/link/frame.ts'
import { Link, type RawSocket } from '../../sync/link/link.ts'
import { readReceipt } from '../../sync/receipt.ts'
import type { Verify } from '../../sync/signer.ts'
import type { System } from '../../sync/system.ts'
import { BecameAsked } from '../became/asked.ts'
import type { Keyring } from '../keyring.ts'
import { type Rates, type Settings, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import { Batches } from './batches.ts'
import { Checkouts, type Wish } from './checkouts.ts'
import { Contact } from './contact.ts'
import { InTurn } from './in-turn.ts'
import { followInbox } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { Outgoing } from './outgoing.ts'
import { Roads } from './roads.ts'
import { StandingAsked } from './standing-asked.ts'
import { Progress } from './transfer.ts'

export type SessionOptions = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
  readonly settings: Pick<Settings, 'project' | 'device'>
  /** Opens a socket on which this device calls. */
  connect(device: DeviceKey): RawSocket
  /** The other road, by calls over HTTP, where there is one. */
  readonly post?: ((device: DeviceKey) => RawSocket) | undefined
  /** Whether a hub answers plain HTTP. */
  readonly reaches?: ((device: DeviceKey) => Promise<boolean>) | undefined
  /** [PR1] Whether somebody looks at how the project goes. */
  readonly looksOn?: boolean | undefined
  /** As measured over an earlier link. */
  readonly rates?: Rates | undefined
  onChange(): void
  /** Something of this device's own failed, the disk for example. The link is ended. */
  onTrouble(cause: unknown): void
  /** The hub does not want this device: why. The link is ended. */
  onTurnedAway(reason: string): void
}

/** An item that is finished meanwhile waits for so many to be written. */
const RECEIPTS_AT_ONCE = 8

/** Speaks with a hub over one link for as long as it is kept running, and recovers by itself. */
export class Session {
  readonly link: Link
  readonly roads: Roads
  /** How far the exchange has come. */
  readonly progress: Progress
  /** Welcomed on the present connection, with everything compared. */
  settled = false
  /** A place in the order of finishing: up to there items were to go out before that. */
  private overdue = Number.NEGATIVE_INFINITY
  private inboxRead = false
  private refusalHeard = false
  /** That came since the last other message, and are still to be kept. */
  private receipts: Uint8Array[] | undefined
  private closeInbox = (): void => {}
  private readonly options: SessionOptions
  private readonly turn = new InTurn((cause) => this.trouble(cause))
  private readonly contact: Contact
  private readonly outbox: Outbox
  private readonly outgoing: Outgoing
  private readonly batches: Batches
  private readonly checkouts = new Checkouts()
  private readonly standing: StandingAsked
  private readonly became: BecameAsked

  constructor(options: SessionOptions) {
    this.options = options
    const { store, keyring, verify, settings, post, reaches, rates, system } = options
    const { turn } = this
    const device = () => this.contact.device
    this.roads = new Roads({
      system,
      socket: () => options.connect(device()),
      ...(post && { post: () => post(device()) }),
      ...(reaches && { reaches: () => reaches(device()) }),
      onChange: () => options.onChange(),
      onBetter: () => this.link.again()
    })
    this.link = new Link(() => this.roads.connect(), system, {
      onControl: (message) => {
        this.roads.heard()
        this.receipts = undefined
        // Mostly the hub has hung up before its reason is read.
        if (message.is === 'refused') turn.later(() => this.refused(message.fields.reason))
        else turn.take(() => this.control(message))
      },
      onFrame: (channel, payload) => {
        if (channel !== RECEIPTS) return
        this.receipt(payload)
      },
      onDown: (code) => this.broken(code)
    })
    const { link } = this
    this.outbox = new Outbox(store, settings.project)
    this.outgoing = new Outgoing({
      link,
      send: (part) => {
        if (!turn.overtaken) link.send(SEGMENTS, part)
      },
      overtaken: () => turn.overtaken
    })
    this.contact = new Contact({
      ...{ store, keyring, verify, system, settings, link, turn, outbox: this.outbox, outgoing: this.outgoing },
      onSends: () => this.progress.sends(),
      onWelcome: (inbox) => this.openInbox(inbox),
      onReady: () => this.ready(),
      onChange: () => options.onChange(),
      onTurnedAway: (reason) => this.turnedAway(reason)
    })
    this.batches = new Batches({
      ...{ store, verify, sockets: link.sockets, project: settings.project, hubs: () => this.contact.hubs },
      onArrived: () => options.onChange(),
      onBytes: (bytes) => {
        this.progress.came(bytes)
        options.onChange()
      },
      onTrouble: (cause) => this.trouble(cause)
    })
    this.standing = new StandingAsked({
      ...{ store, system, onChange: () => options.onChange() },
      ask: (fields) => {
        if (this.settled) link.tell('progress', fields)
      }
    })
    this.became = new BecameAsked({
      ...{ store, system, onChange: () => options.onChange() },
      ask: (fields) => {
        if (this.settled) link.tell('became', fields)
      }
    })
    this.progress = new Progress(system, rates ?? {}, {
      up: () => this.outgoing.bytes,
      down: () => this.batches.bytes,
      known: () => this.inboxRead
    })
  }

  start(): void {
    this.link.start()
  }

  /** For good. */
  async stop(): Promise<void> {
    this.turn.stop()
    this.roads.stop()
    this.link.stop()
    this.closeInbox()
    await this.batches.stop()
    await this.turn.over()
    await this.progress.keep(this.options.store).catch(() => {}) // only an estimate is lost
  }

  /**
   * Finished items go out now; while there is no link, with the next, and while device and hub still compare, after that.
   * @param upTo a place in the order of finishing: later items stay undoable.
   */
  flush(upTo = Number.POSITIVE_INFINITY): void {
    if (!this.settled) {
      this.overdue = Math.max(this.overdue, upTo)
      return
    }
    this.turn.take(async () => {
      const { signer, device } = this.contact
      if (!signer) return
      while (!(await this.outbox.sealAll(signer, [], upTo)) && !this.turn.stopped);
      this.options.onChange()
      this.outgoing.add(await this.outbox.unreceived(device))
      this.progress.sends()
      await this.outgoing.push()
    })
  }

  /** Whether batches are still on their way, here or back, or the hub has not said yet which there are. */
  get fetching(): boolean {
    return !this.inboxRead || this.batches.busy || this.contact.givingBack > 0
  }

  checkout(wish: Wish): Promise<ControlFields<'lent'>> {
    const lent = this.checkouts.wish(wish, this.options.system)
    this.askCheckouts()
    return lent
  }

  private async control(message: Control): Promise<void> {
    switch (message.is) {
      case 'queued':
        return this.roads.queued(message.fields.place)
      case 'challenge':
        this.roads.queued(0)
        return this.contact.hello(message.fields)
      case 'welcome':
        return this.contact.welcome(message.fields)
      case 'held':
        return this.contact.held(message.fields)
      case 'lacks':
        return this.contact.giveBack(message.fields.lendings)
      case 'lent':
        return this.checkouts.lent(message.fields)
      case 'standing':
        return this.standing.told(message.fields)
      case 'grown':
        return this.became.keep(message.fields)
    }
  }

  /**
   * After days away hundreds come in a row. Those that come while others are being kept are kept together, and looked at
   * once: one after another they would hold up for seconds whoever finishes a task meanwhile.
   */
  private receipt(payload: Uint8Array): void {
    if (this.receipts && this.receipts.length < RECEIPTS_AT_ONCE) {
      this.receipts.push(payload)
      return
    }
    const receipts = [payload]
    this.receipts = receipts
    // The hub's word holds, whatever becomes of the connection by which it came.
    this.turn.later(() => {
      if (this.receipts === receipts) this.receipts = undefined
      return this.keepReceipts(receipts)
    })
    this.turn.take(() => this.outgoing.push())
  }

  private async keepReceipts(payloads: readonly Uint8Array[]): Promise<void> {
    const { hubs } = this.contact
    const read = payloads.map((payload) => readReceipt(payload, hubs, this.options.verify).catch(() => undefined))
    const receipts = (await Promise.all(read)).filter((receipt) => receipt !== undefined)
    if (receipts.length === 0) return
    if (await this.outbox.keepReceipts(receipts, this.options.system.now())) this.became.hasNews()
    for (const { segment } of receipts) this.progress.received(this.outgoing.received(segment))
    this.options.onChange()
    this.atRest()
  }

  /** [BC1] Whether the hub has said what became of this person's messages, where somebody wants to know it. */
  get toldAll(): boolean {
    return !this.options.looksOn || this.became.told
  }

  /** The person looks for how the project goes. */
  look(): void {
    if (this.settled) this.turn.take(() => this.standing.now())
  }

  /** [PR1] [BC1] Whatever matters goes first. */
  private atRest(): void {
    if (!this.options.looksOn || !this.settled || this.outgoing.bytes > 0) return
    this.turn.take(async () => {
      await this.became.atRest()
      await this.standing.atRest()
    })
  }

  private openInbox(name: string): void {
    this.closeInbox()
    this.link.sockets.allUp()
    this.closeInbox = followInbox(this.link.sockets, name, async (inbox, whole) => {
      await this.batches.follow(inbox)
      this.inboxRead ||= whole()
      this.options.onChange()
    })
  }

  private async ready(): Promise<void> {
    if (this.settled || this.turn.overtaken) return
    this.settled = true
    const { overdue } = this
    this.overdue = Number.NEGATIVE_INFINITY
    // What fell due behind the greeting, which has sealed all before it.
    if (overdue >= 0) this.flush(overdue)
    this.askCheckouts()
    this.atRest()
    this.options.onChange()
  }

  private askCheckouts(): void {
    if (this.settled) this.checkouts.askAll((fields) => this.link.tell('checkout', fields))
  }

  private async refused(reason: string): Promise<void> {
    this.refusalHeard = true
    if (reason === 'unknown-device' && (await this.contact.isUnknown())) return
    // A full disk over there passes: the link goes on trying.
    if (reason === 'hub-trouble') this.options.onTurnedAway(reason)
    else this.turnedAway(reason)
  }

  private broken(code: number): void {
    // Not now: a computer that slept finds the link broken hours after the hub was heard last.
    const heard = this.settled ? this.link.heard : undefined
    this.turn.broken()
    this.receipts = undefined
    void this.roads.ended()
    this.progress.broken()
    this.became.broken()
    this.settled = false
    this.inboxRead = false
    this.contact.broken()
    this.closeInbox()
    this.checkouts.broken()
    this.turn.later(async () => {
      if (code > 4400 && !this.refusalHeard) this.turnedAway('refused')
      this.refusalHeard = false
      this.outgoing.broken()
      if (heard !== undefined) await this.options.store.transact('relaxed', (tx) => setSetting(tx, 'contact', heard))
      await this.progress.keep(this.options.store)
      this.options.onChange()
    })
  }

  private trouble(cause: unknown): void {
    this.link.stop()
    this.options.onTrouble(cause)
  }

  private turnedAway(reason: string): void {
    this.link.stop()
    this.options.onTurnedAway(reason)
  }
}
