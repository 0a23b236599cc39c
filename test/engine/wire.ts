import { type Control, readControl } from '../../src/sync/link/control.ts'
import { CONTROL, FIRST_DOCUMENT, readFrame } from '../../src/sync/link/frame.ts'
import type { RawSocket } from '../../src/sync/link/link.ts'
import { nodeSocket } from '../../src/sync/link/node.ts'

export type Message = {
  readonly way: 'up' | 'down'
  /** Counted from 1. */
  readonly connection: number
  readonly channel: number
  readonly payload: Uint8Array
  readonly control?: Control
  /** The document that this channel carries. */
  readonly document?: string
}

/** `lost`: the link breaks and this never arrives; `last`: it arrives, and then the link breaks. */
export type Fate = 'passes' | 'lost' | 'last'

/** The way between a device and its hub: it remembers what passed, and breaks where a test says so. */
export class Wire {
  readonly passed: Message[] = []
  /** Sockets opened so far. */
  connections = 0
  /** Whether anything can be reached at all. */
  reachable = true
  /** The fate of what comes next. */
  fate: (message: Message) => Fate = () => 'passes'
  private readonly documents = new Map<string, string>()

  connect(address: string): RawSocket {
    this.connections += 1
    return new WiredSocket(this, this.connections, this.reachable ? nodeSocket(address) : undefined)
  }

  /** Names of the control messages that passed one way. */
  told(way: Message['way']): string[] {
    return this.passed.flatMap((message) => (message.way === way && message.control ? [message.control.is] : []))
  }

  decide(way: Message['way'], connection: number, bytes: Uint8Array): Fate {
    const { channel, payload } = readFrame(bytes)
    const control = channel === CONTROL ? readControl(payload) : undefined
    if (control?.is === 'open') this.documents.set(`${connection} ${control.fields.channel}`, control.fields.name)
    const document = channel < FIRST_DOCUMENT ? undefined : this.documents.get(`${connection} ${channel}`)
    const message: Message = {
      ...{ way, connection, channel, payload: payload.slice() },
      ...(control && { control }),
      ...(document !== undefined && { document })
    }
    const fate = this.fate(message)
    if (fate !== 'lost') this.passed.push(message)
    return fate
  }
}

class WiredSocket implements RawSocket {
  onopen: RawSocket['onopen'] = null
  onmessage: RawSocket['onmessage'] = null
  onclose: RawSocket['onclose'] = null
  onerror: RawSocket['onerror'] = null
  private broken = false
  private readonly socket: RawSocket | undefined
  private readonly wire: Wire
  private readonly connection: number

  constructor(wire: Wire, connection: number, socket: RawSocket | undefined) {
    this.wire = wire
    this.connection = connection
    this.socket = socket
    if (!socket) {
      queueMicrotask(() => this.breaks())
      return
    }
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.onopen?.()
    socket.onclose = (event) => {
      if (!this.broken) this.onclose?.(event)
    }
    socket.onmessage = ({ data }) =>
      this.carry('down', new Uint8Array(data as ArrayBuffer), () => this.onmessage?.({ data }))
  }

  get binaryType(): string {
    return 'arraybuffer'
  }
  set binaryType(_: string) {}

  get extensions(): string {
    return this.socket?.extensions ?? ''
  }

  send(bytes: Uint8Array): void {
    this.carry('up', bytes, () => this.socket?.send(bytes))
  }

  close(): void {
    this.broken = true
    this.socket?.close()
  }

  private carry(way: Message['way'], bytes: Uint8Array, pass: () => void): void {
    if (this.broken) return
    const fate = this.wire.decide(way, this.connection, bytes)
    if (fate !== 'lost') pass()
    if (fate !== 'passes') this.breaks()
  }

  private breaks(): void {
    if (this.broken) return
    this.broken = true
    // A WebSocket of Node hangs up without a word; the standard's has no such thing.
    ;(this.socket as (RawSocket & { terminate(): void }) | undefined)?.terminate()
    queueMicrotask(() => this.onclose?.({ code: 1006, reason: '' }))
  }
}
