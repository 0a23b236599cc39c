import { connect, createServer, type Socket } from 'node:net'
import { freePort } from '../understory.ts'

/** A proxy before a hub that, while told so, breaks every WebSocket and lets plain HTTP through. */
export class SocketBreaker {
  breaking = true
  /** Sockets that it broke, and other connections that it passed on. */
  readonly counts = { broken: 0, passed: 0 }
  readonly port: number
  private readonly live = new Set<Socket>()

  static async before(target: number): Promise<SocketBreaker> {
    const breaker = new SocketBreaker(await freePort())
    const server = createServer((near) => breaker.carry(near, target))
    server.unref()
    await new Promise<void>((done) => server.listen(breaker.port, '127.0.0.1', done))
    return breaker
  }

  private constructor(port: number) {
    this.port = port
  }

  private carry(near: Socket, target: number): void {
    const far = connect(target, '127.0.0.1')
    this.live.add(near)
    near.on('error', () => {})
    far.on('error', () => {})
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    far.pipe(near)
    near.once('data', (first) => {
      if (this.breaking && /upgrade: websocket/i.test(first.toString('latin1'))) {
        this.counts.broken += 1
        near.destroy()
        return
      }
      this.counts.passed += 1
      far.write(first)
      near.pipe(far)
    })
  }
}
