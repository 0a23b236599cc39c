import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { hexOf } from '../../core/bytes.ts'
import { MAX_POST_BYTES, NO_TOKEN, readPost, TOKEN_BYTES, takeFrames, writePost } from '../../sync/link/post-body.ts'
import { Refused } from '../../sync/refusal.ts'
import type { Hub } from '../hub.ts'
import type { Connection } from './connection.ts'

/** Links over HTTP at a time. */
const MOST_LINKS = 2000
/** A link without a call for so long is over. */
const SILENCE = 60_000
const WORTH_DEFLATING = 200

type PostLink = {
  readonly device: string
  readonly token: Uint8Array
  readonly connection: Connection
  readonly out: Uint8Array[]
  waiting: number
  /** Of the last call, and its answer, said again if the device repeats the call. */
  number: number
  answer: Promise<Uint8Array>
  /** The code with which the hub has closed it. */
  closed: number
  cancelEnd(): void
}

/** [LK13] Links of devices behind proxies that break WebSockets, in calls over HTTP. */
export class PostLinks {
  private readonly hub: Hub
  private readonly links = new Map<string, PostLink>()

  constructor(hub: Hub) {
    this.hub = hub
  }

  /** @param device that calls, still to be proved by the messages of the link. */
  async answer(device: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { token, number, frames } = readPost(await bodyOf(request))
      const isNew = number === 1 && token.every((byte, at) => byte === NO_TOKEN[at])
      if (isNew && this.links.size >= MOST_LINKS) return refuse(response, 503)
      const link = isNew ? this.begin(device, request) : this.links.get(hexOf(token))
      if (!link || link.device !== device) return refuse(response, 410)
      if (number === link.number + 1) this.take(link, frames)
      else if (number !== link.number) return refuse(response, 409)
      link.number = number
      send(response, await link.answer, /\bgzip\b/.test(String(request.headers['accept-encoding'])))
      if (link.closed !== 0 && link.out.length === 0) this.end(link)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      refuse(response, cause.reason === 'too-large' ? 413 : 400)
    }
  }

  closeAll(): void {
    for (const link of [...this.links.values()]) this.end(link)
  }

  private begin(device: string, { socket }: IncomingMessage): PostLink {
    const { hub } = this
    const from = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`
    const [out, token] = [[] as Uint8Array[], hub.system.random(TOKEN_BYTES)]
    const connection = hub.connect(
      {
        send: (bytes) => this.queue(link, bytes),
        close: (code) => {
          link.closed = code
        },
        terminate: () => this.end(link),
        unsent: () => link.waiting
      },
      from,
      device
    )
    const link: PostLink = {
      ...{ device, token, connection, out, waiting: 0, number: 0, answer: Promise.resolve(NO_TOKEN), closed: 0 },
      cancelEnd: () => {}
    }
    this.links.set(hexOf(token), link)
    return link
  }

  private queue(link: PostLink, bytes: Uint8Array): void {
    link.out.push(bytes)
    link.waiting += bytes.byteLength
  }

  private take(link: PostLink, frames: readonly Uint8Array[]): void {
    link.cancelEnd()
    link.cancelEnd = this.hub.system.after(SILENCE, () => this.end(link))
    link.connection.heard()
    for (const frame of frames) link.connection.receive(frame)
    // Once all of it is taken: so the answer holds the receipts, and a device with nothing to say need not ask for them.
    link.answer = link.connection.taken().then(() => {
      const some = takeFrames(link.out)
      link.waiting -= some.reduce((sum, { byteLength }) => sum + byteLength, 0)
      return writePost({ token: link.token, number: link.out.length === 0 ? link.closed : 0, frames: some })
    })
  }

  /** For good. */
  private end(link: PostLink): void {
    link.cancelEnd()
    this.links.delete(hexOf(link.token))
    this.hub.left(link.connection)
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > MAX_POST_BYTES) throw new Refused('too-large', 'call')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function send(response: ServerResponse, bytes: Uint8Array, gzip: boolean): void {
  const deflated = gzip && bytes.byteLength > WORTH_DEFLATING ? gzipSync(bytes, { level: 9 }) : undefined
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': 'no-store',
    ...(deflated && { 'Content-Encoding': 'gzip' })
  })
  response.end(deflated ?? bytes)
}

function refuse(response: ServerResponse, status: number): void {
  // Of a body that is not read to its end, nothing more is wanted.
  response.writeHead(status, { Connection: 'close', 'Content-Length': 0 })
  response.end()
}
