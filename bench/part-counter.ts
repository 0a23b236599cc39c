import { deflateRawSync } from 'node:zlib'
import { readFrame, SEGMENTS } from '../src/sync/link/frame.ts'
import type { RawSocket } from '../src/sync/link/link.ts'
import { readPart } from '../src/sync/link/parts.ts'

/** Sees what a device puts on its sockets, and tells what of its segments went more than once. */
export class PartCounter {
  /** Bytes of segments that went again, as they are and as a socket deflates them. */
  readonly again = { plain: 0, deflated: 0 }
  /** Most of it over one connection, deflated. */
  mostAgain = 0
  private onThis = 0
  private readonly sent = new Map<string, Uint8Array>()

  counted(socket: RawSocket): RawSocket {
    this.onThis = 0
    const send = socket.send.bind(socket)
    socket.send = (bytes) => {
      this.look(bytes)
      send(bytes)
    }
    return socket
  }

  private look(bytes: Uint8Array): void {
    const { channel, payload } = readFrame(bytes)
    if (channel !== SEGMENTS) return
    const part = readPart(payload)
    const key = `${part.tag} ${part.total}`
    const seen = this.sent.get(key) ?? new Uint8Array(part.total)
    this.sent.set(key, seen)
    const again = part.bytes.filter((_, at) => seen[part.offset + at] === 1)
    seen.fill(1, part.offset, part.offset + part.bytes.byteLength)
    if (again.byteLength === 0) return
    const deflated = deflateRawSync(again).byteLength
    this.again.plain += again.byteLength
    this.again.deflated += deflated
    this.onThis += deflated
    this.mostAgain = Math.max(this.mostAgain, this.onThis)
  }
}
