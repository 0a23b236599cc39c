import { Chance } from '../../src/core/examples/chance.ts'
import type { Hub } from '../../src/hub/hub.ts'
import type { Connection } from '../../src/hub/link/connection.ts'
import { readFrame } from '../../src/sync/link/frame.ts'
import type { RawSocket } from '../../src/sync/link/link.ts'
import type { System } from '../../src/sync/system.ts'

/** A link of the test's own time. */
export type Shape = {
  /** Bytes a second each way, and milliseconds there and back. */
  readonly rate: number
  readonly roundTrip: number
  /** So many milliseconds it is up, then down, whoever calls. */
  readonly up: number
  readonly down: number
  /** The share of calls that fail. */
  readonly failing: number
}

type Side = 'up' | 'down'
export type SentFrame = { readonly channel: number; readonly payload: Uint8Array }

/** What a socket puts before each message, and TCP before each packet. */
const HEADERS = 44

/** Wires between a device and a hub, in memory, as slow as told; they break together, again and again. */
export class ShapedWires {
  readonly all: ShapedWire[] = []
  cuts = 0
  /** Whatever was handed to a socket, both ways. */
  bytes = 0
  readonly hub: Hub
  readonly system: System
  readonly shape: Shape
  private readonly chance = new Chance(20)
  private isUp = true

  constructor(hub: Hub, system: System, shape: Shape) {
    this.hub = hub
    this.system = system
    this.shape = shape
    this.goDownLater()
  }

  readonly connect = (address: string): RawSocket => {
    const fails = !this.isUp || this.chance.happens(this.shape.failing)
    const wire = new ShapedWire(this, new URL(address).search.slice(1), fails)
    this.all.push(wire)
    return wire
  }

  private goDownLater(): void {
    const { up, down } = this.shape
    this.system.after(up, () => {
      this.isUp = false
      for (const wire of this.all) wire.cut()
      this.system.after(down, () => {
        this.isUp = true
        this.goDownLater()
      })
    })
  }
}

export class ShapedWire implements RawSocket {
  binaryType = 'blob'
  readonly extensions = ''
  onopen: RawSocket['onopen'] = null
  onmessage: RawSocket['onmessage'] = null
  onclose: RawSocket['onclose'] = null
  onerror: RawSocket['onerror'] = null
  readonly sent: Record<Side, SentFrame[]> = { up: [], down: [] }
  private ended = false
  private readonly wires: ShapedWires
  private readonly busyUntil: Record<Side, number> = { up: 0, down: 0 }
  private connection: Connection | undefined

  constructor(wires: ShapedWires, device: string, fails: boolean) {
    this.wires = wires
    const { system, shape, hub } = wires
    // One round trip for TCP, one for the upgrade.
    system.after(fails ? shape.roundTrip : 2 * shape.roundTrip, () => {
      if (this.ended) return
      if (fails) return this.end(1006)
      this.onopen?.()
      this.connection = hub.connect(
        {
          send: (bytes) => this.carry('down', bytes),
          close: (code) => void system.after(shape.roundTrip, () => this.end(code)),
          terminate: () => this.cut()
        },
        'wire',
        device
      )
    })
  }

  send(bytes: Uint8Array): void {
    this.carry('up', bytes)
  }

  close(): void {
    this.end(1000)
  }

  cut(): void {
    if (this.ended) return
    if (this.connection) this.wires.cuts += 1
    this.end(1006)
  }

  private carry(side: Side, bytes: Uint8Array): void {
    if (this.ended) return
    const { system, shape } = this.wires
    this.sent[side].push(readFrame(bytes))
    this.wires.bytes += bytes.byteLength
    const now = system.now()
    const onAir = Math.max(now, this.busyUntil[side]) + ((bytes.byteLength + HEADERS) / shape.rate) * 1000
    this.busyUntil[side] = onAir
    system.after(onAir - now + shape.roundTrip / 2, () => {
      if (this.ended) return
      if (side === 'up') this.connection?.receive(bytes)
      else this.onmessage?.({ data: bytes.slice().buffer })
    })
  }

  private end(code: number): void {
    if (this.ended) return
    this.ended = true
    if (this.connection) this.wires.hub.left(this.connection)
    queueMicrotask(() => this.onclose?.({ code, reason: '' }))
  }
}
