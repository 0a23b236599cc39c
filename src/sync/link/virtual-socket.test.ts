import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { applyGuarded } from '../documents/guard.ts'
import { readDocumentMessage, writeStep1, writeUpdate } from '../documents/protocol.ts'
import { answerFromLog } from '../documents/update-log.ts'
import { manualSystem } from '../manual-system.ts'
import { realSystem } from '../system.ts'
import { readControl, writeControl } from './control.ts'
import { CONTROL, FIRST_DOCUMENT, readFrame, writeFrame } from './frame.ts'
import { Link, type RawSocket } from './link.ts'
import { Taken } from './paced.ts'

type Held = { doc: Y.Doc; log: Uint8Array[] }
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A hub that holds documents, and nothing else: on a real server, over real sockets. */
async function aHub() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true })
  await once(server, 'listening')
  const documents = new Map<string, Held>()
  const log: string[] = []
  const connections: WebSocket[] = []
  const held = (name: string): Held => {
    const known = documents.get(name)
    if (known) return known
    const doc = new Y.Doc()
    const made: Held = { doc, log: [] }
    doc.on('update', (update: Uint8Array) => made.log.push(update))
    documents.set(name, made)
    return made
  }
  server.on('connection', (socket) => {
    connections.push(socket)
    const channels = new Map<number, string>()
    const send = (channel: number, payload: Uint8Array) => socket.send(writeFrame(channel, payload))
    const taken = new Taken((bytes) => send(CONTROL, writeControl('taken', { bytes })))
    send(CONTROL, writeControl('ping', {}))
    socket.on('message', (bytes: Buffer) => {
      const { channel, payload } = readFrame(new Uint8Array(bytes))
      const message = channel === CONTROL ? readControl(payload) : undefined
      if (message?.is === 'open') {
        const { name } = message.fields
        log.push(`open ${name}`)
        if (name.startsWith('secret'))
          return send(CONTROL, writeControl('close', { channel: message.fields.channel, code: 4409 })) // prettier-ignore
        channels.set(message.fields.channel, name)
        const { doc } = held(name)
        const pass = (update: Uint8Array, from: unknown) =>
          from !== socket && send(message.fields.channel, writeUpdate(update))
        doc.on('update', pass)
        socket.once('close', () => doc.off('update', pass))
        send(message.fields.channel, writeStep1(Y.encodeStateVector(doc)))
      }
      if (message?.is === 'close') {
        log.push(`close ${channels.get(message.fields.channel)}`)
        channels.delete(message.fields.channel)
      }
      const name = channel >= FIRST_DOCUMENT ? channels.get(channel) : undefined
      if (name === undefined) return
      taken.add(bytes.byteLength)
      const { doc, log: updates } = held(name)
      const said = readDocumentMessage(payload)
      if (said.is === 'step1') for (const reply of answerFromLog(updates, doc, said.stateVector)) send(channel, reply)
      else if (said.is !== 'other') applyGuarded(doc, said.update, socket)
    })
  })
  ends.push(() => {
    for (const socket of connections) socket.terminate()
    return new Promise((closed) => server.close(closed))
  })
  const { port } = server.address() as AddressInfo
  return { address: `ws://127.0.0.1:${port}`, held, log, connections }
}

/** A device's end, with a world of its own where time passes by hand. */
function aDevice(address: string, system = manualSystem()) {
  const link = new Link(() => new WebSocket(address) as unknown as RawSocket, system, {
    onControl: () => {},
    onFrame: () => {},
    onDown: () => {}
  })
  // This hub says nothing but pings; the first one is its welcome.
  const feed = link.sockets.feed.bind(link.sockets)
  link.sockets.feed = () => {
    link.sockets.allUp()
    feed()
  }
  link.start()
  ends.push(() => link.stop())
  const open = (name: string) => {
    const doc = new Y.Doc()
    const awareness = new Awareness(doc)
    awareness.destroy()
    const provider = new WebsocketProvider('ws://link', name, doc, {
      WebSocketPolyfill: link.sockets.Socket,
      disableBc: true,
      awareness
    })
    ends.push(() => provider.destroy())
    const text = doc.getText('t')
    return { doc, provider, text, says: (words: string) => arrives(doc, () => text.toString() === words) }
  }
  return { link, system, open }
}

/** Resolves once it holds, looked at after every change of the document. */
function arrives(doc: Y.Doc, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}

const synced = (provider: WebsocketProvider) => new Promise<void>((resolve) => provider.once('sync', () => resolve()))

describe('many documents on one link', () => {
  it('[LK10] two documents travel over one socket, both ways', async () => {
    const hub = await aHub()
    hub.held('inbox/1').doc.getText('t').insert(0, 'from the hub')
    const { open, link } = aDevice(hub.address)
    const [inbox, notes] = [open('inbox/1'), open('notes/am')]
    await inbox.says('from the hub')
    link.sockets.allUp() // said again, it opens nothing again
    notes.text.insert(0, 'from the device')
    await arrives(
      hub.held('notes/am').doc,
      () => hub.held('notes/am').doc.getText('t').toString() === 'from the device'
    )
    expect(hub.connections).toHaveLength(1)
    expect(hub.log).toEqual(['open inbox/1', 'open notes/am'])
  })

  it('[LK10] what is written during a cut arrives after it, on both sides', async () => {
    const hub = await aHub()
    const { open, link, system } = aDevice(hub.address)
    const { text, provider, says } = open('notes/am')
    await synced(provider)
    hub.connections[0]?.terminate()
    await new Promise<void>((resolve) => provider.once('connection-close', () => resolve()))
    expect([link.up, provider.wsconnected]).toEqual([false, false])
    text.insert(0, 'one ')
    hub.held('notes/am').doc.getText('t').insert(0, 'two ')
    system.pass(1000)
    await arrives(hub.held('notes/am').doc, () => hub.held('notes/am').doc.getText('t').length === 8)
    await says(hub.held('notes/am').doc.getText('t').toString())
    expect(hub.connections).toHaveLength(2)
  })

  it('[LK10] a document opened while the link is down waits, and loses nothing', async () => {
    const hub = await aHub()
    const { open, link } = aDevice(hub.address)
    link.stop()
    const { text, provider } = open('notes/am')
    text.insert(0, 'written offline')
    expect(provider.wsconnecting).toBe(true)
    link.start()
    await arrives(hub.held('notes/am').doc, () => hub.held('notes/am').doc.getText('t').length === 15)
  })

  it('[LK10] closing one document leaves the link and the others', async () => {
    const hub = await aHub()
    const { open, link } = aDevice(hub.address)
    const [one, two] = [open('notes/am'), open('notes/om')]
    await Promise.all([synced(one.provider), synced(two.provider)])
    one.provider.destroy()
    two.text.insert(0, 'still here')
    await arrives(hub.held('notes/om').doc, () => hub.held('notes/om').doc.getText('t').length === 10)
    expect(hub.log).toEqual(['open notes/am', 'open notes/om', 'close notes/am'])
    expect([link.up, hub.connections.length]).toEqual([true, 1])
  })

  it('[LK7] a document that is not ours is given up, the link is not', async () => {
    const hub = await aHub()
    const { open, link } = aDevice(hub.address)
    const { provider } = open('secret/1')
    const closed = await new Promise((resolve) => provider.once('closed', resolve))
    expect(closed).toMatchObject({ code: 4409 })
    expect([provider.shouldConnect, link.up]).toEqual([false, true])
  })

  it('[DC2] a document kept as a log answers the hub in single updates', async () => {
    const hub = await aHub()
    const device = aDevice(hub.address)
    device.link.stop()
    const { doc, text } = device.open('notes/am')
    const log: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => log.push(update))
    for (let i = 0; i < 40; i++) text.insert(0, `line ${i} ${'ሰላም '.repeat(100)}`)
    device.link.sockets.answers.set('notes/am', (vector) => answerFromLog(log, doc, vector))
    device.link.start()
    await arrives(hub.held('notes/am').doc, () => hub.held('notes/am').doc.getText('t').length === text.length)
    const largest = Math.max(...hub.held('notes/am').log.map((update) => update.byteLength))
    expect(hub.held('notes/am').log).toHaveLength(40)
    expect(largest).toBeLessThan(8192)
  })

  it('[LK11] a provider is fed with every ping, and does not hang up', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    ends.push(() => vi.useRealTimers())
    const hub = await aHub()
    const { open, link } = aDevice(hub.address, { ...manualSystem(), ...realSystem() })
    const { provider } = open('notes/am')
    await synced(provider)
    const heard = { fed: 0 }
    for (let i = 0; i < 4; i++) {
      // As after 29 s of silence. The provider looks at its clock in an interval.
      provider.wsLastMessageReceived -= 29_000
      link.sockets.feed()
      provider.wsLastMessageReceived -= 29_000
      vi.advanceTimersByTime(3000)
      if (provider.wsconnected) heard.fed += 1
    }
    expect(heard.fed).toBe(4)
    provider.wsLastMessageReceived -= 31_000
    vi.advanceTimersByTime(3000)
    expect(provider.wsconnected).toBe(false)
  })
})
