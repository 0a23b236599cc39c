import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { checkFact } from '../../core/fact/check.ts'
import type { FactId, VersionId } from '../../core/fact/fact.ts'
import { sensitivePlaces } from '../../core/tree/sensitive.ts'
import type { Lending } from '../../core/tree/task.ts'
import { batchSegment, readBatchDocument, type ShownMessage } from '../../sync/documents/batch.ts'
import type { Inbox } from '../../sync/documents/inbox.ts'
import type { VirtualSockets } from '../../sync/link/virtual-socket.ts'
import { Refused } from '../../sync/refusal.ts'
import { readSegment } from '../../sync/segment/read.ts'
import type { ProjectId } from '../../sync/segment/segment.ts'
import type { Verify } from '../../sync/signer.ts'
import { type DeviceStore, KEY_OF, type LentMessage, type StoreTx, type TaskRow, taskKey } from '../store/store.ts'

/** Documents of batches that are open at a time. */
const AT_ONCE = 3

export type BatchesOptions = {
  readonly store: DeviceStore
  readonly sockets: VirtualSockets
  readonly verify: Verify
  readonly project: ProjectId
  hubs(): readonly string[]
  onArrived(batch: FactId): void
  /** So many bytes of a batch have come. */
  onBytes(bytes: number): void
  onTrouble(cause: unknown): void
}

type Coming = { readonly name: string; readonly until: number; readonly doc: Y.Doc; bytes: number; stop(): void }

/** Fetches the batches that the inbox names, each as a document that goes on where a cut left it. */
export class Batches {
  private readonly options: BatchesOptions
  private wanted: Inbox['batches'] = {}
  /** Those of them that are not here yet. */
  private missing: Set<FactId> = new Set()
  private readonly coming = new Map<FactId, Coming>()
  private work: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(options: BatchesOptions) {
    this.options = options
  }

  /**
   * [DC5] Opens only the documents that are new or have changed, a few at a time: the first is then soon complete.
   * Resolves once all of these are being fetched or wait for their turn.
   */
  follow({ batches }: Inbox): Promise<void> {
    return this.inTurn(async () => {
      this.wanted = batches
      for (const [id, { name }] of this.coming) if (batches[id]?.document !== name) this.leave(id)
      const missing: FactId[] = []
      for (const [id, { document }] of Object.entries(batches)) {
        const here = await this.options.store.transact('relaxed', (tx) => tx.get('batches', id))
        if (here?.document !== document) missing.push(id)
      }
      // At once: whoever asks meanwhile must not hear that nothing is missing.
      this.missing = new Set(missing)
      await this.dropLeftovers()
      await this.fetchSome()
    })
  }

  /** Whether some batch is still on its way. */
  get busy(): boolean {
    return this.missing.size > 0
  }

  /** Bytes of batches that are still to come, as far as the hub has said. */
  get bytes(): number {
    const left = [...this.missing].map((id) => (this.wanted[id]?.bytes ?? 0) - (this.coming.get(id)?.bytes ?? 0))
    return left.reduce((sum, bytes) => sum + Math.max(0, bytes), 0)
  }

  /** For good. What has come is kept first: the hub was told that it is taken. */
  async stop(): Promise<void> {
    this.stopped = true
    for (const { stop } of this.coming.values()) stop()
    await this.work
  }

  /** One thing after another: two that fetch the same batch would each open its document. */
  private inTurn(work: () => Promise<void>, alsoStopped = false): Promise<void> {
    this.work = this.work
      .then(() => (this.stopped && !alsoStopped ? undefined : work()))
      .catch((cause) => {
        if (!this.stopped) this.options.onTrouble(cause)
      })
    return this.work
  }

  private leave(id: FactId): void {
    this.coming.get(id)?.stop()
    this.coming.delete(id)
  }

  /** Parts of documents that nobody waits for any more; what they showed may have been erased since. */
  private async dropLeftovers(): Promise<void> {
    const names = new Set([...this.missing].map((id) => this.wanted[id]?.document))
    const dropped = await this.options.store.transact('relaxed', async (tx) => {
      const rows = (await tx.list('updates', 'batch/')).filter(({ document }) => !names.has(document))
      for (const row of rows) await tx.drop('updates', KEY_OF.updates(row))
      return rows.length
    })
    if (dropped > 0) await this.options.store.scrub()
  }

  private async fetchSome(): Promise<void> {
    for (const id of this.missing) {
      if (this.coming.size >= AT_ONCE || this.stopped) return
      const { document, until } = this.wanted[id] ?? {}
      if (document !== undefined && until !== undefined && !this.coming.has(id)) await this.fetch(id, document, until)
    }
  }

  private async fetch(id: FactId, name: string, until: number): Promise<void> {
    const { store, sockets } = this.options
    const doc = new Y.Doc()
    const parts = await store.transact('relaxed', (tx) => tx.list('updates', `${name}/`))
    if (this.stopped) return
    for (const { bytes } of parts) Y.applyUpdate(doc, bytes)
    let n = (parts.at(-1)?.n ?? -1) + 1
    const provider = openDocument(sockets, name, doc)
    const stop = () => {
      provider.destroy()
      doc.destroy()
    }
    const coming = { name, until, doc, bytes: parts.reduce((sum, { bytes }) => sum + bytes.byteLength, 0), stop }
    this.coming.set(id, coming)
    doc.on('update', (bytes: Uint8Array) => {
      const row = { document: name, n: n++, bytes }
      coming.bytes += bytes.byteLength
      this.options.onBytes(bytes.byteLength)
      void this.inTurn(async () => {
        // Complete, or replaced by a version that shows less.
        if (this.coming.get(id) !== coming) return
        await store.transact('relaxed', (tx) => tx.put('updates', row))
        if (!this.stopped) await this.complete(id, coming)
      }, true)
    })
    if (parts.length > 0) await this.complete(id, coming)
  }

  private async complete(id: FactId, { name, until, doc }: Coming): Promise<void> {
    const { store, verify, project, hubs } = this.options
    const kept = await keepBatch({ id, name, until, doc }, { store, verify, project, hubs: hubs() }, () =>
      this.leave(id)
    )
    if (kept === 'incomplete') return
    // Only now: whoever waits for the batch wants its tasks on disk.
    this.missing.delete(id)
    // It came again since a text was erased.
    if (kept === 'replaced') await store.scrub()
    await this.fetchSome()
    this.options.onArrived(id)
  }
}

export type BatchDocument = { readonly id: FactId; readonly name: string; readonly until: number; readonly doc: Y.Doc }
type Keeping = Pick<BatchesOptions, 'store' | 'verify' | 'project'> & { readonly hubs: readonly string[] }

/**
 * Keeps the tasks of a batch once its document is whole, and then none of the document's parts. What is no batch is
 * passed over, and asked for again at the next start.
 */
export async function keepBatch(
  { id, name, until, doc }: BatchDocument,
  { store, ...trust }: Keeping,
  whole: () => void
): Promise<'incomplete' | 'no-batch' | 'kept' | 'replaced'> {
  const segment = batchSegment(doc)
  const tasks = segment && (await tasksIn(id, segment, doc, trust))
  if (segment === undefined || tasks === undefined) return 'incomplete'
  whole()
  if (tasks === 'none') return 'no-batch'
  return store.transact('strict', async (tx) => {
    const before = await tx.get('batches', id)
    await tx.put('batches', { id, document: name, until, segment })
    for (const task of tasks) await tx.put('tasks', await withItem(tx, task))
    for (const row of await tx.list('updates', `batch/${id}/`)) await tx.drop('updates', KEY_OF.updates(row))
    return before === undefined ? 'kept' : 'replaced'
  })
}

type Trust = Omit<Keeping, 'store'>

/** undefined: some is still to come; none: it is no batch that a hub of the project lent. */
async function tasksIn(
  id: FactId,
  segment: Uint8Array,
  doc: Y.Doc,
  trust: Trust
): Promise<TaskRow[] | 'none' | undefined> {
  try {
    const lending = await lendingIn(segment, id, trust)
    if (!lending) return 'none'
    const shown = readBatchDocument(doc, lending.shown.length)
    return shown && tasksOf(id, lending, shown)
  } catch (cause) {
    if (cause instanceof Refused) return 'none'
    throw cause
  }
}

/** A lending counts only if a hub of the project has signed it. */
async function lendingIn(
  bytes: Uint8Array,
  id: FactId,
  { verify, project, hubs }: Trust
): Promise<Lending | undefined> {
  const segment = await readSegment(bytes, verify, { project })
  const fact = segment.facts.find((candidate) => candidate.id === id)
  const checked = fact && checkFact(fact)
  return hubs.includes(segment.header.device) && checked?.is === 'lending' ? checked.content : undefined
}

/**
 * [LK9] The link waits between its attempts. A provider doubles its own waits besides, after every break until a document
 * is whole: without a bound it sits out seconds of each short connection.
 */
const LONGEST_WAIT = 250

/** A document over the link, without awareness: outside live rooms it only costs bytes. */
export function openDocument(sockets: VirtualSockets, name: string, doc: Y.Doc): WebsocketProvider {
  const awareness = new Awareness(doc)
  awareness.destroy()
  return new WebsocketProvider('ws://link', name, doc, {
    WebSocketPolyfill: sockets.Socket,
    disableBc: true,
    maxBackoffTime: LONGEST_WAIT,
    awareness
  })
}

/** A batch that came again, since a text was erased, keeps what was answered. */
async function withItem(tx: StoreTx, task: TaskRow): Promise<TaskRow> {
  const item = (await tx.get('tasks', taskKey(task.batch, task.place)))?.item
  return item === undefined ? task : { ...task, item }
}

/** [DC10] The tasks of a batch; what may be hard to read is marked wherever it is shown. */
function tasksOf(batch: FactId, lending: Lending, texts: readonly ShownMessage[]): TaskRow[] {
  const sensitive = sensitivePlaces(lending)
  const shown = texts.map(
    (message, at): LentMessage => ({
      ...message,
      id: lending.shown[at] as VersionId,
      ...(sensitive.has(at) && { sensitive: true })
    })
  )
  const threadTo = (place: number | undefined): LentMessage[] => {
    const thread: LentMessage[] = []
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
