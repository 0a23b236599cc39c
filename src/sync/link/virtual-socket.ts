import { noticeAboutNobody, readDocumentMessage } from '../documents/protocol.ts'
import type { ControlFields } from './control.ts'
import { FIRST_DOCUMENT } from './frame.ts'

/** Of documents once opened, before those are forgotten that are so no more: an inbox has a new name on each connection. */
const MOST_NAMES = 100

type Tell = <N extends 'open' | 'close'>(name: N, fields: ControlFields<N>) => void

/** What a y-websocket provider does with a socket. */
type Handlers = {
  onopen: (() => void) | null
  onmessage: ((event: { data: Uint8Array }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: ((event: unknown) => void) | null
}

/**
 * [LK10] Sockets for y-websocket providers, all over one physical socket: a handshake costs seconds on 2G. While the
 * link is down they stay CONNECTING, for which providers have no time limit.
 */
export class VirtualSockets {
  /** A class that a provider takes as its `WebSocketPolyfill`. */
  readonly Socket: typeof WebSocket
  private readonly open = new Map<number, VirtualSocket>()
  /** Documents in the order in which they were first opened. */
  private names: readonly string[] = []
  private next = FIRST_DOCUMENT
  private up = false
  private readonly send: (channel: number, payload: Uint8Array) => void
  private readonly tell: Tell

  constructor(send: (channel: number, payload: Uint8Array) => void, tell: Tell) {
    this.send = send
    this.tell = tell
    const sockets = this
    const Bound = class extends VirtualSocket {
      constructor(url: string) {
        super(decodeURIComponent(new URL(url).pathname.slice(1)), sockets.next++, {
          send: (channel, payload) => sockets.send(channel, payload),
          closed: (socket, code) => sockets.closed(socket, code)
        })
        sockets.open.set(this.channel, this)
        if (!sockets.names.includes(this.name)) sockets.names = [...sockets.names, this.name]
        if (sockets.up) queueMicrotask(() => sockets.begin(this))
      }
    }
    // A provider uses nothing of a WebSocket but what `VirtualSocket` has.
    this.Socket = Bound as unknown as typeof WebSocket
  }

  /**
   * The hub knows who this is: documents may be opened, after a break in the same order as before. What comes down first
   * is then what a cut lost; in another order, cut after cut would lose something else of each.
   */
  allUp(): void {
    this.up = true
    const sockets = [...this.open.values()]
    if (this.names.length > MOST_NAMES)
      this.names = this.names.filter((name) => sockets.some((socket) => socket.name === name))
    for (const name of this.names) for (const socket of sockets) if (socket.name === name) this.begin(socket)
  }

  allLost(): void {
    this.up = false
    for (const socket of [...this.open.values()]) if (socket.readyState === OPEN) this.lost(socket.channel, 1006)
  }

  /**
   * [DC2] Documents kept as a log answer the hub's step 1 from it, in single updates: a provider would answer with one
   * message of all that the hub lacks, which a bad link never carries.
   */
  readonly answers = new Map<string, (stateVector: Uint8Array) => readonly Uint8Array[]>()

  receive(channel: number, payload: Uint8Array): void {
    const socket = this.open.get(channel)
    const answer = socket && this.answers.get(socket.name)
    const message = answer && readDocumentMessage(payload)
    if (answer && message?.is === 'step1') for (const reply of answer(message.stateVector)) this.send(channel, reply)
    else socket?.onmessage?.({ data: payload })
  }

  lost(channel: number, code: number): void {
    const socket = this.open.get(channel)
    this.open.delete(channel)
    socket?.end(code)
  }

  /** [LK11] A provider hangs up after 30 s without a message: each gets one that says nothing. */
  feed(): void {
    for (const socket of this.open.values())
      if (socket.readyState === OPEN) socket.onmessage?.({ data: noticeAboutNobody() })
  }

  private begin(socket: VirtualSocket): void {
    if (!this.up || socket.readyState !== CONNECTING) return
    this.tell('open', { channel: socket.channel, name: socket.name })
    socket.begin()
  }

  private closed(socket: VirtualSocket, code: number): void {
    this.open.delete(socket.channel)
    if (this.up && socket.readyState === OPEN) this.tell('close', { channel: socket.channel, code })
  }
}

const CONNECTING = 0
const OPEN = 1
const CLOSED = 3

type Carrier = { send(channel: number, payload: Uint8Array): void; closed(socket: VirtualSocket, code: number): void }

class VirtualSocket implements Handlers {
  readonly CONNECTING = CONNECTING
  readonly OPEN = OPEN
  readonly CLOSING = 2
  readonly CLOSED = CLOSED
  readyState: number = CONNECTING
  binaryType = 'arraybuffer'
  onopen: Handlers['onopen'] = null
  onmessage: Handlers['onmessage'] = null
  onclose: Handlers['onclose'] = null
  onerror: Handlers['onerror'] = null
  readonly name: string
  readonly channel: number
  private readonly carrier: Carrier

  constructor(name: string, channel: number, carrier: Carrier) {
    this.name = name
    this.channel = channel
    this.carrier = carrier
  }

  send(data: Uint8Array): void {
    if (this.readyState === OPEN) this.carrier.send(this.channel, data)
  }

  /** Closes this document alone; the physical socket stays. */
  close(code = 1000): void {
    if (this.readyState === CLOSED) return
    this.carrier.closed(this, code)
    this.readyState = CLOSED
    queueMicrotask(() => this.onclose?.({ code, reason: '' }))
  }

  begin(): void {
    this.readyState = OPEN
    this.onopen?.()
  }

  end(code: number): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.onclose?.({ code, reason: '' })
  }
}
