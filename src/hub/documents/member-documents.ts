import * as Y from 'yjs'
import { applyGuarded } from '../../sync/documents/guard.ts'
import type { HubStore } from '../store/store.ts'

/** A channel through which a member has the document open. */
export type Subscriber = {
  update(update: Uint8Array): void
  /** The document must be opened anew: what was shown of it is not what is kept. */
  lost(): void
}

/** A document that all members write, kept as a log of updates. */
export class MemberDocument {
  readonly doc: Y.Doc
  readonly log: Uint8Array[]
  private last: Promise<unknown> = Promise.resolve()

  constructor(log: Uint8Array[]) {
    this.log = log
    this.doc = new Y.Doc()
    for (const update of log) Y.applyUpdate(this.doc, update)
  }

  /** Whoever looks here sees nothing that is not on disk: a state vector is a receipt (I2). */
  inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    this.last = turn.catch(() => {})
    return turn
  }
}

type Opened = { readonly loading: Promise<MemberDocument>; readonly subscribers: Set<Subscriber> }

/** [DC6] The documents that members edit together: open while someone has them open. */
export class MemberDocuments {
  private readonly opened = new Map<string, Opened>()
  private readonly store: HubStore

  constructor(store: HubStore) {
    this.store = store
  }

  async subscribe(name: string, subscriber: Subscriber): Promise<MemberDocument> {
    const opened = this.opened.get(name) ?? { loading: this.load(name), subscribers: new Set() }
    this.opened.set(name, opened)
    opened.subscribers.add(subscriber)
    try {
      return await opened.loading
    } catch (cause) {
      this.leave(name, subscriber)
      throw cause
    }
  }

  leave(name: string, subscriber: Subscriber): void {
    const opened = this.opened.get(name)
    if (opened?.subscribers.delete(subscriber) && opened.subscribers.size === 0) this.opened.delete(name)
  }

  /**
   * Applies an update within bounds, keeps it, then passes it on.
   * @throws {Refused} and nothing has changed.
   */
  async apply(name: string, document: MemberDocument, update: Uint8Array, from: Subscriber): Promise<void> {
    await document.inTurn(async () => {
      const before = stateOf(document.doc)
      try {
        applyGuarded(document.doc, update, from)
        if (stateOf(document.doc) === before) return
        await this.store.write((tx) => tx.addDocumentUpdate(name, update))
      } catch (cause) {
        // In memory it may be ahead of what is kept, and nobody may take that for kept.
        if (stateOf(document.doc) !== before) this.forget(name)
        throw cause
      }
      document.log.push(update)
      for (const subscriber of this.opened.get(name)?.subscribers ?? [])
        if (subscriber !== from) subscriber.update(update)
    })
  }

  private forget(name: string): void {
    const subscribers = this.opened.get(name)?.subscribers ?? []
    this.opened.delete(name)
    for (const subscriber of subscribers) subscriber.lost()
  }

  private async load(name: string): Promise<MemberDocument> {
    return new MemberDocument([...(await this.store.read((tx) => tx.documentUpdates(name)))])
  }
}

/** What a document has, and what of it is deleted. */
function stateOf(doc: Y.Doc): string {
  const has = Y.encodeStateVector(doc)
  return `${has} ${Y.encodeStateAsUpdate(doc, has)}`
}
