import type { DeviceKey, FactId } from '../../core/fact/fact.ts'
import { type Control, type ControlFields, type ControlName, challengeStatement } from '../../sync/link/control.ts'
import { RECEIPTS, SEGMENTS } from '../../sync/link/frame.ts'
import { Link, type RawSocket } from '../../sync/link/link.ts'
import { writeParts } from '../../sync/link/parts.ts'
import { readReceipt } from '../../sync/receipt.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import type { System } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, type Rates, type Settings, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import { Batches } from './batches.ts'
import { keepCharter, readCharter } from './charter.ts'
import { Checkouts, type Wish } from './checkouts.ts'
import { isForked } from './fork.ts'
import { readGreeting, saidOf } from './greeting.ts'
import { followInbox } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { Outgoing } from './outgoing.ts'
import { Roads } from './roads.ts'
import { takeNewKey } from './succession.ts'
import { Progress } from './transfer.ts'

const LINK_VERSION = 1
/** Hashes of a chain that one `compare` names, newest first. */
const FIRST_COMPARED = 4

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
  /** As measured over an earlier link. */
  readonly rates?: Rates | undefined
  onChange(): void
  /** Something of this device's own failed, the disk for example. The link is ended. */
  onTrouble(cause: unknown): void
  /** The hub does not want this device: why. The link is ended. */
  onTurnedAway(reason: string): void
}

type Answered = (answer: ControlFields<'held'>) => Promise<void>

/** Speaks with a hub over one link for as long as it is kept running, and recovers by itself. */
export class Session {
  readonly link: Link
  /** Welcomed on the present connection, with everything compared. */
  settled = false
  /** Counts breaks: what came over one connection must not be answered on the next. */
  private breaks = 0
  /** The connection on which the present turn speaks. */
  private speaksOn = 0
  private stopped = false
  private inboxRead = false
  private readonly options: SessionOptions
  private readonly outbox: Outbox
  private readonly batches: Batches
  private device: DeviceKey
  private signer: Signer | undefined
  private hubs: readonly DeviceKey[] = []
  private readonly outgoing: Outgoing
  /** Older keys of this device whose chains are still to be compared with the hub's. */
  private comparing: { readonly device: DeviceKey; readonly hashes: readonly SegmentHash[] }[] = []
  private questions: Answered[] = []
  /** Lendings on their way back to a hub that lost them. */
  private givingBack = 0
  private credentialsAsked = false
  private refusalHeard = false
  private closeInbox = (): void => {}
  private work: Promise<void> = Promise.resolve()
  private readonly checkouts = new Checkouts()
  readonly roads: Roads
  /** How far the exchange has come. */
  readonly progress: Progress

  constructor(options: SessionOptions) {
    this.options = options
    this.device = options.settings.device
    const { store, verify, settings } = options
    this.outbox = new Outbox(store, settings.project)
    const { post, reaches, rates, system } = options
    this.roads = new Roads({
      system,
      socket: () => options.connect(this.device),
      ...(post && { post: () => post(this.device) }),
      ...(reaches && { reaches: () => reaches(this.device) }),
      onChange: () => options.onChange(),
      onBetter: () => this.link.again()
    })
    this.link = new Link(() => this.roads.connect(), options.system, {
      onControl: (message) => {
        this.roads.heard()
        // Mostly the hub has hung up before its reason is read.
        if (message.is === 'refused') this.later(() => this.refused(message.fields.reason))
        else this.inTurn(() => this.control(message))
      },
      onFrame: (channel, payload) => this.inTurn(() => this.frame(channel, payload)),
      onDown: (code) => this.broken(code)
    })
    this.outgoing = new Outgoing({
      link: this.link,
      send: (part) => this.send(SEGMENTS, part),
      overtaken: () => this.overtaken
    })
    this.batches = new Batches({
      store,
      verify,
      sockets: this.link.sockets,
      project: settings.project,
      hubs: () => this.hubs,
      onArrived: () => options.onChange(),
      onBytes: (bytes) => {
        this.progress.came(bytes)
        options.onChange()
      },
      onTrouble: (cause) => this.trouble(cause)
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
    this.stopped = true
    this.roads.stop()
    this.link.stop()
    this.closeInbox()
    await this.batches.stop()
    await this.work
    await this.progress.keep(this.options.store).catch(() => {}) // only an estimate is lost
  }

  /**
   * Finished items go out now; nothing happens while there is no link.
   * @param upTo a place in the order of finishing: later items stay undoable.
   */
  flush(upTo?: number): void {
    if (!this.settled) return
    this.inTurn(async () => {
      if (!this.signer) return
      while (!(await this.outbox.sealAll(this.signer, [], upTo)) && !this.stopped);
      this.options.onChange()
      this.outgoing.add(await this.outbox.unreceived(this.device))
      this.progress.sends()
      await this.outgoing.push()
    })
  }

  /** Whether batches are still on their way, here or back, or the hub has not said yet which there are. */
  get fetching(): boolean {
    return !this.inboxRead || this.batches.busy || this.givingBack > 0
  }

  checkout(wish: Wish): Promise<ControlFields<'lent'>> {
    const lent = this.checkouts.wish(wish, this.options.system)
    this.askCheckouts()
    return lent
  }

  /** One thing after another, in the order in which it came; what a break has overtaken is left. */
  private inTurn(work: () => Promise<void>): void {
    const connection = this.breaks
    this.later(async () => {
      if (connection !== this.breaks) return
      this.speaksOn = connection
      await work()
    })
  }

  private later(work: () => Promise<void>): void {
    this.work = this.work
      .then(() => (this.stopped ? undefined : work()))
      .catch((cause) => {
        if (!this.stopped) this.trouble(cause)
      })
  }

  /** The connection of this turn has broken while it worked. */
  private get overtaken(): boolean {
    return this.speaksOn !== this.breaks
  }

  private tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    if (!this.overtaken) this.link.tell(name, fields)
  }

  private send(channel: number, payload: Uint8Array): void {
    if (!this.overtaken) this.link.send(channel, payload)
  }

  private async control(message: Control): Promise<void> {
    switch (message.is) {
      case 'queued':
        return this.roads.queued(message.fields.place)
      case 'challenge':
        this.roads.queued(0)
        return this.hello(message.fields)
      case 'welcome':
        return this.welcome(message.fields)
      case 'held':
        // Answers come in the order asked.
        return this.questions.shift()?.(message.fields)
      case 'lacks':
        return this.giveBack(message.fields.lendings)
      case 'lent':
        return this.checkouts.lent(message.fields)
    }
  }

  /**
   * [EX2] Contact: what is finished is sealed, and since the hub has said what it holds of this device, whatever it
   * lacks goes out in the same breath as the proof, and nothing twice.
   */
  private async hello(challenge: ControlFields<'challenge'>): Promise<void> {
    const { store, keyring, settings } = this.options
    if (challenge.v > LINK_VERSION) return this.turnedAway('newer-version')
    if (challenge.project !== settings.project) return this.turnedAway('wrong-project')
    const known = await readGreeting(store)
    const signer = await keyring.find(this.device)
    if (!signer) return this.turnedAway('no-key')
    this.signer = signer
    this.hubs = known.hubs
    for (const key of known.before) {
      // An item finished in the moment when this device took another key.
      const older = await keyring.find(key)
      if (older) await this.outbox.sealAll(older)
    }
    await this.outbox.sealAll(signer)
    if (await isForked(this.outbox, this.device, challenge)) {
      const { outbox } = this
      this.device = await takeNewKey({ store, keyring, system: this.options.system, outbox }, signer, known.before)
      this.credentialsAsked = true
      this.link.again()
      return
    }
    const proof = await signer.sign(challengeStatement(challenge.project, challenge.nonce, signer.device))
    this.tell('hello', { v: LINK_VERSION, proof, ...saidOf(known, this.credentialsAsked) })
    this.outgoing.begin(signer.device, await this.outbox.unreceived(signer.device), challenge.begun)
    this.comparing = []
    for (const device of known.before) this.comparing.push({ device, hashes: await this.outbox.hashes(device) })
    this.progress.sends()
    await this.outgoing.push()
    // The hub takes one message after another: what a cut interrupted goes on before its welcome, a round trip earlier.
    if (!this.overtaken && !this.stopped) this.link.sockets.allUp()
  }

  private async welcome({ inbox, lacks, charter }: ControlFields<'welcome'>): Promise<void> {
    if (charter && !(await this.takeCharter(charter))) return this.turnedAway('wrong-project')
    this.credentialsAsked = false
    await this.giveBack(lacks)
    await this.options.store.transact('relaxed', async (tx) => {
      await setSetting(tx, 'contact', this.options.system.now())
      if ((await getSetting(tx, 'invite')) !== undefined) await tx.drop('settings', 'invite')
    })
    if (this.overtaken || this.stopped) return
    this.link.settled()
    this.openInbox(inbox)
    await this.compareNext()
  }

  /** [EX5] Older chains are compared one by one, a few segments at first, since the hub mostly holds them whole. */
  private async compareNext(): Promise<void> {
    const next = this.comparing.shift()
    if (!next) return this.ready()
    if (next.hashes.length === 0) return this.compareNext()
    this.ask(next.hashes.slice(0, FIRST_COMPARED), async ({ n, hash }) => {
      const rest = next.hashes.slice(FIRST_COMPARED)
      if (n === 0 && rest.length > 0) this.comparing.unshift({ ...next, hashes: rest })
      else {
        await this.outbox.held(next.device, n === 0 ? undefined : hash, [])
        this.outgoing.add(await this.outbox.unreceived(next.device))
        await this.outgoing.push()
      }
      await this.compareNext()
    })
  }

  private ask(hashes: readonly SegmentHash[], answered: Answered): void {
    if (this.overtaken) return
    this.questions.push(answered)
    this.tell('compare', { hashes: [...hashes] })
  }

  /** Everything is compared. */
  private async ready(): Promise<void> {
    if (this.settled) return
    if (this.overtaken) return
    this.settled = true
    this.askCheckouts()
    this.options.onChange()
  }

  private async frame(channel: number, payload: Uint8Array): Promise<void> {
    if (channel !== RECEIPTS) return
    const receipt = await readReceipt(payload, this.hubs, this.options.verify).catch(() => undefined)
    if (!receipt) return
    await this.outbox.keepReceipt(receipt)
    this.progress.received(this.outgoing.received(receipt.segment))
    await this.outgoing.push()
    this.options.onChange()
  }

  /**
   * [EX7] Gives the hub back the lendings that it signed and then lost. It takes one message after another, so its
   * answer to a question sent behind them says that they have arrived.
   */
  private async giveBack(lendings: readonly FactId[]): Promise<void> {
    for (const id of lendings) {
      const batch = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
      if (!batch || this.overtaken) continue
      for (const part of writeParts(id, batch.segment)) this.send(SEGMENTS, part)
      this.givingBack += 1
      this.ask([id], async () => {
        this.givingBack -= 1
        this.options.onChange()
      })
    }
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

  private async takeCharter(segments: readonly Uint8Array[]): Promise<boolean> {
    const charter = await readCharter(segments, this.options.settings.project, this.device, this.options.verify)
    if (!charter) return false
    this.hubs = charter.hubs
    await keepCharter(this.options.store, charter)
    return true
  }

  private async refused(reason: string): Promise<void> {
    this.refusalHeard = true
    // A hub put back from a backup made before this device joined: show it the grant it signed.
    const credentials = await this.options.store.transact('relaxed', (tx) => getSetting(tx, 'credentials'))
    if (reason === 'unknown-device' && credentials && !this.credentialsAsked) {
      this.credentialsAsked = true
      this.link.again()
      return
    }
    // A full disk over there passes: the link goes on trying.
    if (reason === 'hub-trouble') this.options.onTurnedAway(reason)
    else this.turnedAway(reason)
  }

  private trouble(cause: unknown): void {
    this.link.stop()
    this.options.onTrouble(cause)
  }

  private turnedAway(reason: string): void {
    this.link.stop()
    this.options.onTurnedAway(reason)
  }

  private broken(code: number): void {
    this.breaks += 1
    void this.roads.ended()
    this.progress.broken()
    this.settled = false
    this.inboxRead = false
    this.questions = []
    this.givingBack = 0
    this.closeInbox()
    this.checkouts.broken()
    this.later(async () => {
      if (code > 4400 && !this.refusalHeard) this.turnedAway('refused')
      this.refusalHeard = false
      this.outgoing.broken()
      await this.progress.keep(this.options.store)
      this.options.onChange()
    })
  }

  private askCheckouts(): void {
    if (this.settled) this.checkouts.askAll((fields) => this.link.tell('checkout', fields))
  }
}
