import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { manualSystem } from '../manual-system.ts'
import { type ControlFields, type ControlName, readControl, writeControl } from './control.ts'
import { CONTROL, FIRST_DOCUMENT, RECEIPTS, readFrame, WINDOW_BYTES, writeFrame } from './frame.ts'
import { Link, type RawSocket } from './link.ts'

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

function aLink(seed = 1) {
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
  return { link, system, sockets, dialled, heard, downs, opened, waitAfterCut }
}

describe('the watchdog of a link', () => {
  it('[LK8] drops a link that is silent for 25 s, and dials again', () => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    opened()
    system.pass(25_000)
    expect(downs).toEqual([])
    system.pass(2000)
    expect(downs).toEqual([1006])
    expect([sockets[0]?.closed, sockets.length, link.up]).toEqual([true, 2, false])
  })

  it('[LK8] waits half as long while work is unacknowledged', () => {
    const { link, system, downs, opened } = aLink()
    link.start()
    opened()
    link.waiting = true
    system.pass(12_000)
    expect(downs).toEqual([])
    system.pass(2000)
    expect(downs).toEqual([1006])
  })

  it('[LK8] any byte from the hub keeps it', () => {
    const { link, system, downs, opened } = aLink()
    link.start()
    const socket = opened()
    link.waiting = true
    for (let i = 0; i < 100; i++) {
      system.pass(5000)
      socket.says('ping', {})
    }
    expect(downs).toEqual([])
    expect(socket.told).toHaveLength(100)
  })

  it('[LK8] drops a socket that never opens', () => {
    const { link, system, sockets, downs } = aLink()
    link.start()
    system.pass(26_000)
    expect([downs, sockets[0]?.closed]).toEqual([[1006], true])
  })
})

describe('trying again', () => {
  it('[LK9] waits twice as long each time, up to a minute, by a chance between half and whole', () => {
    const { link, waitAfterCut } = aLink()
    link.start()
    const waits = Array.from({ length: 14 }, waitAfterCut)
    for (const [i, wait] of waits.entries()) {
      const longest = Math.min(250 * 2 ** i, 60_000)
      expect(wait).toBeLessThanOrEqual(longest + 10)
      expect(wait).toBeGreaterThanOrEqual(longest / 2)
    }
  })

  it('[LK9] two devices do not come back at the same moment', () => {
    const firstWait = (seed: number) => {
      const { link, system, sockets, dialled } = aLink(seed)
      link.start()
      sockets[0]?.onclose?.({ code: 1006, reason: '' })
      system.pass(1000)
      return (dialled[1] ?? 0) - (dialled[0] ?? 0)
    }
    expect(new Set([1, 2, 3, 4, 5].map(firstWait)).size).toBe(5)
  })

  it('[LK9] begins with the shortest wait again once the hub has answered sensibly, and not before', () => {
    const { link, opened, waitAfterCut } = aLink()
    link.start()
    const waits = Array.from({ length: 8 }, () => {
      opened()
      return waitAfterCut()
    })
    expect(waits.at(-1)).toBeGreaterThan(10_000)
    opened()
    link.settled()
    expect(waitAfterCut()).toBeLessThanOrEqual(260)
  })

  it('[LK9] tries at once when a network comes back, once', () => {
    const { link, system, sockets } = aLink()
    link.start()
    sockets[0]?.onclose?.({ code: 1006, reason: '' })
    link.wake()
    link.wake()
    expect(sockets).toHaveLength(2)
    system.pass(20_000)
    expect(sockets).toHaveLength(2)
  })

  it.each([4400, 4401, 4409, 4999])('[LK7] ends with code %i, until it is started or tried again', (code) => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    opened().onclose?.({ code, reason: '' })
    link.wake()
    system.pass(600_000)
    expect([downs, sockets.length, system.waiting]).toEqual([[code], 1, 0])
    link.start()
    opened().onclose?.({ code, reason: '' })
    link.again()
    opened().onclose?.({ code: 1006, reason: '' })
    system.pass(1000)
    expect(sockets).toHaveLength(4)
  })

  it('[LK9] stops when told, and leaves no timer', () => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    const socket = opened()
    link.stop()
    link.wake()
    link.again()
    socket.says('ping', {})
    socket.onclose?.({ code: 1006, reason: '' })
    system.pass(600_000)
    expect([downs, sockets.length, socket.closed, system.waiting]).toEqual([[1000], 1, true, 0])
  })

  it('[LK9] stops between two attempts, too', () => {
    const { link, system, sockets } = aLink()
    link.start()
    sockets[0]?.onclose?.({ code: 1006, reason: '' })
    link.stop()
    system.pass(600_000)
    expect([sockets.length, system.waiting]).toEqual([1, 0])
  })
})

describe('messages of a link', () => {
  it('[LK1] are handed on by channel', () => {
    const { link, heard, opened } = aLink()
    link.start()
    const socket = opened()
    socket.says('lacks', { lendings: [] })
    socket.gives(writeFrame(RECEIPTS, Uint8Array.of(1, 2, 3)))
    expect(heard).toEqual(['lacks', [RECEIPTS, 3]])
    expect([socket.binaryType, link.deflates]).toEqual(['arraybuffer', true])
  })

  it('[LK5] are passed over where a later version gave them their names', () => {
    const { link, heard, downs, opened } = aLink()
    link.start()
    const socket = opened()
    socket.gives(writeFrame(CONTROL, encodeCbor(['sing', { loud: true }])))
    socket.gives(writeFrame(9, Uint8Array.of(1)))
    expect([heard, downs]).toEqual([[[9, 1]], []])
  })

  it.each([
    ['a text', '<html>Sign in to this network</html>'],
    ['nothing', new Uint8Array()],
    ['half a channel', Uint8Array.of(0x80)],
    ['no CBOR', writeFrame(CONTROL, Uint8Array.of(0xff))],
    ['a ping without its fields', writeFrame(CONTROL, encodeCbor(['ping']))]
  ])('[LK5] break the link where no hub would send them: %s', (_, data) => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    opened().gives(data)
    expect(downs).toEqual([1006])
    system.pass(1000)
    expect(sockets).toHaveLength(2)
  })

  it('[LK8] a ping is answered', () => {
    const { link, opened } = aLink()
    link.start()
    const socket = opened()
    socket.says('ping', {})
    expect(socket.told).toEqual([{ is: 'pong', fields: {} }])
  })

  it('[LK4] the hub hears every 2 kB how much of its documents has arrived', () => {
    const { link, opened } = aLink()
    link.start()
    const socket = opened()
    for (let i = 0; i < 10; i++) socket.gives(writeFrame(FIRST_DOCUMENT, new Uint8Array(999)))
    expect(socket.told).toEqual([3000, 6000, 9000].map((bytes) => ({ is: 'taken', fields: { bytes } })))
  })

  it('[LK4] documents wait for the hub to take them in; segments do not wait for documents', () => {
    const { link, opened } = aLink()
    link.start()
    const socket = opened()
    for (let i = 0; i < 6; i++) link.send(FIRST_DOCUMENT, new Uint8Array(3000))
    link.send(1, new Uint8Array(5))
    expect(socket.sent.map(({ channel }) => channel)).toEqual([16, 16, 1])
    socket.says('taken', { bytes: 6002 })
    expect(socket.sent).toHaveLength(5)
  })

  it('[LK4] what waited is forgotten with the link: providers begin anew', () => {
    const { link, system, opened } = aLink()
    link.start()
    const first = opened()
    for (let i = 0; i < 6; i++) link.send(FIRST_DOCUMENT, new Uint8Array(3000))
    first.onclose?.({ code: 1006, reason: '' })
    system.pass(1000)
    const second = opened()
    second.says('taken', { bytes: WINDOW_BYTES })
    expect(second.sent).toEqual([])
  })
})
