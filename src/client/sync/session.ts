import * as Y from 'yjs'
import type { Content, DeviceKey, FactId } from '../../core/fact/fact.ts'
import { readInbox } from '../../sync/documents/inbox.ts'
import { type Control, type ControlFields, challengeStatement } from '../../sync/link/control.ts'
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

type Checkout = { readonly fields: ControlFields<'checkout'>; done(answer: ControlFields<'lent'>): void }

/** Speaks with a hub over one link for as long as it is kept running, and recovers by itself. */
export class Session {
  readonly link: Link
  /** Welcomed on the present connection, with everything compared. */
  settled = false
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
  private begun: ReadonlyMap<string, number> = new Map()
  /** Older keys of this device whose chains are still to be compared with the hub's. */
  private comparing: { readonly device: DeviceKey; readonly hashes: readonly SegmentHash[] }[] = []
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
      const known = new Set(this.queue.map(({ hash }) => hash))
      this.queue.push(...(await this.outbox.unreceived(this.device)).filter(({ hash }) => !known.has(hash)))
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
    await this.outbox.sealAll(signer)
    if (await this.forked(challenge)) return this.takeNewKey(known.before)
    const proof = await signer.sign(challengeStatement(challenge.project, challenge.nonce, signer.device))
    const isNew = known.hubs.length === 0
    this.link.tell('hello', {
      ...{ v: LINK_VERSION, proof, since: known.since },
      ...(isNew && { charter: true }),
      ...(isNew && known.invite !== undefined && { invite: known.invite }),
      ...(isNew && known.name !== undefined && { name: known.name }),
      ...(this.credentialsAsked && { credentials: [...known.credentials] })
    })
    this.inFlight.clear()
    this.begun = new Map(challenge.begun)
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
    this.link.settled()
    this.openInbox(inbox)
    await this.compareNext()
  }

  /** [EX5] Older chains are compared one by one, a few segments at first, since the hub mostly holds them whole. */
  private async compareNext(): Promise<void> {
    const [next] = this.comparing
    if (!next) return this.ready()
    if (next.hashes.length > 0) this.link.tell('compare', { hashes: [...next.hashes.slice(0, FIRST_COMPARED)] })
    else {
      this.comparing.shift()
      await this.compareNext()
    }
  }

  private async held({ n, hash }: ControlFields<'held'>): Promise<void> {
    const next = this.comparing.shift()
    if (!next) return
    const rest = next.hashes.slice(FIRST_COMPARED)
    if (n === 0 && rest.length > 0) this.comparing.unshift({ ...next, hashes: rest })
    else {
      await this.outbox.held(next.device, n === 0 ? undefined : hash, [])
      this.queue.push(...(await this.outbox.unreceived(next.device)))
      await this.push()
    }
    await this.compareNext()
  }

  /** Everything is compared. */
  private async ready(): Promise<void> {
    if (this.settled) return
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
      this.inFlight.set(row.hash, row.bytes.byteLength)
      const from = this.begun.get(tagOf(row.hash)) ?? 0
      for (const part of writeParts(row.hash, await this.wireForm(row), from)) this.link.send(SEGMENTS, part)
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

  /** [EX7] Gives the hub back the lendings that it signed and then lost. */
  private async giveBack(lendings: readonly FactId[]): Promise<void> {
    for (const id of lendings) {
      const batch = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
      const parts = batch ? writeParts(id, batch.segment) : []
      for (const part of parts) this.link.send(SEGMENTS, part)
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
    await this.outbox.sealAll(old, [succeed])
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
