import type { Hub } from '../../src/hub/hub.ts'
import type { Connection } from '../../src/hub/link/connection.ts'
import { type Control, readControl } from '../../src/sync/link/control.ts'
import { CONTROL, readFrame } from '../../src/sync/link/frame.ts'
import type { RawSocket } from '../../src/sync/link/link.ts'

type Side = 'up' | 'down'
type Frame = { readonly channel: number; readonly payload: Uint8Array; readonly size: number; readonly said?: Control }

/** All the wires between devices and a hub, in memory: what is sent arrives in order and a little later, until a cut. */
export class Wires {
  /** No hub answers there. */
  dead = false
  hub: Hub
  /** What is kept from arriving, until it is let go or cut. */
  holds: (side: Side, frame: Frame) => boolean = () => false
  readonly all: Wire[] = []

  constructor(hub: Hub) {
    this.hub = hub
  }

  readonly connect = (address: string): RawSocket => {
    const wire = new Wire(this, new URL(address).search.slice(1))
    this.all.push(wire)
    return wire
  }

  get last(): Wire {
    return this.all.at(-1) as Wire
  }

  /** Cuts every wire that is up. */
  cut(): void {
    for (const wire of this.all) wire.cut()
  }

  letGo(): void {
    this.holds = () => false
    for (const wire of this.all) wire.letGo()
  }
}

export class Wire implements RawSocket {
  binaryType = 'blob'
  readonly extensions = ''
  onopen: RawSocket['onopen'] = null
  onmessage: RawSocket['onmessage'] = null
  onclose: RawSocket['onclose'] = null
  onerror: RawSocket['onerror'] = null
  /** All that was sent, arrived or not. */
  readonly sent: Record<Side, Frame[]> = { up: [], down: [] }
  ended = false
  private readonly wires: Wires
  private readonly held: Record<Side, (() => void)[]> = { up: [], down: [] }
  private connection: Connection | undefined
  private closing: { code: number; reason: string } | undefined

  constructor(wires: Wires, device: string) {
    this.wires = wires
    setImmediate(() => {
      if (this.ended) return
      if (wires.dead) return this.cut()
      this.onopen?.()
      const socket = {
        send: (bytes: Uint8Array) => this.carry('down', bytes),
        close: (code: number, reason: string) => this.hangUp(code, reason),
        terminate: () => this.cut()
      }
      this.connection = wires.hub.connect(socket, 'wire', device)
    })
  }

  said(side: Side, name: Control['is']): Control[] {
    return this.sent[side].flatMap(({ said }) => (said?.is === name ? [said] : []))
  }

  send(bytes: Uint8Array): void {
    this.carry('up', bytes)
  }

  /** The device hangs up. */
  close(): void {
    this.end(1000)
  }

  /** Neither side says goodbye. */
  cut(): void {
    this.end(1006)
  }

  letGo(): void {
    for (const pass of [...this.held.up.splice(0), ...this.held.down.splice(0)]) pass()
  }

  private carry(side: Side, bytes: Uint8Array): void {
    if (this.ended) return
    const { channel, payload } = readFrame(bytes)
    const said = channel === CONTROL ? readControl(payload) : undefined
    const frame = { channel, payload, size: bytes.byteLength, ...(said && { said }) }
    this.sent[side].push(frame)
    const pass = () => {
      if (this.ended) return
      if (side === 'up') this.connection?.receive(bytes)
      else this.onmessage?.({ data: bytes.slice().buffer })
    }
    // What comes after something held waits behind it.
    if (this.wires.holds(side, frame) || this.held[side].length > 0) this.held[side].push(pass)
    else setImmediate(pass)
  }

  /** What was sent before arrives before. */
  private hangUp(code: number, reason: string): void {
    this.closing ??= { code, reason }
    setImmediate(() => setImmediate(() => this.end(code)))
  }

  private end(code: number): void {
    if (this.ended) return
    this.ended = true
    if (this.connection) this.wires.hub.left(this.connection)
    setImmediate(() => this.onclose?.({ code, reason: this.closing?.reason ?? '' }))
  }
}
