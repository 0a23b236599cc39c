import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { aLink } from '../examples/held-link.ts'
import { CONTROL, FIRST_DOCUMENT, RECEIPTS, WINDOW_BYTES, writeFrame } from './frame.ts'

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
