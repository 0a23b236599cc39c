import { Refused } from '../refusal.ts'
import { chance, type System } from '../system.ts'
import { type ControlFields, type ControlName, readControl, writeControl } from './control.ts'
import { CONTROL, FIRST_DOCUMENT, readFrame, writeFrame } from './frame.ts'
import { Paced, Taken } from './paced.ts'
import { VirtualSockets } from './virtual-socket.ts'

/** A WebSocket as browsers have it, as far as a link uses it. */
export type RawSocket = {
  binaryType: string
  readonly extensions: string
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: ((event: unknown) => void) | null
  send(bytes: Uint8Array): void
  close(): void
}

export type LinkEvents = {
  /** Any control, segment or receipt message from the hub. */
  onControl(message: NonNullable<ReturnType<typeof readControl>>): void
  onFrame(channel: number, payload: Uint8Array): void
  /** `code`: as the hub closed it; 1006 if the link broke. */
  onDown(code: number): void
}

/** [LK8] Silence after which a link counts as dead: with work unacknowledged, and without. The hub pings every 5 s. */
const SILENCE_WHILE_WAITING = 12_000
const SILENCE = 25_000
/** [LK9] Waits between attempts: doubled from the first to the cap, each by a chance between half and whole. */
const FIRST_WAIT = 250
const LONGEST_WAIT = 60_000
/** [LK9] A link that worked is mostly back within seconds; while it may, waits are no longer than this. */
const LONGEST_WAIT_SOON = 1000
const SOON = 10_000

/** The one physical socket to a hub: kept open, watched and opened again until stopped. */
export class Link {
  readonly sockets: VirtualSockets
  /** Whether work is on its way that the hub has not acknowledged. */
  waiting = false
  private socket: RawSocket | undefined
  private open = false
  private tries = 0
  private stopped = true
  /** The hub hung up for good: nothing but `start` or `again` dials. */
  private refused = false
  private lastByte = 0
  /** When a link broke on which the hub had answered. */
  private lostAt = Number.NEGATIVE_INFINITY
  private wasSettled = false
  private paced = new Paced(() => {})
  private taken = new Taken(() => {})
  private cancelTimer = (): void => {}
  private cancelWatch = (): void => {}
  private readonly connect: () => RawSocket
  private readonly system: System
  private readonly events: LinkEvents

  constructor(connect: () => RawSocket, system: System, events: LinkEvents) {
    this.connect = connect
    this.system = system
    this.events = events
    this.sockets = new VirtualSockets(
      (channel, payload) => this.send(channel, payload),
      (name, fields) => this.tell(name, fields)
    )
  }

  get up(): boolean {
    return this.open
  }

  /** When the last byte came, or when it began to dial. */
  get heard(): number {
    return this.lastByte
  }

  /** Whether the socket deflates by itself, so that messages need not. */
  get deflates(): boolean {
    return this.socket?.extensions.includes('permessage-deflate') ?? false
  }

  start(): void {
    if (!this.stopped && !this.refused) return
    this.stopped = false
    this.tries = 0
    this.dial()
  }

  /** Ends the link now; it stays ended until started again. */
  stop(): void {
    this.stopped = true
    this.cancelTimer()
    this.drop(1000)
  }

  /** Tries at once, when something says that a network came back. */
  wake(): void {
    if (this.stopped || this.refused || this.socket) return
    this.cancelTimer()
    this.dial()
  }

  /** Hangs up and dials at once, also after the hub hung up for good. */
  again(): void {
    if (this.stopped) return
    this.cancelTimer()
    this.drop(4400)
    this.dial()
  }

  /** The hub has answered sensibly: the next break starts again from the shortest wait. */
  settled(): void {
    this.tries = 0
    this.wasSettled = true
  }

  send(channel: number, payload: Uint8Array): void {
    if (!this.open) return
    const frame = writeFrame(channel, payload)
    if (channel >= FIRST_DOCUMENT) this.paced.push(frame)
    else this.socket?.send(frame)
  }

  tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.send(CONTROL, writeControl(name, fields))
  }

  private dial(): void {
    this.refused = false
    const socket = this.connect()
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    this.lastByte = this.system.now()
    socket.onopen = () => {
      if (this.socket !== socket) return
      this.open = true
      this.paced = new Paced((frame) => this.socket?.send(frame))
      this.taken = new Taken((bytes) => this.tell('taken', { bytes }))
      this.lastByte = this.system.now()
    }
    socket.onmessage = ({ data }) => {
      if (this.socket === socket) this.take(data)
    }
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.drop(code)
    }
    socket.onerror = () => {}
    this.watch(socket)
  }

  /** Bytes that no hub would send (a proxy's page, a text) break the link; thrown from here they would end the program. */
  private take(data: unknown): void {
    try {
      this.receive(typeof data === 'string' ? new Uint8Array() : new Uint8Array(data as ArrayBuffer))
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      this.drop(1006)
    }
  }

  private receive(bytes: Uint8Array): void {
    this.lastByte = this.system.now()
    const { channel, payload } = readFrame(bytes)
    if (channel >= FIRST_DOCUMENT) {
      this.taken.add(bytes.byteLength)
      this.sockets.receive(channel, payload)
      return
    }
    if (channel !== CONTROL) {
      this.events.onFrame(channel, payload)
      return
    }
    const message = readControl(payload)
    if (!message) return
    if (message.is === 'ping') {
      this.tell('pong', {})
      this.sockets.feed()
    } else if (message.is === 'taken') this.paced.acknowledged(message.fields.bytes)
    else if (message.is === 'close') this.sockets.lost(message.fields.channel, message.fields.code)
    else this.events.onControl(message)
  }

  private watch(socket: RawSocket): void {
    this.cancelWatch = this.system.after(1000, () => {
      if (this.socket !== socket) return
      // A clock that was set back: counted from its new time, or a silent link would last until the old one comes again.
      this.lastByte = Math.min(this.lastByte, this.system.now())
      const silence = this.system.now() - this.lastByte
      if (silence > (this.waiting && this.open ? SILENCE_WHILE_WAITING : SILENCE)) this.drop(1006)
      else this.watch(socket)
    })
  }

  private drop(code: number): void {
    const socket = this.socket
    if (!socket) return
    this.cancelWatch()
    this.socket = undefined
    this.open = false
    if (this.wasSettled) this.lostAt = this.system.now()
    this.wasSettled = false
    socket.close()
    this.sockets.allLost()
    this.refused = code >= 4400
    if (!this.stopped && !this.refused) this.retry()
    this.events.onDown(code)
  }

  private retry(): void {
    const longest = this.system.now() - this.lostAt < SOON ? LONGEST_WAIT_SOON : LONGEST_WAIT
    const wait = Math.min(FIRST_WAIT * 2 ** this.tries++, longest)
    this.cancelTimer = this.system.after(wait * (0.5 + chance(this.system) / 2), () => this.dial())
  }
}
