import * as Y from 'yjs'
import type { Content, DeviceKey, FactId } from '../../core/fact/fact.ts'
import { readInbox } from '../../sync/documents/inbox.ts'
import { type Control, type ControlFields, challengeStatement } from '../../sync/link/control.ts'
import { RECEIPTS, SEGMENTS, WINDOW_BYTES } from '../../sync/link/frame.ts'
import { Link, type RawSocket } from '../../sync/link/link.ts'
import { readReceipt } from '../../sync/receipt.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, type Settings, setSetting } from '../settings.ts'
import type { DeviceStore, SegmentRow } from '../store/store.ts'
import { Batches, openDocument } from './batches.ts'
import { readCharter } from './charter.ts'
import { Outbox } from './outbox.ts'

const LINK_VERSION = 1
/** Hashes of a chain that one `compare` names: 3.4 kB. */
const COMPARED = 100

export type SessionOptions = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
  readonly settings: Pick<Settings, 'project' | 'address'>
  connect(): RawSocket
  onChange(): void
  /** Something of this device's own failed, the disk for example. The link is ended. */
  onTrouble(cause: unknown): void
  /** The hub does not want this device: why. The link is ended. */
  onTurnedAway(reason: string): void
}

type Checkout = { readonly fields: ControlFields<'checkout'>; done(answer: ControlFields<'lent'>): void }

/** Speaks with a hub over one link for as long as it is kept running, and recovers by itself. */
export class Session {
  readonly link: Link
  /** Welcomed on the present connection, with everything compared. */
  settled = false
  private readonly options: SessionOptions
  private readonly outbox: Outbox
  private readonly batches: Batches
  private signer: Signer | undefined
  private own: DeviceKey[] = []
  private hubs: readonly DeviceKey[] = []
  /** Segments without a receipt, in the order of their chains. */
  private queue: SegmentRow[] = []
  /** Bytes on their way on this connection, by segment. */
  private readonly inFlight = new Map<string, number>()
  private mayRepeat = false
  private comparing: DeviceKey[] = []
  private credentialsAsked = false
  private refusalHeard = false
  private closeInbox = (): void => {}
  private work: Promise<void> = Promise.resolve()
  private readonly checkouts: Checkout[] = []
  private readonly asked = new Map<number, Checkout>()

  constructor(options: SessionOptions) {
    this.options = options
    const { store, verify, settings } = options
    this.outbox = new Outbox(store, settings.project)
    this.link = new Link(options.connect, options.system, {
      onControl: (message) => this.inTurn(() => this.control(message)),
      onFrame: (channel, payload) => this.inTurn(() => this.frame(channel, payload)),
      onDown: (code) => this.inTurn(() => this.down(code))
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

  async stop(): Promise<void> {
    this.link.stop()
    this.closeInbox()
    this.batches.stop()
    await this.work
  }

  /** Finished items go out now; nothing happens while there is no link. */
  flush(): void {
    if (!this.settled) return
    void this.inTurn(async () => {
      if (!this.signer) return
      await this.outbox.sealAll(this.signer)
      this.queue = await this.outbox.unreceived(this.own)
      await this.push()
    })
  }

  /** Whether batches named by the inbox are still on their way. */
  get fetching(): boolean {
    return this.batches.busy
  }

  /** Asked again after a cut, with the same number: the hub lends once. */
  checkout(wish: Omit<ControlFields<'checkout'>, 'request'>): Promise<ControlFields<'lent'>> {
    const request = new DataView(this.options.system.random(4).buffer).getUint32(0)
    return new Promise((done) => {
      this.checkouts.push({ fields: { request, ...wish }, done })
      this.askCheckouts()
    })
  }

  /** One thing after another: messages are taken in the order in which they came. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.work = this.work.then(work).catch((cause) => this.trouble(cause))
    return this.work
  }

  private async control(message: Control): Promise<void> {
    switch (message.is) {
      case 'challenge':
        return this.hello(message.fields)
      case 'welcome':
        return this.welcome(message.fields)
      case 'held':
        return this.held(message.fields)
      case 'lacks':
        return this.giveBack(message.fields.lendings)
      case 'lent': {
        this.asked.get(message.fields.request)?.done(message.fields)
        this.asked.delete(message.fields.request)
        return
      }
      case 'refused':
        return this.refused(message.fields.reason)
    }
  }

  /** Contact: what is finished is sealed, and what was never sent goes out in the same breath as the proof. */
  private async hello({ v, project, nonce }: ControlFields<'challenge'>): Promise<void> {
    const { store, keyring, settings } = this.options
    if (v > LINK_VERSION) return this.turnedAway('newer-version')
    if (project !== settings.project) return this.turnedAway('wrong-project')
    const known = await store.transact('relaxed', async (tx) => ({
      device: await getSetting(tx, 'device'),
      before: (await getSetting(tx, 'before')) ?? [],
      hubs: (await getSetting(tx, 'hubs')) ?? [],
      invite: await getSetting(tx, 'invite'),
      name: await getSetting(tx, 'name'),
      since: (await getSetting(tx, 'since')) ?? 0,
      credentials: (await getSetting(tx, 'credentials')) ?? []
    }))
    const signer = known.device === undefined ? undefined : await keyring.find(known.device)
    if (!signer) return this.turnedAway('no-key')
    this.signer = signer
    this.hubs = known.hubs
    this.own = [...known.before, signer.device]
    this.inFlight.clear()
    this.mayRepeat = false
    await this.outbox.sealAll(signer)
    const { n, hash: head } = await this.outbox.head(signer.device)
    const proof = await signer.sign(challengeStatement(project, nonce, signer.device))
    const { device } = signer
    this.link.tell('hello', {
      ...{ v: LINK_VERSION, device, proof, n, head, since: known.since },
      ...(known.hubs.length === 0 && { charter: true }),
      ...(known.invite !== undefined && known.hubs.length === 0 && { invite: known.invite }),
      ...(known.invite !== undefined && known.hubs.length === 0 && known.name !== undefined && { name: known.name }),
      ...(this.credentialsAsked && { credentials: [...known.credentials] })
    })
    this.queue = await this.outbox.unreceived(this.own)
    if (known.hubs.length > 0) await this.push()
  }

  private async welcome({ inbox, tips, lacks, charter }: ControlFields<'welcome'>): Promise<void> {
    if (charter && !(await this.keepCharter(charter))) return this.turnedAway('wrong-project')
    this.credentialsAsked = false
    const device = this.signer?.device as DeviceKey
    const chain = await this.outbox.hashes(device)
    const mine = tips.filter(([, hash]) => chain.includes(hash)).sort(([a], [b]) => b - a)
    const fork = tips.some(([, hash]) => !chain.includes(hash))
    this.comparing = this.own.filter((key) => key !== device)
    if (mine.length === 0 && tips.length > 0 && chain.length > 0) this.comparing.push(device)
    else await this.outbox.lostBeyond(device, mine[0]?.[1])
    for (const key of this.comparing) await this.compare(key)
    await this.giveBack(lacks)
    await this.options.store.transact('relaxed', (tx) => setSetting(tx, 'contact', this.options.system.now()))
    if (fork) return this.takeNewKey()
    this.link.settled()
    this.openInbox(inbox)
    if (this.comparing.length === 0) await this.ready()
  }

  private async compare(device: DeviceKey): Promise<void> {
    const hashes = (await this.outbox.hashes(device)).slice(0, COMPARED)
    if (hashes.length > 0) this.link.tell('compare', { hashes })
    else this.comparing = this.comparing.filter((key) => key !== device)
  }

  /** [EX5] Answers come in the order asked. */
  private async held({ n, hash }: ControlFields<'held'>): Promise<void> {
    const device = this.comparing.shift()
    if (device !== undefined) await this.outbox.lostBeyond(device, n === 0 ? undefined : hash)
    if (this.comparing.length === 0) await this.ready()
  }

  /** Everything is compared: what the hub lacks may go out a second time. */
  private async ready(): Promise<void> {
    if (this.settled) return
    this.settled = true
    this.mayRepeat = true
    this.queue = await this.outbox.unreceived(this.own)
    await this.push()
    this.askCheckouts()
    this.options.onChange()
  }

  /** [EX3] Never-sent segments first, others once the hub has said what it holds; at most 8 kB unreceipted. */
  private async push(): Promise<void> {
    for (const row of this.queue) {
      if (this.inFlight.has(row.hash) || (row.sent && !this.mayRepeat)) continue
      const ahead = [...this.inFlight.values()].reduce((sum, bytes) => sum + bytes, 0)
      if (ahead > 0 && ahead + row.bytes.byteLength > WINDOW_BYTES) break
      this.inFlight.set(row.hash, row.bytes.byteLength)
      await this.outbox.markSent(row)
      this.link.send(SEGMENTS, await this.wireForm(row))
    }
    this.link.waiting = this.inFlight.size > 0
  }

  private async wireForm({ device, bytes }: SegmentRow): Promise<Uint8Array> {
    const short = device === this.signer?.device
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

  /** [EX7] Gives the hub back the lendings that it signed and then lost. */
  private async giveBack(lendings: readonly FactId[]): Promise<void> {
    for (const id of lendings) {
      const batch = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
      if (batch) this.link.send(SEGMENTS, batch.segment)
    }
  }

  private openInbox(name: string): void {
    this.closeInbox()
    const doc = new Y.Doc()
    this.link.sockets.allUp()
    const provider = openDocument(this.link.sockets, name, doc)
    doc.on('update', () => void this.batches.follow(readInbox(doc)).then(() => this.options.onChange()))
    this.closeInbox = () => {
      provider.destroy()
      doc.destroy()
    }
  }

  private async keepCharter(segments: readonly Uint8Array[]): Promise<boolean> {
    const device = this.signer?.device as DeviceKey
    const charter = await readCharter(segments, this.options.settings.project, device, this.options.verify)
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
   * [EX8] The hub holds a branch of this chain that is not here: a copied folder, or an older one put back. Both
   * branches stay. The old key names a new one as its last word here, and the device goes on with that.
   */
  private async takeNewKey(): Promise<void> {
    const old = this.signer as Signer
    const next = await this.options.keyring.make()
    const succeed: Content = { kind: 'succeed', v: 1, to: next.device, saved: secondsNow(this.options.system) }
    await this.outbox.sealAll(old, [succeed])
    const [last] = (await this.outbox.unreceived([old.device])).slice(-1)
    await this.options.store.transact('strict', async (tx) => {
      await setSetting(tx, 'before', [...this.own])
      await setSetting(tx, 'device', next.device)
      // The hub learns of the new key by this segment, whichever comes first.
      const credentials = (await getSetting(tx, 'credentials')) ?? []
      await setSetting(tx, 'credentials', [...credentials, ...(last ? [last.bytes] : [])].slice(-10))
    })
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
    this.turnedAway(reason)
  }

  private trouble(cause: unknown): void {
    this.link.stop()
    this.options.onTrouble(cause)
  }

  private turnedAway(reason: string): void {
    this.link.stop()
    this.options.onTurnedAway(reason)
  }

  private async down(code: number): Promise<void> {
    if (code > 4400 && !this.refusalHeard) this.turnedAway('refused')
    this.refusalHeard = false
    this.settled = false
    this.inFlight.clear()
    this.closeInbox()
    for (const asked of this.asked.values()) this.checkouts.unshift(asked)
    this.asked.clear()
    this.options.onChange()
  }

  private askCheckouts(): void {
    if (!this.settled) return
    for (const checkout of this.checkouts.splice(0)) {
      this.asked.set(checkout.fields.request, checkout)
      this.link.tell('checkout', checkout.fields)
    }
  }
}
