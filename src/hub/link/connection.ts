import * as Y from 'yjs'
import { hexOf } from '../../core/bytes.ts'
import { writeInbox } from '../../sync/documents/inbox.ts'
import {
  CLOSE_CODES,
  type ControlFields,
  type ControlName,
  challengeStatement,
  readControl,
  writeControl
} from '../../sync/link/control.ts'
import { CONTROL, FIRST_DOCUMENT, RECEIPTS, readFrame, SEGMENTS, writeFrame } from '../../sync/link/frame.ts'
import { Paced, Taken } from '../../sync/link/paced.ts'
import { readPart } from '../../sync/link/parts.ts'
import { Refused } from '../../sync/refusal.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { charterFor } from '../project.ts'
import { Channels } from './channels.ts'
import type { Host } from './host.ts'
import { admit, lacksOf, receiptsAfter } from './membership.ts'
import type { Turn } from './turns.ts'

/** The version of the link's protocol. */
const LINK_VERSION = 1
/** A device may have this much waiting to be worked on before its link is closed. */
const MOST_WAITING_BYTES = 256 * 1024
const PING_EVERY = 5000
const SILENCE = 25_000

/** [LK17] A device that does not read: what it has not taken from its socket, and what waits behind that. */
const MOST_UNREAD_BYTES = 256 * 1024
const MOST_QUEUED_BYTES = 4 * 1024 * 1024
/** Receipts follow as the device takes those before. */
const UNREAD_AT_ONCE = 64 * 1024
const LOOK_AGAIN = 100
/** A close after which a device calls again. */
const TRY_LATER = 1013

/** The physical socket as the server hands it over. */
export type HubSocket = {
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  terminate(): void
  /** Bytes that the other side has not taken yet, where that can be said. */
  unsent?(): number
}

/** One device's link: it says who it is, then segments, documents and wishes come in, in order. */
export class Connection {
  /** Known once the proof has held. */
  device: string | undefined
  private readonly hub: Host
  private readonly socket: HubSocket
  private readonly claimed: string
  private readonly nonce: Uint8Array
  private readonly from: string
  private readonly paced: Paced
  private readonly counted: Taken
  private channels: Channels | undefined
  private inbox: { name: string; doc: Y.Doc; log: Uint8Array[] } | undefined
  private inboxAsked = false
  private work: Promise<void> = Promise.resolve()
  private waitingBytes = 0
  private lastByte: number
  private ended = false
  /** While those that were missed are looked up: receipts that come meanwhile. */
  private held: { readonly bytes: Uint8Array }[] | undefined
  private readonly turn: Turn | undefined
  private receipts: { readonly bytes: Uint8Array }[] = []
  private cancelReceipts = (): void => {}
  private cancelBeat = (): void => {}

  /** @param claimed the device that calls, still to be proved. */
  constructor(hub: Host, socket: HubSocket, from: string, claimed: string) {
    this.hub = hub
    this.socket = socket
    this.from = from
    this.nonce = hub.system.random(32)
    this.lastByte = hub.system.now()
    this.paced = new Paced((frame) => this.put(frame))
    this.counted = new Taken((bytes) => this.tell('taken', { bytes }))
    this.claimed = claimed
    this.turn = hub.turns.enter()
    this.work = this.admitted().catch((cause) => this.refuse(cause))
    this.beat()
  }

  /** Whatever cannot be taken ends this link, and no other. */
  receive(bytes: Uint8Array): void {
    this.lastByte = this.hub.system.now()
    this.waitingBytes += bytes.byteLength
    if (this.waitingBytes > MOST_WAITING_BYTES) this.refuse(new Refused('too-much', 'unread messages'))
    this.work = this.work
      .then(() => (this.ended ? undefined : this.take(bytes)))
      .catch((cause) => this.refuse(cause))
      .finally(() => {
        this.waitingBytes -= bytes.byteLength
        if (this.device && this.waitingBytes === 0) this.turn?.served()
      })
  }

  /** The device gave a sign of life that is no message. */
  heard(): void {
    this.lastByte = this.hub.system.now()
  }

  /** Resolves once everything that has come so far is taken, or this link has ended. */
  taken(): Promise<void> {
    return this.work
  }

  sendReceipts(receipts: readonly { readonly bytes: Uint8Array }[]): void {
    if (this.held) this.held.push(...receipts)
    else {
      this.receipts.push(...receipts)
      this.giveReceipts()
    }
  }

  private giveReceipts(): void {
    this.cancelReceipts()
    let given = 0
    for (const { bytes } of this.receipts) {
      if (this.unsent > UNREAD_AT_ONCE) break
      this.put(writeFrame(RECEIPTS, bytes))
      given += 1
    }
    this.receipts = this.receipts.slice(given)
    if (this.receipts.length > 0 && !this.ended)
      this.cancelReceipts = this.hub.system.after(LOOK_AGAIN, () => this.giveReceipts())
  }

  private get unsent(): number {
    return this.socket.unsent?.() ?? 0
  }

  /** [LK17] Whoever does not read is dropped, and may call again: what it missed is said then. */
  private put(frame: Uint8Array): void {
    if (this.ended) return
    if (this.unsent <= MOST_UNREAD_BYTES && this.paced.open <= MOST_QUEUED_BYTES) {
      this.socket.send(frame)
      return
    }
    this.hub.log(`dropped ${this.from}: does not read what it is sent`)
    this.socket.terminate()
    this.end()
  }

  /** Publishes what the store says of this device's batches now, once the device has asked for it. */
  async publish(): Promise<void> {
    if (!this.inbox || !this.device || !this.inboxAsked) return
    const inbox = await this.hub.inboxOf(this.device)
    if (this.ended) return
    writeInbox(this.inbox.doc, inbox)
    this.channels?.closeStale(new Set(Object.values(inbox.batches).map(({ document }) => document)))
  }

  end(): void {
    this.ended = true
    this.cancelBeat()
    this.cancelReceipts()
    this.turn?.leave()
    this.channels?.closeAll()
  }

  private async take(bytes: Uint8Array): Promise<void> {
    const { channel, payload } = readFrame(bytes)
    if (channel === CONTROL) return this.control(payload)
    if (!this.device) throw new Refused('unknown-device', 'message before the proof')
    if (channel === SEGMENTS) return this.segment(payload)
    if (channel < FIRST_DOCUMENT) return
    this.counted.add(bytes.byteLength)
    await this.channels?.receive(channel, payload)
  }

  private async control(payload: Uint8Array): Promise<void> {
    const message = readControl(payload)
    if (message?.is === 'hello') return this.hello(message.fields)
    // A ping may come to a slow device before it has signed its proof.
    if (message?.is === 'pong') return
    if (!this.device) throw new Refused('unknown-device', 'message before the proof')
    switch (message?.is) {
      case 'checkout':
        return this.checkout(message.fields)
      case 'compare': {
        const { hashes } = message.fields
        const tip = await this.hub.store.read((tx) => tx.firstHeld(hashes))
        if (tip && !(await this.isOwnSegment(tip.hash))) await this.sayAgain(hashes)
        return this.tell('held', tip ? { n: tip.n, hash: tip.hash } : { n: 0, hash: '0'.repeat(64) })
      }
      case 'open':
        if (message.fields.name === this.inbox?.name) await this.fillInbox()
        return this.channels?.open(message.fields.channel, message.fields.name)
      case 'close':
        return this.channels?.close(message.fields.channel)
      case 'taken':
        return this.paced.acknowledged(message.fields.bytes)
    }
  }

  /** [LK16] Nothing is asked of the store before it is this caller's turn. */
  private async admitted(): Promise<void> {
    if (!this.turn) {
      this.socket.close(TRY_LATER, 'too many')
      return this.end()
    }
    this.tellPlace()
    await this.turn.came
    if (!this.ended) await this.challenge()
  }

  private tellPlace(): void {
    const place = this.turn?.place() ?? 0
    if (place > 0) this.tell('queued', { place })
  }

  /** [EX1] Says what the hub holds of the caller before anything is sent, so that nothing is sent twice. */
  private async challenge(): Promise<void> {
    const { store, project, partials } = this.hub
    const { tips, loose } = await store.read(async (tx) => ({
      tips: await tx.tips(this.claimed),
      loose: await tx.loose(this.claimed)
    }))
    this.tell('challenge', {
      v: LINK_VERSION,
      project,
      nonce: this.nonce,
      tips: tips.slice(-50).map(({ n, hash }): [number, string] => [n, hash]),
      loose: [...loose],
      begun: partials.of(this.claimed).map(([tag, total, bytes]): [string, number, number] => [tag, total, bytes])
    })
  }

  /** [LK6] The proof names project, nonce and device. */
  private async hello(fields: ControlFields<'hello'>): Promise<void> {
    const { hub } = this
    if (fields.v > LINK_VERSION) throw new Refused('newer-version', 'link')
    const device = this.claimed
    const statement = challengeStatement(hub.project, this.nonce, device)
    if (this.device || !(await hub.verify(device, statement, fields.proof))) throw new Refused('bad-signature', 'proof')
    if (!hub.ingest.people.has(device)) await admit(hub, device, fields)
    this.device = device
    const lacks = await lacksOf(hub, device)
    const doc = new Y.Doc()
    const log: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => log.push(update))
    this.inbox = { name: `inbox/${hexOf(hub.system.random(6))}`, doc, log }
    if (this.ended) return
    this.channels = new Channels(hub, device, this.inbox, {
      send: (channel, payload) => this.paced.push(writeFrame(channel, payload)),
      closed: (channel, code) => this.tell('close', { channel, code })
    })
    this.tell('welcome', {
      now: hub.system.now(),
      inbox: this.inbox.name,
      lacks,
      ...(fields.charter && { charter: await charterFor(hub.store, hub.ingest.book, device) })
    })
    if (this.ended) return
    await hub.ingest.overtake(hub.devicesOf(device), fields.since)
    if (this.ended) return
    // In the order of their stamps: a newer receipt sent first would hide an older one for good.
    this.held = []
    hub.joined(this)
    const receipts = await receiptsAfter(hub, device, fields.since)
    const meanwhile = this.held
    this.held = undefined
    this.sendReceipts([...receipts, ...meanwhile])
  }

  /** Only now: what the device has sent with its proof is taken, so that batches which are done need no words. */
  private async fillInbox(): Promise<void> {
    this.inboxAsked = true
    await this.publish()
  }

  /** [EX2] Any member's segment is taken, whoever brings it; the signature tells whose it is. */
  private async segment(payload: Uint8Array): Promise<void> {
    const { hub, device = '' } = this
    const whole = hub.partials.add(device, readPart(payload))
    if (!whole) return
    const segment = await readSegment(whole, hub.verify, { project: hub.project, device })
    if (!hub.ingest.people.has(segment.header.device)) throw new Refused('unknown-device', 'segment of no member')
    // Before the receipt: a device that has all its receipts may leave.
    const lendings = await hub.store.read(async (tx) => {
      const lacks: string[] = []
      for (const batch of segment.header.batches) if (!(await tx.lending(batch))) lacks.push(batch)
      return lacks
    })
    if (lendings.length > 0) this.tell('lacks', { lendings })
    const isNew = await hub.ingest.take(segment)
    hub.counts.segments += 1
    if (!isNew) hub.counts.duplicates += segment.facts.length
    // Said again, so that a device whose receipt was lost on the way hears it; of another person's to whoever brings it.
    if (!isNew || !this.isOwn(segment.header.device)) await this.sayAgain([segment.hash])
  }

  private isOwn(device: string): boolean {
    return this.hub.devicesOf(this.device as string).includes(device)
  }

  private async isOwnSegment(hash: string): Promise<boolean> {
    const segment = await this.hub.store.read((tx) => tx.segment(hash))
    return segment !== undefined && this.isOwn(segment.header.device)
  }

  /** [EX9] */
  private async sayAgain(segments: readonly string[]): Promise<void> {
    const found = await this.hub.store.read((tx) => Promise.all(segments.map((hash) => tx.receiptOf(hash))))
    const receipts = found.filter((receipt) => receipt !== undefined).sort((a, b) => a.stamp - b.stamp)
    if (receipts.length > 0) this.sendReceipts(receipts)
  }

  private async checkout({ request, lang, langs, ...wish }: ControlFields<'checkout'>): Promise<void> {
    const batch = await this.hub.lend(this.device as string, {
      count: wish.count,
      nonce: new Uint8Array(Uint32Array.of(request).buffer),
      langs: langs ?? (lang === undefined ? [] : [lang]),
      ...(wish.minutes !== undefined && { minutes: wish.minutes }),
      ...(wish.kinds && { kinds: wish.kinds })
    })
    this.tell(
      'lent',
      batch ? { request, batch: batch.id, count: batch.count } : { request, count: 0, cause: 'nothing-open' }
    )
    await this.publish()
  }

  private tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.put(writeFrame(CONTROL, writeControl(name, fields)))
  }

  private refuse(cause: unknown): void {
    if (this.ended) return
    const known = cause instanceof Refused
    const who = this.device ? `device ${this.device.slice(0, 8)}` : 'unknown device'
    this.hub.log(`refused ${this.from} (${who}): ${cause instanceof Error ? cause.message : String(cause)}`)
    const reason = known ? cause.reason : 'hub-trouble'
    const detail = known ? cause.message.slice(cause.reason.length + 2) : 'the hub could not store this'
    const invite = detail.startsWith('invite-')
    this.tell('refused', { reason: invite ? detail : reason, detail })
    this.socket.close(invite ? 4402 : known ? (CLOSE_CODES[reason] ?? 4406) : 1011, reason)
    this.end()
  }

  private beat(): void {
    this.cancelBeat = this.hub.system.after(PING_EVERY, () => {
      // The clock may have been set back.
      this.lastByte = Math.min(this.lastByte, this.hub.system.now())
      if (this.hub.system.now() - this.lastByte > SILENCE) {
        this.socket.terminate()
        this.end()
        return
      }
      this.tell('ping', {})
      this.tellPlace()
      // Dropped by its own ping.
      if (!this.ended) this.beat()
    })
  }
}
