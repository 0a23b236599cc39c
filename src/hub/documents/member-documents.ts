import * as Y from 'yjs'
import { applyGuarded } from '../../sync/documents/guard.ts'
import type { HubStore } from '../store/store.ts'

export type Subscriber = { update(update: Uint8Array): void }

/** A document that all members write, kept as a log of updates. */
export type MemberDocument = { readonly doc: Y.Doc; readonly log: Uint8Array[]; readonly subscribers: Set<Subscriber> }

/** [DC6] The documents that members edit together: open while someone has them open. */
export class MemberDocuments {
  private readonly open = new Map<string, Promise<MemberDocument>>()
  private readonly store: HubStore

  constructor(store: HubStore) {
    this.store = store
  }

  async subscribe(name: string, subscriber: Subscriber): Promise<MemberDocument> {
    const loading = this.open.get(name) ?? this.load(name)
    this.open.set(name, loading)
    const shared = await loading
    shared.subscribers.add(subscriber)
    return shared
  }

  async leave(name: string, subscriber: Subscriber): Promise<void> {
    const shared = await this.open.get(name)
    shared?.subscribers.delete(subscriber)
    if (shared?.subscribers.size === 0) this.open.delete(name)
  }

  /**
   * Applies an update within bounds, keeps it, then passes it on.
   * @throws {Refused} and nothing has changed.
   */
  async apply(name: string, shared: MemberDocument, update: Uint8Array, from: Subscriber): Promise<void> {
    const before = Y.encodeStateVector(shared.doc)
    const deletions = String(Y.encodeStateAsUpdate(shared.doc, before))
    applyGuarded(shared.doc, update, from)
    const known = String(Y.encodeStateVector(shared.doc)) === String(before)
    if (known && String(Y.encodeStateAsUpdate(shared.doc, before)) === deletions) return
    await this.store.write((tx) => tx.addDocumentUpdate(name, update))
    shared.log.push(update)
    for (const subscriber of shared.subscribers) if (subscriber !== from) subscriber.update(update)
  }

  private async load(name: string): Promise<MemberDocument> {
    const log = [...(await this.store.read((tx) => tx.documentUpdates(name)))]
    const doc = new Y.Doc()
    for (const update of log) Y.applyUpdate(doc, update)
    return { doc, log, subscribers: new Set() }
  }
}
