import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { WebSocketServer } from 'ws'
import { type Told, UnderstoryError } from '../core/error.ts'
import { MAX_BODY_BYTES } from '../sync/segment/segment.ts'
import type { Hub } from './hub.ts'
import { PostLinks } from './link/post.ts'
import type { RelayAnswers } from './relay/answer.ts'
import { answerPage, inWords } from './site.ts'

/** Bytes of a message from which a socket deflates it: receipts get no smaller, and cost a deflater for each link. */
const DEFLATED_FROM = 200

export type ServeOptions = {
  readonly hub: Hub
  readonly host: string
  /** 0: any free one (for tests; people need an address that stays). */
  readonly port: number
  /** The folder of the built web edition, if there is one. */
  readonly site: string | undefined
  /** What other hubs are answered that call this one. */
  readonly relays?: RelayAnswers
  /** The secret of an invite that everyone may have who reaches the hub: a practice hub's. Without it the hub is closed. */
  readonly openTo?: string
}

export type Serving = { readonly address: string; readonly port: number; close(): Promise<void> }

/** Another program listens on the port. Never another port instead: browser storage belongs to an address. */
export class PortTaken extends UnderstoryError {
  override name = 'PortTaken' as const
  readonly code = 'H1'
  readonly port: number
  constructor(port: number, options?: ErrorOptions) {
    super(`port ${port} is in use`, options)
    this.port = port
  }
  get told(): Told {
    return {
      work: ['nothing-started'],
      cause: ['port-taken', { port: this.port }],
      action: ['free-port', { port: this.port }]
    }
  }
}

/** This computer has no such address, or this user may not listen there. */
class NoAddress extends UnderstoryError {
  override name = 'NoAddress' as const
  readonly code = 'H2'
  readonly host: string
  readonly port: number
  readonly mayNot: boolean
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    super(`cannot listen on ${host}, port ${port}`, { cause })
    this.host = host
    this.port = port
    this.mayNot = cause.code === 'EACCES' || cause.code === 'EPERM'
  }
  get told(): Told {
    return this.mayNot
      ? { work: ['nothing-started'], cause: ['port-barred', { port: this.port }], action: ['other-port'] }
      : { work: ['nothing-started'], cause: ['host-unknown', { host: this.host }], action: ['check-host'] }
  }
}

/** The hub's door: its web edition over HTTP, `/link` over WebSocket, and `/sync` over HTTP where a proxy breaks that. */
export async function serve({ hub, host, port, site, openTo, relays }: ServeOptions): Promise<Serving> {
  const server = createServer((request, response) => {
    const device = /^\/sync\?([0-9a-f]{64})$/.exec(request.url ?? '')?.[1]
    if (!hostAllowed(request, host)) inWords(response, 421, 'This address does not belong to this hub.')
    else if (device !== undefined)
      answerCall(posts, device, request, response).catch((cause) => {
        hub.log(`call ${from(request)}: ${cause instanceof Error ? cause.message : cause}`)
        response.destroy()
      })
    else if (relays && request.url === '/relay')
      relays.answer(request, response).catch((cause) => {
        hub.log(`hub ${from(request)}: ${cause instanceof Error ? cause.message : cause}`)
        response.destroy()
      })
    else
      answerPage(pages, request, response).catch((cause) => {
        hub.log(`page ${request.url}: ${cause instanceof Error ? cause.message : cause}`)
        response.destroy()
      })
  })
  const bound = () => (server.address() as AddressInfo).port
  const address = () => addressFor(host, bound())
  const pages = { hub, host, folder: site, openTo, address }
  const posts = new PostLinks(hub)
  const sockets = new WebSocketServer({
    noServer: true,
    // A segment with a plain body is the largest message there may be.
    maxPayload: MAX_BODY_BYTES + 1024,
    perMessageDeflate: { zlibDeflateOptions: { level: 9 } }
  })
  server.on('upgrade', (request, socket, head) => {
    // From here on the socket is ours: without a listener a caller's reset would end the program.
    socket.on('error', () => socket.destroy())
    const device = /^\/link\?([0-9a-f]{64})$/.exec(request.url ?? '')?.[1]
    if (device === undefined || !hostAllowed(request, host) || !originAllowed(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = hub.connect(
        {
          send: (bytes) =>
            webSocket.readyState === webSocket.OPEN &&
            webSocket.send(bytes, { compress: bytes.byteLength >= DEFLATED_FROM }),
          close: (code, reason) => webSocket.close(code, reason),
          terminate: () => webSocket.terminate(),
          unsent: () => webSocket.bufferedAmount
        },
        from(request),
        device
      )
      webSocket.on('message', (data, isBinary) => {
        if (isBinary) connection.receive(new Uint8Array(data as Buffer))
      })
      webSocket.on('close', () => hub.left(connection))
      webSocket.on('error', (cause) => hub.log(`link ${from(request)}: ${cause.message}`))
    })
  })
  await listening(server, port, host)
  return {
    address: address(),
    port: bound(),
    close: () =>
      new Promise((done) => {
        for (const client of sockets.clients) client.terminate()
        posts.closeAll()
        server.close(() => done())
        server.closeAllConnections()
      })
  }
}

/** [LK13] Pages that may open a link may call over HTTP too; a browser asks first, with OPTIONS. */
async function answerCall(
  posts: PostLinks,
  device: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  if (!originAllowed(request)) return inWords(response, 403, 'No page of this origin may call here.')
  const { origin } = request.headers
  if (origin !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type')
    response.setHeader('Access-Control-Max-Age', '7200')
    response.setHeader('Vary', 'Origin')
  }
  if (request.method === 'OPTIONS') response.writeHead(204).end()
  else if (request.method === 'POST') await posts.answer(device, request, response)
  else inWords(response, 405, 'Devices call here.')
}

function from({ socket }: IncomingMessage): string {
  return `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`
}

/** The address that others can use: a hub for the whole network is reached by a number of this computer. */
function addressFor(host: string, port: number): string {
  if (host !== '0.0.0.0' && host !== '::') return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  const numbers = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const lan = numbers.find(({ family, internal }) => family === 'IPv4' && !internal)
  return `http://${lan?.address ?? '127.0.0.1'}:${port}`
}

/** Before anything is made for a hub that could not open its door. @throws {PortTaken} or {NoAddress}. */
export async function tryDoor(host: string, port: number): Promise<void> {
  const server = createServer()
  await listening(server, port, host)
  await new Promise((closed) => server.close(closed))
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      failed(cause.code === 'EADDRINUSE' ? new PortTaken(port, { cause }) : new NoAddress(host, port, cause))
    )
    server.listen(port, host, done)
  })
}

/** Names that reach a loopback or LAN hub: numbers, `localhost`, the configured one. Others mean a rebound name. */
function hostAllowed(request: IncomingMessage, host: string): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === host || isIP(name) !== 0
}

/**
 * Which pages may open a link: the hub's own, the desktop app's, and those of any address that no name on the internet
 * leads to. A hub moves, from a classroom's router to a laptop's hotspot, and the page that its old address served, with
 * the work kept in it, must still reach it at the new one. A page brings no rights of its own, only the key that it
 * holds; sites on the internet are refused so that none reaches into a local network through a visitor's browser.
 * Programs send no origin.
 */
function originAllowed({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined || origin === 'app://understory') return true
  if (origin === `http://${host}` || origin === `https://${host}`) return true
  const { protocol, hostname } = URL.canParse(origin) ? new URL(origin) : { protocol: '', hostname: '' }
  const name = hostname.replace(/^\[(.*)\]$/, '$1')
  return /^https?:$/.test(protocol) && (isIP(name) !== 0 || /(^|\.)localhost$/.test(name))
}
