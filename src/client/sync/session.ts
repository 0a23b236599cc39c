import * as Y from 'yjs'
import type { Content, DeviceKey, FactId } from '../../core/fact/fact.ts'
import { readInbox } from '../../sync/documents/inbox.ts'
import { type Control, type ControlFields, type ControlName, challengeStatement } from '../../sync/link/control.ts'
import { RECEIPTS, SEGMENTS, WINDOW_BYTES } from '../../sync/link/frame.ts'
import { Link, type RawSocket } from '../../sync/link/link.ts'
import { tagOf, writeParts } from '../../sync/link/parts.ts'
import { readReceipt } from '../../sync/receipt.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, type Settings, setSetting } from '../settings.ts'
import type { DeviceStore, SegmentRow } from '../store/store.ts'
import { Batches, openDocument } from './batches.ts'
import { readCharter } from './charter.ts'
import { Outbox } from './outbox.ts'

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
  onChange(): void
  /** Something of this device's own failed, the disk for example. The link is ended. */
  onTrouble(cause: unknown): void
  /** The hub does not want this device: why. The link is ended. */
  onTurnedAway(reason: string): void
}

type Answered = (answer: ControlFields<'held'>) => Promise<void>
type Checkout = { readonly fields: ControlFields<'checkout'>; done(answer: ControlFields<'lent'>): void }

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
  /** Segments without a receipt, in the order of their chains. */
  private queue: SegmentRow[] = []
  /** Bytes on their way on this connection, by segment. */
  private readonly inFlight = new Map<string, number>()
  /** Of segments that a cut interrupted: how many bytes the hub has. */
  private begun: ControlFields<'challenge'>['begun'] = []
  /** Older keys of this device whose chains are still to be compared with the hub's. */
  private comparing: { readonly device: DeviceKey; readonly hashes: readonly SegmentHash[] }[] = []
  private questions: Answered[] = []
  /** Lendings on their way back to a hub that lost them. */
  private givingBack = 0
  private credentialsAsked = false
  private refusalHeard = false
  private closeInbox = (): void => {}
  private work: Promise<void> = Promise.resolve()
  private readonly checkouts: Checkout[] = []
  private readonly asked = new Map<number, Checkout>()

  constructor(options: SessionOptions) {
    this.options = options
    this.device = options.settings.device
    const { store, verify, settings } = options
    this.outbox = new Outbox(store, settings.project)
    this.link = new Link(() => options.connect(this.device), options.system, {
      onControl: (message) =>
        // Mostly the hub has hung up before its reason is read.
        message.is === 'refused'
          ? this.later(() => this.refused(message.fields.reason))
          : this.inTurn(() => this.control(message)),
      onFrame: (channel, payload) => this.inTurn(() => this.frame(channel, payload)),
      onDown: (code) => this.broken(code)
    })
    this.batches = new Batches({
      store,
      verify,
      sockets: this.link.sockets,
      project: settings.project,
      hubs: () => this.hubs,
      onArrived: () => options.onChange(),
      onTrouble: (cause) => this.trouble(cause)
    })
  }

  start(): void {
    this.link.start()
  }

  /** For good. */
  async stop(): Promise<void> {
    this.stopped = true
    this.link.stop()
    this.closeInbox()
    await this.batches.stop()
    await this.work
  }

  /**
   * Finished items go out now; nothing happens while there is no link.
   * @param finishedBy milliseconds since 1970: later items stay undoable.
   */
  flush(finishedBy?: number): void {
    if (!this.settled) return
    this.inTurn(async () => {
      if (!this.signer) return
      await this.outbox.sealAll(this.signer, [], finishedBy)
      const known = new Set(this.queue.map(({ hash }) => hash))
      this.queue.push(...(await this.outbox.unreceived(this.device)).filter(({ hash }) => !known.has(hash)))
      await this.push()
    })
  }

  /** Whether batches are still on their way, here or back, or the hub has not said yet which there are. */
  get fetching(): boolean {
    return !this.inboxRead || this.batches.busy || this.givingBack > 0
  }

  /** Asked again after a cut, with the same number: the hub lends once. */
  checkout(wish: Omit<ControlFields<'checkout'>, 'request'>): Promise<ControlFields<'lent'>> {
    const request = new DataView(this.options.system.random(4).buffer).getUint32(0)
    return new Promise((done) => {
      this.checkouts.push({ fields: { request, ...wish }, done })
      this.askCheckouts()
    })
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
      case 'challenge':
        return this.hello(message.fields)
      case 'welcome':
        return this.welcome(message.fields)
      case 'held':
        // Answers come in the order asked.
        return this.questions.shift()?.(message.fields)
      case 'lacks':
        return this.giveBack(message.fields.lendings)
      case 'lent': {
        this.asked.get(message.fields.request)?.done(message.fields)
        this.asked.delete(message.fields.request)
        return
      }
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
    const known = await store.transact('relaxed', async (tx) => ({
      before: (await getSetting(tx, 'before')) ?? [],
      hubs: (await getSetting(tx, 'hubs')) ?? [],
      invite: await getSetting(tx, 'invite'),
      name: await getSetting(tx, 'name'),
      since: (await getSetting(tx, 'since')) ?? 0,
      credentials: (await getSetting(tx, 'credentials')) ?? []
    }))
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
    if (await this.forked(challenge)) return this.takeNewKey(known.before)
    const proof = await signer.sign(challengeStatement(challenge.project, challenge.nonce, signer.device))
    const isNew = known.hubs.length === 0
    this.tell('hello', {
      ...{ v: LINK_VERSION, proof, since: known.since },
      ...(isNew && { charter: true }),
      ...(isNew && known.invite !== undefined && { invite: known.invite }),
      ...(isNew && known.name !== undefined && { name: known.name }),
      ...(this.credentialsAsked && { credentials: [...known.credentials] })
    })
    this.inFlight.clear()
    this.begun = challenge.begun
    this.queue = await this.outbox.unreceived(signer.device)
    this.comparing = []
    for (const device of known.before) this.comparing.push({ device, hashes: await this.outbox.hashes(device) })
    await this.push()
  }

  /**
   * [EX4] Compares the ends of this chain that the hub holds with our own. Segments that it holds need not go out
   * again; segments beyond were lost with an older state of the hub, whatever it receipted then.
   *
   * @returns whether the hub holds a branch of this chain that is not here.
   */
  private async forked({ tips, loose }: ControlFields<'challenge'>): Promise<boolean> {
    const chain = await this.outbox.hashes(this.device)
    if (tips.some(([, hash]) => !chain.includes(hash))) return true
    const [tip] = [...tips].sort(([a], [b]) => b - a)
    await this.outbox.held(this.device, tip?.[1], loose)
    return false
  }

  private async welcome({ inbox, lacks, charter }: ControlFields<'welcome'>): Promise<void> {
    if (charter && !(await this.keepCharter(charter))) return this.turnedAway('wrong-project')
    this.credentialsAsked = false
    await this.giveBack(lacks)
    await this.options.store.transact('relaxed', (tx) => setSetting(tx, 'contact', this.options.system.now()))
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
        this.queue.push(...(await this.outbox.unreceived(next.device)))
        await this.push()
      }
      await this.compareNext()
    })
  }

  private ask(hashes: readonly SegmentHash[], answered: Answered): void {
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

  /** [EX3] In the order of the chain, at most 8 kB without a receipt. */
  private async push(): Promise<void> {
    for (const row of this.queue) {
      if (this.inFlight.has(row.hash)) continue
      const ahead = [...this.inFlight.values()].reduce((sum, bytes) => sum + bytes, 0)
      if (ahead > 0 && ahead + row.bytes.byteLength > WINDOW_BYTES) break
      if (this.overtaken) return
      this.inFlight.set(row.hash, row.bytes.byteLength)
      const bytes = await this.wireForm(row)
      const begun = this.begun.find(([tag, total]) => tag === tagOf(row.hash) && total === bytes.byteLength)
      for (const part of writeParts(row.hash, bytes, begun?.[2])) this.send(SEGMENTS, part)
    }
    this.link.waiting = this.inFlight.size > 0
  }

  private async wireForm({ device, bytes }: SegmentRow): Promise<Uint8Array> {
    const short = device === this.device
    // Our own bytes: the signature held when they were made.
    const segment = await readSegment(bytes, async () => true)
    return writeSegment(segment, { deflate: !this.link.deflates, short })
  }

  private async frame(channel: number, payload: Uint8Array): Promise<void> {
    if (channel !== RECEIPTS) return
    const receipt = await readReceipt(payload, this.hubs, this.options.verify).catch(() => undefined)
    if (!receipt) return
    await this.outbox.keepReceipt(receipt)
    this.queue = this.queue.filter(({ hash }) => hash !== receipt.segment)
    this.inFlight.delete(receipt.segment)
    await this.push()
    this.options.onChange()
  }

  /**
   * [EX7] Gives the hub back the lendings that it signed and then lost. It takes one message after another, so its
   * answer to a question sent behind them says that they have arrived.
   */
  private async giveBack(lendings: readonly FactId[]): Promise<void> {
    for (const id of lendings) {
      const batch = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
      if (!batch) continue
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
    const doc = new Y.Doc()
    this.link.sockets.allUp()
    const provider = openDocument(this.link.sockets, name, doc)
    let open = true
    const follow = async () => {
      await this.batches.follow(readInbox(doc))
      this.inboxRead ||= open && provider.synced
      this.options.onChange()
    }
    doc.on('update', () => void follow())
    // An inbox in which nothing stands brings no update.
    provider.on('sync', () => void follow())
    this.closeInbox = () => {
      open = false
      provider.destroy()
      doc.destroy()
    }
  }

  private async keepCharter(segments: readonly Uint8Array[]): Promise<boolean> {
    const charter = await readCharter(segments, this.options.settings.project, this.device, this.options.verify)
    if (!charter) return false
    this.hubs = charter.hubs
    await this.options.store.transact('strict', async (tx) => {
      await setSetting(tx, 'hubs', charter.hubs)
      await setSetting(tx, 'terms', charter.terms)
      await setSetting(tx, 'words', charter.words)
      await setSetting(tx, 'credentials', charter.credentials)
      await tx.drop('settings', 'invite')
    })
    return true
  }

  /**
   * [EX8] A copied folder, or an older one put back: both branches stay. The old key names a new one as its last word
   * here, and the device calls again with that.
   */
  private async takeNewKey(before: readonly DeviceKey[]): Promise<void> {
    const old = this.signer as Signer
    const next = await this.options.keyring.make()
    const succeed: Content = { kind: 'succeed', v: 1, to: next.device, saved: secondsNow(this.options.system) }
    while (!(await this.outbox.sealAll(old, [succeed]))) {
      // An item was undone meanwhile; the hub must learn of the new key all the same.
    }
    const last = (await this.outbox.unreceived(old.device)).at(-1)
    await this.options.store.transact('strict', async (tx) => {
      await setSetting(tx, 'before', [...before, old.device])
      await setSetting(tx, 'device', next.device)
      // The hub learns of the new key by this segment, whichever comes first.
      const credentials = (await getSetting(tx, 'credentials')) ?? []
      await setSetting(tx, 'credentials', [...credentials, ...(last ? [last.bytes] : [])].slice(-10))
    })
    this.device = next.device
    this.credentialsAsked = true
    this.link.again()
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
    this.settled = false
    this.inboxRead = false
    this.questions = []
    this.givingBack = 0
    this.closeInbox()
    for (const asked of this.asked.values()) this.checkouts.unshift(asked)
    this.asked.clear()
    this.later(async () => {
      if (code > 4400 && !this.refusalHeard) this.turnedAway('refused')
      this.refusalHeard = false
      this.inFlight.clear()
      this.link.waiting = false
      this.options.onChange()
    })
  }

  private askCheckouts(): void {
    if (!this.settled) return
    for (const checkout of this.checkouts.splice(0)) {
      this.asked.set(checkout.fields.request, checkout)
      this.link.tell('checkout', checkout.fields)
    }
  }
}
