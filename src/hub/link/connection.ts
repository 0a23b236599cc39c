import { hexOf } from '../../core/bytes.ts'
import { writeInbox } from '../../sync/documents/inbox.ts'
import {
  CLOSE_CODES,
  type ControlFields,
  challengeStatement,
  LINK_VERSION,
  readControl
} from '../../sync/link/control.ts'
import { CONTROL, FIRST_DOCUMENT, readFrame, SEGMENTS } from '../../sync/link/frame.ts'
import { Taken } from '../../sync/link/paced.ts'
import { Refused } from '../../sync/refusal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import { tellBecame } from '../became/tell.ts'
import { charterFor } from '../project.ts'
import { Channels, type InboxDocument, newInbox } from './channels.ts'
import type { Host } from './host.ts'
import { admit, heldOf, lacksOf, receiptsAfter } from './membership.ts'
import { type HubSocket, Outlet } from './outlet.ts'
import { compare, takePart } from './segments.ts'
import type { Turn } from './turns.ts'

/** A device may have this much waiting to be worked on before its link is closed. */
const MOST_WAITING_BYTES = 256 * 1024
const PING_EVERY = 5000
const SILENCE = 25_000

/** A close after which a device calls again. */
const TRY_LATER = 1013

/** One device's link: it says who it is, then segments, documents and wishes come in, in order. */
export class Connection {
  /** Known once the proof has held. */
  device: string | undefined
  private readonly hub: Host
  private readonly socket: HubSocket
  private readonly claimed: string
  private readonly nonce: Uint8Array
  private readonly from: string
  private readonly outlet: Outlet
  private readonly counted: Taken
  private channels: Channels | undefined
  private inbox: InboxDocument | undefined
  private inboxAsked = false
  private work: Promise<void> = Promise.resolve()
  private waitingBytes = 0
  private lastByte: number
  private ended = false
  private telling = false
  private readonly turn: Turn | undefined
  private cancelBeat = (): void => {}

  /** @param claimed the device that calls, still to be proved. */
  constructor(hub: Host, socket: HubSocket, from: string, claimed: string) {
    this.hub = hub
    this.socket = socket
    this.from = from
    this.nonce = hub.system.random(32)
    this.lastByte = hub.system.now()
    this.outlet = new Outlet(socket, hub.system, () => this.drop())
    this.counted = new Taken((bytes) => this.outlet.tell('taken', { bytes }))
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

  watches(segment: SegmentHash): boolean {
    return this.outlet.watches(segment)
  }

  sendReceipts(receipts: readonly { readonly bytes: Uint8Array }[]): void {
    this.outlet.sendReceipts(receipts)
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
    this.outlet.end()
    this.turn?.leave()
    this.channels?.closeAll()
  }

  private async take(bytes: Uint8Array): Promise<void> {
    const { channel, payload } = readFrame(bytes)
    if (channel === CONTROL) return this.control(payload)
    if (!this.device) throw new Refused('unknown-device', 'message before the proof')
    if (channel === SEGMENTS) return takePart(this.hub, this.device, this.outlet, payload)
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
      case 'progress':
        this.tellStanding(message.fields.have)
        return
      case 'became':
        // Not waited for, as a standing.
        void this.tellBecame(message.fields).catch(() => {})
        return
      case 'compare':
        return compare(this.hub, this.device, this.outlet, message.fields.hashes)
      case 'open':
        // Only now: what the device has sent with its proof is taken, so that batches which are done need no words.
        this.inboxAsked ||= message.fields.name === this.inbox?.name
        if (message.fields.name === this.inbox?.name) await this.publish()
        return this.channels?.open(message.fields.channel, message.fields.name)
      case 'close':
        return this.channels?.close(message.fields.channel)
      case 'taken':
        return this.outlet.documentsTaken(message.fields.bytes)
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
    if (place > 0) this.outlet.tell('queued', { place })
  }

  /** [EX1] Says what the hub holds of the caller before anything is sent, so that nothing is sent twice. */
  private async challenge(): Promise<void> {
    const held = await heldOf(this.hub, this.claimed)
    const { project, identity } = this.hub
    this.outlet.tell('challenge', {
      ...{ v: LINK_VERSION, project, hub: identity.hub.device },
      ...{ nonce: this.nonce, ...held }
    })
  }

  /** [LK6] The proof names project, nonce and device. */
  private async hello(fields: ControlFields<'hello'>): Promise<void> {
    const { hub } = this
    if (fields.v > LINK_VERSION) throw new Refused('newer-version', 'link')
    const device = this.claimed
    const statement = challengeStatement(hub.project, this.nonce, device)
    if (this.device || !(await hub.verify(device, statement, fields.proof))) throw new Refused('bad-signature', 'proof')
    if (fields.credentials || !hub.ingest.people.has(device)) await admit(hub, device, fields)
    this.device = device
    const lacks = await lacksOf(hub, device)
    this.inbox = newInbox(`inbox/${hexOf(hub.system.random(6))}`)
    if (this.ended) return
    this.channels = new Channels(hub, device, this.inbox, {
      send: (channel, payload) => this.outlet.document(channel, payload),
      closed: (channel, code) => this.outlet.tell('close', { channel, code })
    })
    this.outlet.tell('welcome', {
      now: hub.system.now(),
      inbox: this.inbox.name,
      lacks,
      ...(fields.charter && { charter: await charterFor(hub.store, hub.ingest.book, device) })
    })
    if (this.ended) return
    await hub.ingest.overtake(hub.devicesOf(device), fields.since)
    if (this.ended) return
    await this.outlet.sendFirst(() => {
      hub.joined(this)
      return receiptsAfter(hub, device, fields.since)
    })
  }

  private async checkout({ request, lang, langs, ...wish }: ControlFields<'checkout'>): Promise<void> {
    const batch = await this.hub.lend(this.device as string, {
      count: wish.count,
      nonce: new Uint8Array(Uint32Array.of(request).buffer),
      langs: langs ?? (lang === undefined ? [] : [lang]),
      ...(wish.minutes !== undefined && { minutes: wish.minutes }),
      ...(wish.kinds && { kinds: wish.kinds })
    })
    this.outlet.tell(
      'lent',
      batch ? { request, batch: batch.id, count: batch.count } : { request, count: 0, cause: 'nothing-open' }
    )
    await this.publish()
  }

  /** [BC1] One answer at a time: whoever asks on has had the last one. */
  private async tellBecame(fields: ControlFields<'became'>): Promise<void> {
    if (this.telling || this.hub.turns.crowded || this.hub.ingest.later.isBehind) return
    this.telling = true
    try {
      const grown = await tellBecame(this.hub, this.device as string, fields)
      if (!this.ended) this.outlet.tell('grown', grown)
    } finally {
      this.telling = false
    }
  }

  /** [PR1] Not waited for: it may take long to count, and whatever comes behind it matters more. */
  tellStanding(have?: string): void {
    void this.hub.standings
      .tell(this.device as string, have)
      .then((standing) => {
        if (standing && !this.ended) this.outlet.tell('standing', standing)
      })
      .catch(() => {})
  }

  private refuse(cause: unknown): void {
    if (this.ended) return
    const known = cause instanceof Refused
    const who = this.device ? `device ${this.device.slice(0, 8)}` : 'unknown device'
    this.hub.log(`refused ${this.from} (${who}): ${cause instanceof Error ? cause.message : String(cause)}`)
    const reason = known ? cause.reason : 'hub-trouble'
    const detail = known ? cause.message.slice(cause.reason.length + 2) : 'the hub could not store this'
    const invite = detail.startsWith('invite-')
    this.outlet.tell('refused', { reason: invite ? detail : reason, detail })
    this.socket.close(invite ? 4402 : known ? (CLOSE_CODES[reason] ?? 4406) : 1011, reason)
    this.end()
  }

  /** [LK17] It does not read, and may call again. */
  private drop(): void {
    this.hub.log(`dropped ${this.from}: does not read what it is sent`)
    this.socket.terminate()
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
      this.outlet.tell('ping', {})
      this.tellPlace()
      // Dropped by its own ping.
      if (!this.ended) this.beat()
    })
  }
}
