import { connect, createServer, type Socket } from 'node:net'
import { mulberry32 } from './day-of-work.ts'

/** A link as a TCP relay on loopback can imitate it. */
export type Shape = {
  /** Bytes a second each way, 40 bytes of headers for each 1,360 of payload included. */
  readonly rate: number
  /** Milliseconds there and back. */
  readonly roundTrip: number
  /** Resets every connection so many milliseconds after it opened; 0: never. */
  readonly cutAfter: number
  /** The link itself comes and goes, whoever is connected. */
  readonly outages?: Outages
  /** The share of connections that are reset when they are made, drawn from a fixed seed. */
  readonly failing?: number
}

export type Outages = {
  /** Milliseconds from the first connection to the first cut. */
  readonly first: number
  /** Milliseconds that the link is up between two cuts, and down after each. */
  readonly up: number
  readonly down: number
}

export type Relay = {
  readonly port: number
  /** TCP payload carried so far, and connections cut. */
  readonly carried: { up: number; down: number; cuts: number; connections: number }
  close(): void
}

const PACKET = 1360
const HEADERS = 40
/** What a modem's queue holds before it makes the sender wait. */
const QUEUE_BYTES = 16 * 1024
/** Of the draws that say which connections fail. */
const SEED = 20

/** Relays to a port of this computer at the speed and with the delay of a bad link. */
export async function openRelay(target: number, shape: Shape): Promise<Relay> {
  const carried = { up: 0, down: 0, cuts: 0, connections: 0 }
  const live = new Set<() => void>()
  const random = mulberry32(SEED)
  const outages =
    shape.outages &&
    comeAndGo(shape.outages, () => {
      carried.cuts += 1
      for (const end of [...live]) end()
    })
  const server = createServer({ pauseOnConnect: true }, (near) => {
    near.on('error', () => {})
    outages?.begin()
    if (outages?.down || random() < (shape.failing ?? 0)) {
      near.resetAndDestroy()
      return
    }
    carried.connections += 1
    near.setNoDelay(true)
    const timers = new Set<NodeJS.Timeout>()
    let far: Socket | undefined
    let dead = false
    const later = (ms: number, run: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (!dead) run()
      }, ms)
      timers.add(timer)
    }
    const end = () => {
      if (dead) return
      dead = true
      for (const timer of timers) clearTimeout(timer)
      near.resetAndDestroy()
      far?.resetAndDestroy()
      live.delete(end)
    }
    live.add(end)
    const carry = (from: Socket, to: Socket, way: 'up' | 'down') => {
      let busyUntil = 0
      let queued = 0
      const arrive = inOrder(later)
      from.on('data', (bytes) => {
        for (let at = 0; at < bytes.length; at += PACKET) {
          const packet = bytes.subarray(at, at + PACKET)
          queued += packet.length
          busyUntil = Math.max(performance.now(), busyUntil) + ((packet.length + HEADERS) / shape.rate) * 1000
          const onAir = busyUntil - performance.now()
          later(onAir, () => {
            carried[way] += packet.length
            queued -= packet.length
            if (queued < QUEUE_BYTES) from.resume()
          })
          arrive(onAir + shape.roundTrip / 2, () => to.write(packet))
        }
        if (queued >= QUEUE_BYTES) from.pause()
      })
      const over = () => arrive(Math.max(0, busyUntil - performance.now()) + shape.roundTrip / 2, end)
      from.on('end', over)
      from.on('close', over)
      from.on('error', () => {})
    }
    // The caller is connected after one round trip, the handshake of TCP.
    later(shape.roundTrip, () => {
      far = connect(target, '127.0.0.1')
      far.setNoDelay(true)
      carry(near, far, 'up')
      carry(far, near, 'down')
      near.resume()
    })
    if (shape.cutAfter > 0)
      later(shape.cutAfter, () => {
        carried.cuts += 1
        end()
      })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as { port: number }).port,
    carried,
    close() {
      outages?.stop()
      for (const end of live) end()
      server.close()
    }
  }
}

/**
 * What is to happen later, in the order in which it was asked for. Timers of different lengths that are late together,
 * since the program was busy, do not keep it, and a TCP connection whose bytes change places carries nonsense.
 */
export function inOrder(later: (ms: number, run: () => void) => void): (ms: number, run: () => void) => void {
  const queue: (() => void)[] = []
  return (ms, run) => {
    queue.push(run)
    later(ms, () => queue.shift()?.())
  }
}

/** A link that goes down in a rhythm, from when it is first used. */
function comeAndGo({ first, up, down }: Outages, cut: () => void) {
  let timer: NodeJS.Timeout | undefined
  const link = {
    down: false,
    begin() {
      timer ??= setTimeout(goDown, first)
    },
    stop() {
      clearTimeout(timer)
    }
  }
  function goDown() {
    link.down = true
    cut()
    timer = setTimeout(() => {
      link.down = false
      timer = setTimeout(goDown, up)
    }, down)
  }
  return link
}
