import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DeviceKey } from '../../core/fact/fact.ts'
import type { BundleItem } from '../../sync/bundle/bundle.ts'
import type { Opener } from '../../sync/bundle/lock.ts'
import type { LogWord } from '../../sync/bundle/log-item.ts'
import { Refused } from '../../sync/refusal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import { isDecider, takerFor } from '../bundle.ts'
import type { Hub } from '../hub.ts'
import { join } from '../invite.ts'
import { MAX_CALL_BYTES, takeCall, writeCall } from './bundles.ts'
import { pieceOf } from './log.ts'

/** [RL5] Calls that wait for their turn; more are told to come later. */
const MOST_WAITING = 16

/** [RL1] What a hub answers to hubs that call it. */
export class RelayAnswers {
  private readonly hub: Hub
  private readonly openers: readonly Opener[]
  /** Of each hub that calls: what it has brought and would else be told of again. */
  private readonly brought = new Map<DeviceKey, Set<SegmentHash>>()
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  constructor(hub: Hub, openers: readonly Opener[]) {
    this.hub = hub
    this.openers = openers
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Programs send no origin; no page has business here.
    if (request.method !== 'POST' || request.headers.origin !== undefined)
      return refuse(response, 405, 'Hubs call here.')
    if (Number(request.headers['content-length'] ?? 0) > MAX_CALL_BYTES)
      return refuse(response, 413, 'Too large a call.')
    const from = request.socket.remoteAddress ?? '?'
    if (this.waiting >= MOST_WAITING) return refuse(response, 503, 'Too many hubs call.')
    this.waiting += 1
    try {
      const bytes = await bodyOf(request)
      const turn = this.last.then(() => this.answerTo(bytes))
      this.last = turn.catch(() => {})
      const answer = await turn
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' })
      response.end(answer)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      this.hub.log(`refused a hub that called (${from}): ${cause.message}`)
      refuse(response, STATUS[cause.reason] ?? 400, cause.message)
    } finally {
      this.waiting -= 1
    }
  }

  /** @throws {Refused} */
  private async answerTo(bytes: Uint8Array): Promise<Uint8Array> {
    const { hub } = this
    const { ingest, store } = hub
    let asked: Extract<LogWord, { is: 'question' }> | undefined
    const here = new Map<SegmentHash, boolean>()
    const taker = takerFor(hub, this.openers, (hash, isNew) => void here.set(hash, isNew))
    const { head, refusals } = await takeCall(bytes, taker, async (word, { maker }) => {
      if (word.is !== 'question') throw new Refused('malformed', 'no question')
      if (!isDecider(ingest.people, maker)) {
        if (word.invite === undefined) throw new Refused('unknown-device', 'no hub of this project')
        if (!isDecider(ingest.people, hub.identity.organizer.device))
          throw new Refused('unknown-device', 'this hub may not let hubs in')
        await join(ingest, hub.identity, maker, word.invite, undefined, hub.system, 'hub')
      }
      // Before anything is taken: so every receipt for it is later than whatever the other hub has given.
      await ingest.sayLater([], word.since)
      asked = word
    })
    if (!asked) throw new Refused('malformed', 'no question')
    for (const { number, kind, reason } of refusals)
      hub.log(`of a hub that called, item ${number} (${kind}) was refused: ${reason}`)
    await ingest.sayLater([...here.keys()], asked.since)
    const brought = this.brought.get(head.maker) ?? new Set()
    this.brought.set(head.maker, brought)
    for (const [hash, isNew] of here) if (isNew) brought.add(hash)
    const { items, from, mark, more } = await pieceOf(store, asked.have, brought)
    const receipts = await store.read(async (tx) => {
      const found = await Promise.all([...here.keys()].map((hash) => tx.receiptOf(hash)))
      return found.flatMap((receipt): BundleItem[] => (receipt ? [{ kind: 'receipt', bytes: receipt.bytes }] : []))
    })
    const word: LogWord = { is: 'answer', to: head.id, from, mark, more }
    return (await writeCall(hub, word, [...items, ...receipts], [head.maker])).bytes
  }
}

const STATUS: Readonly<Partial<Record<Refused['reason'], number>>> = {
  'unknown-device': 403,
  'wrong-project': 409
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > MAX_CALL_BYTES) throw new Refused('too-large', 'call')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function refuse(response: ServerResponse, status: number, words: string): void {
  // Of a body that is not read to its end, nothing more is wanted.
  response.writeHead(status, { Connection: 'close', 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(words)
}
