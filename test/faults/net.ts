import { crc32 } from 'node:zlib'
import type { Hub } from '../../src/hub/hub.ts'
import type { Connection } from '../../src/hub/link/connection.ts'
import type { PostLinks } from '../../src/hub/link/post.ts'
import { readFrame, SEGMENTS } from '../../src/sync/link/frame.ts'
import type { RawSocket } from '../../src/sync/link/link.ts'
import { readPart } from '../../src/sync/link/parts.ts'
import type { Injected } from './injected.ts'
import type { Process, Scheduler } from './scheduler.ts'

export type Way = 'up' | 'down'
export type CutKind = 'cut' | 'silent cut' | 'cut heard late'
/** A program that answers calls. */
export type Answering = { readonly process: Process; readonly hub: Hub; readonly posts: PostLinks }
/** What a proxy makes of sockets: it lets none through, or opens them and carries nothing. */
export type SocketBreaker = 'refuses' | 'swallows'
/** What somebody on the way makes of a message. */
export type Meddler = (way: Way, bytes: Uint8Array, device: string, caller: Process) => Uint8Array

/** How bad the roads are at present. */
export type Weather = {
  /** Milliseconds that a message takes, least and most. */
  latency: readonly [number, number]
  /** Bytes a second. */
  speed: number
  /** Chances: that a call fails, that a message is the last before a cut, that a segment comes twice, or late. */
  fails: number
  cuts: number
  repeats: number
  late: number
}
export const CALM: Weather = { latency: [5, 20], speed: 1_000_000, fails: 0, cuts: 0, repeats: 0, late: 0 }

/** All links between devices and hubs. */
export class Net {
  weather: Weather = CALM
  meddler: Meddler | undefined
  readonly scheduler: Scheduler
  readonly injected: Injected
  private wires: Wire[] = []

  constructor(scheduler: Scheduler, injected: Injected) {
    this.scheduler = scheduler
    this.injected = injected
  }

  connect(caller: Process, address: string, answering: () => Answering | undefined, proxy?: SocketBreaker): RawSocket {
    const wire = new Wire(this, caller, new URL(address).search.slice(1), answering, proxy)
    this.wires = this.wires.filter(({ over }) => !over)
    this.wires.push(wire)
    return wire
  }

  /** Links of a process whose computer lost power say nothing; of one that was killed, the system hangs up. */
  ended(process: Process, quietly: boolean): void {
    for (const wire of this.wires) if (wire.isOf(process)) wire.cut(quietly ? 'silent cut' : 'cut')
  }

  cutSome(probability: number, kind: CutKind): number {
    const some = this.wires.filter((wire) => !wire.over && this.scheduler.chance.happens(probability))
    for (const wire of some) wire.cut(kind)
    return some.length
  }
}

class Wire implements RawSocket {
  binaryType = 'arraybuffer'
  readonly extensions: string
  onopen: RawSocket['onopen'] = null
  onmessage: RawSocket['onmessage'] = null
  onclose: RawSocket['onclose'] = null
  onerror: RawSocket['onerror'] = null
  private readonly net: Net
  private readonly caller: Process
  private readonly device: string
  private answering: Answering | undefined
  private connection: Connection | undefined
  /** Whether each end still takes what comes. */
  private readonly open = { up: true, down: true }
  /** What is on the way from here is lost. */
  private readonly lost = { up: false, down: false }
  /** When the last message of each way arrives. */
  private readonly arrived = { up: 0, down: 0 }

  constructor(
    net: Net,
    caller: Process,
    device: string,
    answering: () => Answering | undefined,
    proxy: SocketBreaker | undefined
  ) {
    this.net = net
    this.caller = caller
    this.device = device
    const { scheduler, weather } = net
    this.extensions = scheduler.chance.happens(0.5) ? 'permessage-deflate' : ''
    const fails = scheduler.chance.happens(weather.fails) || proxy === 'refuses'
    if (proxy) net.injected.count('socket that a proxy broke')
    else if (fails) net.injected.count('failed call')
    scheduler.after(this.latency(), undefined, 'call', () => {
      const answer = fails ? undefined : answering()
      if (!answer?.process.alive || !caller.alive) return this.end('down', 1006)
      this.answering = answer
      this.carry('down', 'open', 0, () => {
        if (proxy === 'swallows') this.lost.up = this.lost.down = true
        this.onopen?.()
      })
      if (proxy) return
      scheduler.after(0, answer.process, 'accept', () => {
        if (!this.open.up) return
        const socket = {
          send: (bytes: Uint8Array) => this.message('down', bytes),
          close: (code: number) => this.hangUp('down', code),
          terminate: () => this.cut('cut')
        }
        this.connection = answer.hub.connect(socket, 'wire', this.device)
      })
    })
  }

  get over(): boolean {
    return !this.open.up && !this.open.down
  }

  isOf(process: Process): boolean {
    return this.caller === process || this.answering?.process === process
  }

  send(bytes: Uint8Array): void {
    this.message('up', bytes)
  }

  close(): void {
    this.open.down = false
    this.hangUp('up', 1000)
  }

  cut(kind: CutKind): void {
    const { scheduler } = this.net
    if (kind === 'cut heard late') {
      // The device hears of it at once, and what it sent still comes; the hub learns of it later.
      this.lost.down = true
      scheduler.after(this.latency(), undefined, 'cut', () => this.end('down', 1006))
      scheduler.after(scheduler.between(2000, 20_000), undefined, 'cut', () => this.end('up', 1006))
      return
    }
    this.lost.up = this.lost.down = true
    if (kind === 'silent cut') return
    scheduler.after(this.latency(), undefined, 'cut', () => this.end('down', 1006))
    scheduler.after(this.latency(), undefined, 'cut', () => this.end('up', 1006))
  }

  private message(way: Way, sent: Uint8Array): void {
    const { net } = this
    const { scheduler, weather, injected } = net
    if (this.lost[way]) {
      injected.count('dropped message')
      return
    }
    const bytes = net.meddler ? net.meddler(way, sent.slice(), this.device, this.caller) : sent.slice()
    const pass = () => {
      if (way === 'up') this.connection?.receive(bytes)
      else this.onmessage?.({ data: bytes.slice().buffer })
    }
    const label = `${way} ${bytes.byteLength} ${crc32(bytes)}`
    if (scheduler.chance.happens(weather.cuts)) {
      const kind = scheduler.chance.one<CutKind>(['cut', 'silent cut', 'cut heard late']) ?? 'cut'
      injected.count(kind === 'cut' ? 'cut within a message' : kind)
      // A part of it has gone; nothing of it is a message.
      this.cut(kind)
      return
    }
    const alone = way === 'up' && isWholeSegment(bytes)
    if (alone && scheduler.chance.happens(weather.late)) {
      injected.count('message out of turn')
      scheduler.after(scheduler.between(200, 4000), undefined, `late ${label}`, () => this.arrive(way, pass))
      return
    }
    this.carry(way, label, bytes.byteLength, pass)
    if ((alone || (way === 'down' && readFrame(bytes).channel === 2)) && scheduler.chance.happens(weather.repeats)) {
      injected.count('message twice')
      scheduler.after(scheduler.between(100, 6000), undefined, `again ${label}`, () => this.arrive(way, pass))
    }
  }

  /** In order, one behind the other. */
  private carry(way: Way, label: string, size: number, pass: () => void): void {
    const { scheduler, weather } = this.net
    const takes = (size * 1000) / weather.speed
    this.arrived[way] = Math.max(this.arrived[way], scheduler.now + this.latency()) + takes
    scheduler.after(this.arrived[way] - scheduler.now, undefined, label, () => this.arrive(way, pass))
  }

  private arrive(way: Way, pass: () => void): void {
    const { scheduler } = this.net
    const to = way === 'up' ? this.answering?.process : this.caller
    if (this.lost[way] || !this.open[way] || !to) return
    scheduler.after(0, to, 'taken', () => {
      if (this.open[way]) pass()
    })
  }

  /** What was sent before arrives before. */
  private hangUp(way: Way, code: number): void {
    if (this.lost[way]) return
    this.carry(way, `close ${code}`, 0, () => {
      this.end(way, code)
      if (way === 'down') this.end('up', code)
    })
  }

  /** One end of it is over. */
  private end(way: Way, code: number): void {
    if (!this.open[way]) return
    this.open[way] = false
    const { scheduler } = this.net
    if (way === 'down') scheduler.after(0, this.caller, 'closed', () => this.onclose?.({ code, reason: '' }))
    else if (this.answering && this.connection) {
      const { answering, connection } = this
      scheduler.after(0, answering.process, 'left', () => answering.hub.left(connection))
    }
  }

  private latency(): number {
    const { scheduler, weather } = this.net
    return scheduler.between(...weather.latency)
  }
}

/** Segments may come in any order; parts of one, and whatever else speaks on a link, may not. */
function isWholeSegment(bytes: Uint8Array): boolean {
  const { channel, payload } = readFrame(bytes)
  if (channel !== SEGMENTS) return false
  const { offset, total, bytes: part } = readPart(payload)
  return offset === 0 && total === part.byteLength
}
