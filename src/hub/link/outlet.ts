import { type ControlFields, type ControlName, writeControl } from '../../sync/link/control.ts'
import { CONTROL, RECEIPTS, writeFrame } from '../../sync/link/frame.ts'
import { Paced } from '../../sync/link/paced.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { System } from '../../sync/system.ts'

/** [LK17] A device that does not read: what it has not taken from its socket, and what waits behind that. */
const MOST_UNREAD_BYTES = 256 * 1024
const MOST_QUEUED_BYTES = 4 * 1024 * 1024
/** Receipts follow as the device takes those before. */
const UNREAD_AT_ONCE = 64 * 1024
const LOOK_AGAIN = 100
/** What others are told of one person's work is bounded; the oldest goes. */
const MOST_WATCHED = 1000

/** The physical socket as the server hands it over. */
export type HubSocket = {
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  terminate(): void
  /** Bytes that the other side has not taken yet, where that can be said. */
  unsent?(): number
}

type Receipts = readonly { readonly bytes: Uint8Array }[]

/** What goes out over one link: control at once, documents and receipts as the other side takes them. */
export class Outlet {
  private readonly socket: HubSocket
  private readonly system: System
  private readonly onUnread: () => void
  private readonly paced = new Paced((frame) => this.put(frame))
  private receipts: Receipts = []
  /** While those that were missed are looked up: receipts that come meanwhile. */
  private held: Receipts | undefined
  private cancelReceipts = (): void => {}
  private readonly watched = new Set<SegmentHash>()
  private ended = false

  /** @param onUnread the other side takes nothing: its link is to be dropped. */
  constructor(socket: HubSocket, system: System, onUnread: () => void) {
    this.socket = socket
    this.system = system
    this.onUnread = onUnread
  }

  tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.put(writeFrame(CONTROL, writeControl(name, fields)))
  }

  /** [LK4] A message of a document waits until those before are taken. */
  document(channel: number, payload: Uint8Array): void {
    this.paced.push(writeFrame(channel, payload))
  }

  /** @param bytes of documents that the other side has taken in on this link. */
  documentsTaken(bytes: number): void {
    this.paced.acknowledged(bytes)
  }

  sendReceipts(receipts: Receipts): void {
    if (this.held) this.held = [...this.held, ...receipts]
    else {
      this.receipts = [...this.receipts, ...receipts]
      this.giveReceipts()
    }
  }

  /** [EX9] Segments of another person, of which what is said later is to be said on this link too. */
  watch(segments: readonly SegmentHash[]): void {
    for (const segment of segments) this.watched.add(segment)
    for (const oldest of [...this.watched].slice(0, -MOST_WATCHED)) this.watched.delete(oldest)
  }

  watches(segment: SegmentHash): boolean {
    return this.watched.has(segment)
  }

  /** In the order of their stamps: a newer receipt that is sent before those `missed` would hide them for good. */
  async sendFirst(missed: () => Promise<Receipts>): Promise<void> {
    this.held = []
    const first = await missed()
    const meanwhile = this.held
    this.held = undefined
    this.sendReceipts([...first, ...meanwhile])
  }

  /** For good. */
  end(): void {
    this.ended = true
    this.cancelReceipts()
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
      this.cancelReceipts = this.system.after(LOOK_AGAIN, () => this.giveReceipts())
  }

  private get unsent(): number {
    return this.socket.unsent?.() ?? 0
  }

  /** [LK17] Whoever does not read is dropped, and may call again: what it missed is said then. */
  private put(frame: Uint8Array): void {
    if (this.ended) return
    if (this.unsent <= MOST_UNREAD_BYTES && this.paced.open <= MOST_QUEUED_BYTES) this.socket.send(frame)
    else this.onUnread()
  }
}
