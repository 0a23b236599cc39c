import * as Y from 'yjs'
import { memberOf } from '../../core/people.ts'
import { batchDocumentName, writeBatchDocument } from '../../sync/documents/batch.ts'
import { MAX_STATE_VECTOR_BYTES } from '../../sync/documents/guard.ts'
import { readDocumentMessage, writeStep1, writeUpdate } from '../../sync/documents/protocol.ts'
import { answerFromLog } from '../../sync/documents/update-log.ts'
import { CLOSE_CODES } from '../../sync/link/control.ts'
import { Refused } from '../../sync/refusal.ts'
import { batchContent } from '../documents/batch-content.ts'
import type { MemberDocument, Subscriber } from '../documents/member-documents.ts'
import type { Host } from './host.ts'

/** How a document of a channel is read and, where members may, written. */
type Channel = {
  readonly name: string
  readonly doc: Y.Doc
  readonly log: () => readonly Uint8Array[]
  readonly shared?: { readonly document: MemberDocument; readonly subscriber: Subscriber }
  close(): void
}

const MOST_CHANNELS = 100
/** A close after which a provider opens the document again. */
const AGAIN = 1013
const NOTES = /^notes\/[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/
const BATCH = /^batch\/([0-9a-f]{64})\/[0-9a-f]{16}$/

type Carrier = {
  send(channel: number, payload: Uint8Array): void
  closed(channel: number, code: number): void
}

export type InboxDocument = { readonly name: string; readonly doc: Y.Doc; readonly log: readonly Uint8Array[] }

/** Its document is made when it is first asked for: many devices hand over their work and go. */
export function newInbox(name: string): InboxDocument {
  const log: Uint8Array[] = []
  let made: Y.Doc | undefined
  return {
    ...{ name, log },
    get doc() {
      if (made) return made
      made = new Y.Doc()
      made.on('update', (update: Uint8Array) => log.push(update))
      return made
    }
  }
}

/** The documents that one device has open over its link. */
export class Channels {
  private readonly channels = new Map<number, Channel>()
  private readonly hub: Host
  private readonly device: string
  private readonly inbox: InboxDocument
  private readonly carrier: Carrier
  private ended = false

  constructor(hub: Host, device: string, inbox: InboxDocument, carrier: Carrier) {
    this.hub = hub
    this.device = device
    this.inbox = inbox
    this.carrier = carrier
  }

  /** [DC7] Nobody opens what is not theirs: the inbox and batches are their device's, notes every member's. */
  async open(number: number, name: string): Promise<void> {
    if (this.channels.size >= MOST_CHANNELS || this.channels.has(number))
      throw new Refused('too-much', 'open documents')
    const channel = await this.channelFor(number, name)
    if (!channel) {
      this.carrier.closed(number, CLOSE_CODES['not-yours'] ?? 4409)
      return
    }
    // The link has broken meanwhile.
    if (this.ended) return channel.close()
    this.channels.set(number, channel)
    const { shared, doc } = channel
    if (shared) this.carrier.send(number, writeStep1(await shared.document.inTurn(() => Y.encodeStateVector(doc))))
  }

  /** @throws {Refused} for an update that may not be, or is out of bounds. */
  async receive(number: number, payload: Uint8Array): Promise<void> {
    const channel = this.channels.get(number)
    if (!channel) return // closed meanwhile
    const message = readDocumentMessage(payload)
    if (message.is === 'other') return
    if (message.is === 'step1') {
      if (message.stateVector.byteLength > MAX_STATE_VECTOR_BYTES) throw new Refused('too-large', 'state vector')
      const answer = () => answerFromLog(channel.log(), channel.doc, message.stateVector)
      const replies = channel.shared ? await channel.shared.document.inTurn(answer) : answer()
      for (const reply of replies) this.carrier.send(number, reply)
      return
    }
    // Every provider answers a step 1 of ours alone; what comes to a document of the hub's own is an attempt to write.
    if (!channel.shared) throw new Refused('not-yours', `writing ${channel.name}`)
    const { document, subscriber } = channel.shared
    await this.hub.memberDocuments.apply(channel.name, document, message.update, subscriber)
  }

  close(number: number): void {
    this.channels.get(number)?.close()
    this.channels.delete(number)
  }

  /** For good. */
  closeAll(): void {
    this.ended = true
    for (const number of [...this.channels.keys()]) this.close(number)
  }

  /** Closes batches of which another version stands now: what they showed has been erased. */
  closeStale(current: ReadonlySet<string>): void {
    for (const [number, { name }] of [...this.channels]) {
      if (!BATCH.test(name) || current.has(name)) continue
      this.close(number)
      this.carrier.closed(number, CLOSE_CODES['not-yours'] ?? 4409)
    }
  }

  private async channelFor(number: number, name: string): Promise<Channel | undefined> {
    const update = (bytes: Uint8Array) => this.carrier.send(number, writeUpdate(bytes))
    if (name === this.inbox.name) {
      const { doc, log } = this.inbox
      doc.on('update', update)
      return { name, doc, log: () => log, close: () => doc.off('update', update) }
    }
    if (NOTES.test(name)) {
      const lost = () => {
        this.close(number)
        this.carrier.closed(number, AGAIN)
      }
      const subscriber = { update, lost }
      const document = await this.hub.memberDocuments.subscribe(name, subscriber)
      const close = () => this.hub.memberDocuments.leave(name, subscriber)
      return { name, doc: document.doc, log: () => document.log, shared: { document, subscriber }, close }
    }
    const lending = BATCH.exec(name)?.[1]
    return lending === undefined ? undefined : this.batchChannel(name, lending)
  }

  private async batchChannel(name: string, lending: string): Promise<Channel | undefined> {
    const { people } = this.hub.ingest
    const content = await this.hub.store.read(async (tx) => {
      const borrower = (await tx.lending(lending))?.device ?? ''
      const mine = memberOf(people, borrower).contributor === memberOf(people, this.device).contributor
      return mine ? batchContent(tx, lending, people, this.hub.rules) : undefined
    })
    // Another version, since a text was erased: the inbox names the new one.
    if (!content || batchDocumentName(lending, content) !== name) return undefined
    const { doc, updates } = writeBatchDocument(lending, content)
    return { name, doc, log: () => updates, close: () => doc.destroy() }
  }
}
