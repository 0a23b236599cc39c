import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { checkFact } from '../../core/fact/check.ts'
import type { FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import { batchSegment, readBatchDocument, type ShownMessage } from '../../sync/documents/batch.ts'
import type { Inbox } from '../../sync/documents/inbox.ts'
import type { VirtualSockets } from '../../sync/link/virtual-socket.ts'
import { readSegment } from '../../sync/segment/read.ts'
import type { ProjectId } from '../../sync/segment/segment.ts'
import type { Verify } from '../../sync/signer.ts'
import { type DeviceStore, type StoreTx, type TaskRow, taskKey } from '../store/store.ts'

/** Documents of batches that are open at a time. */
const AT_ONCE = 3

export type BatchesOptions = {
  readonly store: DeviceStore
  readonly sockets: VirtualSockets
  readonly verify: Verify
  readonly project: ProjectId
  hubs(): readonly string[]
  onArrived(batch: FactId): void
  onTrouble(cause: unknown): void
}

/** Fetches the batches that the inbox names, each as a document that goes on where a cut left it. */
export class Batches {
  private readonly options: BatchesOptions
  private readonly coming = new Map<FactId, { name: string; stop(): void }>()
  private wanted = new Map<FactId, { document: string; until: number }>()

  constructor(options: BatchesOptions) {
    this.options = options
  }

  /** [DC5] Opens only the documents that are new or have changed, a few at a time: the first is then soon complete. */
  async follow({ batches }: Inbox): Promise<void> {
    this.wanted = new Map(Object.entries(batches))
    for (const [id, { name, stop }] of this.coming) {
      if (this.wanted.get(id)?.document === name) continue
      stop()
      this.coming.delete(id)
    }
    await this.fetchNext()
  }

  /** Whether some batch is still on its way. */
  get busy(): boolean {
    return this.coming.size > 0
  }

  private async fetchNext(): Promise<void> {
    for (const [id, { document, until }] of this.wanted) {
      if (this.coming.size >= AT_ONCE) return
      const here = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
      if (here?.document === document || this.coming.has(id)) continue
      await this.fetch(id, document, until)
    }
  }

  stop(): void {
    for (const { stop } of this.coming.values()) stop()
    this.coming.clear()
  }

  private async fetch(id: FactId, name: string, until: number): Promise<void> {
    const { store, sockets } = this.options
    const doc = new Y.Doc()
    const parts = await store.transact('relaxed', (tx) => tx.list('updates', `${name}/`))
    for (const { bytes } of parts) Y.applyUpdate(doc, bytes)
    let n = parts.length
    const provider = openDocument(sockets, name, doc)
    const stop = () => {
      provider.destroy()
      doc.destroy()
    }
    this.coming.set(id, { name, stop })
    doc.on('update', (bytes: Uint8Array) => {
      const row = { document: name, n: n++, bytes }
      store
        .transact('relaxed', (tx) => tx.put('updates', row))
        .then(() => this.complete(id, name, until, doc))
        .catch((cause) => this.options.onTrouble(cause))
    })
    if (parts.length > 0) await this.complete(id, name, until, doc)
  }

  private async complete(id: FactId, name: string, until: number, doc: Y.Doc): Promise<void> {
    const segment = batchSegment(doc)
    if (!segment || this.coming.get(id)?.name !== name) return
    const lending = await this.lendingIn(segment, id)
    const shown = lending && readBatchDocument(doc, lending.shown.length)
    if (!lending || !shown || this.coming.get(id)?.name !== name) return
    const tasks = tasksOf(id, lending, shown)
    this.coming.get(id)?.stop()
    this.coming.delete(id)
    await this.options.store.transact('strict', async (tx) => {
      await tx.put('batches', { id, document: name, until, segment })
      for (const task of tasks) await tx.put('tasks', await withItem(tx, task))
      for (const row of await tx.list('updates', `batch/${id}/`))
        await tx.drop('updates', `${row.document}/${String(row.n).padStart(10, '0')}`)
    })
    await this.fetchNext()
    this.options.onArrived(id)
  }

  /** A lending counts only if a hub of the project has signed it. */
  private async lendingIn(bytes: Uint8Array, id: FactId): Promise<Lending | undefined> {
    const segment = await readSegment(bytes, this.options.verify, { project: this.options.project })
    const fact = segment.facts.find((candidate) => candidate.id === id)
    const checked = fact && checkFact(fact)
    const known = this.options.hubs().includes(segment.header.device)
    return known && checked?.is === 'lending' ? checked.content : undefined
  }
}

/** A document over the link, without awareness: outside live rooms it only costs bytes. */
export function openDocument(sockets: VirtualSockets, name: string, doc: Y.Doc): WebsocketProvider {
  const awareness = new Awareness(doc)
  awareness.destroy()
  return new WebsocketProvider('ws://link', name, doc, {
    WebSocketPolyfill: sockets.Socket,
    disableBc: true,
    awareness
  })
}

/** A batch that came again, since a text was erased, keeps what was answered. */
async function withItem(tx: StoreTx, task: TaskRow): Promise<TaskRow> {
  const item = (await tx.get('tasks', taskKey(task.batch, task.place)))?.item
  return item === undefined ? task : { ...task, item }
}

function tasksOf(batch: FactId, lending: Lending, shown: readonly ShownMessage[]): TaskRow[] {
  const threadTo = (place: number | undefined): ShownMessage[] => {
    const thread: ShownMessage[] = []
    for (let at = place; at !== undefined && thread.length < shown.length; at = shown[at]?.parent) {
      const message = shown[at]
      if (message) thread.unshift(message)
    }
    return thread
  }
  return lending.tasks.map(({ kind, target, candidates = [] }, place) => ({
    batch,
    place,
    kind,
    lang: (target === undefined ? undefined : shown[target]?.lang) ?? lending.lang,
    thread: threadTo(target),
    candidates: candidates.flatMap((at) => shown[at] ?? [])
  }))
}
