import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './understory.ts'

/** A road to a hub that a test can hold up in the middle of a message. */
export class BadLink {
  readonly port: number
  private readonly target: number
  private hold: { after: number; reached(): void } | undefined
  private held: Socket[] = []

  static async to(target: number): Promise<BadLink> {
    const link = new BadLink(target, await freePort())
    await link.listen()
    return link
  }

  private constructor(target: number, port: number) {
    this.target = target
    this.port = port
  }

  /** The same invite by way of this link. */
  invite(invite: string): string {
    return invite.replace(/:\d+\//, `:${this.port}/`)
  }

  /**
   * Holds up the next connection by which so many bytes have gone up to the hub; resolves when they have. Nothing passes
   * on it then, in either direction, and neither end learns of it.
   */
  holdsAfter(bytes: number): Promise<void> {
    return new Promise((reached) => {
      this.hold = { after: bytes, reached }
    })
  }

  /** What is held up breaks now, and both ends learn of it. */
  breaks(): void {
    for (const socket of this.held.splice(0)) socket.destroy()
  }

  private listen(): Promise<void> {
    const server = createServer((device) => this.carry(device))
    server.unref()
    return new Promise((done) => server.listen(this.port, '127.0.0.1', done))
  }

  private carry(device: Socket): void {
    const hub = connect(this.target, '127.0.0.1')
    let up = 0
    let held = false
    device.on('data', (bytes) => {
      if (held) return
      const { hold } = this
      const passing = hold ? bytes.subarray(0, Math.max(0, hold.after - up)) : bytes
      up += passing.byteLength
      hub.write(passing)
      if (!hold || up < hold.after) return
      held = true
      this.held.push(device)
      this.hold = undefined
      hold.reached()
    })
    hub.on('data', (bytes) => held || device.write(bytes))
    for (const [one, other] of [
      [device, hub],
      [hub, device]
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
  }
}
