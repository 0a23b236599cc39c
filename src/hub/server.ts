import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { WebSocketServer } from 'ws'
import { type Told, UnderstoryError } from '../core/error.ts'
import { MAX_BODY_BYTES } from '../sync/segment/segment.ts'
import type { Hub } from './hub.ts'

export type ServeOptions = {
  readonly hub: Hub
  readonly host: string
  /** 0: any free one (for tests; people need an address that stays). */
  readonly port: number
  /** The folder of the built web edition, if there is one. */
  readonly site: string | undefined
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

/** The hub's door: its web edition over HTTP, and `/link` over WebSocket. */
export async function serve({ hub, host, port, site }: ServeOptions): Promise<Serving> {
  const server = createServer((request, response) => {
    if (hostAllowed(request, host)) page(hub, site, request, response)
    else answer(response, 421, 'This address does not belong to this hub.')
  })
  const sockets = new WebSocketServer({
    noServer: true,
    // A segment with a plain body is the largest message there may be.
    maxPayload: MAX_BODY_BYTES + 1024,
    perMessageDeflate: { threshold: 200, zlibDeflateOptions: { level: 9 } }
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
      const from = `${request.socket.remoteAddress ?? '?'}:${request.socket.remotePort ?? 0}`
      const connection = hub.connect(
        {
          send: (bytes) => webSocket.readyState === webSocket.OPEN && webSocket.send(bytes),
          close: (code, reason) => webSocket.close(code, reason),
          terminate: () => webSocket.terminate()
        },
        from,
        device
      )
      webSocket.on('message', (data, isBinary) => {
        if (isBinary) connection.receive(new Uint8Array(data as Buffer))
      })
      webSocket.on('close', () => hub.left(connection))
      webSocket.on('error', (cause) => hub.log(`link ${from}: ${cause.message}`))
    })
  })
  await listening(server, port, host)
  const bound = (server.address() as { port: number }).port
  return {
    address: addressFor(host, bound),
    port: bound,
    close: () =>
      new Promise((done) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => done())
        server.closeAllConnections()
      })
  }
}

/** The address that others can use: a hub for the whole network is reached by a number of this computer. */
function addressFor(host: string, port: number): string {
  if (host !== '0.0.0.0' && host !== '::') return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  const numbers = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const lan = numbers.find(({ family, internal }) => family === 'IPv4' && !internal)
  return `http://${lan?.address ?? '127.0.0.1'}:${port}`
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

/** A page of another site may not speak for a visitor. Programs send no origin; the desktop app its own. */
function originAllowed(request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  return (
    origin === undefined || origin === `http://${host}` || origin === `https://${host}` || origin === 'app://understory'
  )
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png'
}

function page(hub: Hub, site: string | undefined, request: IncomingMessage, response: ServerResponse): void {
  const path = pathOf(request.url ?? '/')
  const file = site === undefined ? undefined : join(site, path === '/' ? 'index.html' : path)
  if (site !== undefined && file?.startsWith(`${site}${sep}`) && existsSync(file) && statSync(file).isFile()) {
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    pipeline(createReadStream(file), response, () => {}) // a reader that left, a file that went
    return
  }
  if (path === '/') {
    answer(
      response,
      200,
      `This is the Understory hub of "${hub.name}". Join it with an invite and "understory device".`
    )
  } else answer(response, 404, 'There is nothing here.')
}

/** A path that no decoding can lead out of the folder; what cannot be decoded is nowhere. */
function pathOf(url: string): string {
  try {
    return normalize(decodeURIComponent(url.split(/[?#]/)[0] ?? '/'))
  } catch {
    return '/?'
  }
}

function answer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
  response.end(`${words}\n`)
}
