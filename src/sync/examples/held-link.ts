import { type ControlFields, type ControlName, readControl, writeControl } from '../link/control.ts'
import { CONTROL, readFrame, writeFrame } from '../link/frame.ts'
import { Link, type RawSocket } from '../link/link.ts'
import { manualSystem } from '../manual-system.ts'

/** A socket in the hands of the test. */
class HeldSocket implements RawSocket {
  binaryType = 'blob'
  readonly extensions = 'permessage-deflate'
  onopen: RawSocket['onopen'] = null
  onmessage: RawSocket['onmessage'] = null
  onclose: RawSocket['onclose'] = null
  onerror: RawSocket['onerror'] = null
  closed = false
  readonly sent: { channel: number; payload: Uint8Array }[] = []

  send(bytes: Uint8Array): void {
    this.sent.push(readFrame(bytes))
  }
  close(): void {
    this.closed = true
  }
  says<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.gives(writeFrame(CONTROL, writeControl(name, fields)))
  }
  gives(data: Uint8Array | string): void {
    this.onmessage?.({ data: typeof data === 'string' ? data : data.slice().buffer })
  }
  get told(): unknown[] {
    return this.sent.filter(({ channel }) => channel === CONTROL).map(({ payload }) => readControl(payload))
  }
}

/** A link over such sockets, in a world whose time passes by hand. */
export function aLink(seed = 1) {
  const system = manualSystem(seed)
  const sockets: HeldSocket[] = []
  const dialled: number[] = []
  const heard: unknown[] = []
  const downs: number[] = []
  const connect = () => {
    dialled.push(system.now())
    const socket = new HeldSocket()
    sockets.push(socket)
    return socket
  }
  const link = new Link(connect, system, {
    onControl: ({ is }) => heard.push(is),
    onFrame: (channel, payload) => heard.push([channel, payload.byteLength]),
    onDown: (code) => downs.push(code)
  })
  /** The newest socket, opened. */
  const opened = () => {
    const socket = sockets.at(-1) as HeldSocket
    socket.onopen?.()
    return socket
  }
  /** Cuts the newest socket; how long until the next is dialled, to 10 ms. */
  const waitAfterCut = () => {
    const [begun, count] = [system.now(), sockets.length]
    sockets.at(-1)?.onclose?.({ code: 1006, reason: '' })
    while (sockets.length === count) system.pass(10)
    return system.now() - begun
  }
  return { link, system, connect, sockets, dialled, heard, downs, opened, waitAfterCut }
}
