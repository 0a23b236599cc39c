import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { readDocumentMessage, writeStep1, writeUpdate } from '../sync/documents/protocol.ts'
import { splitUpdate } from '../sync/documents/split-update.ts'
import { answerFromLog, missingUpdates } from '../sync/documents/update-log.ts'
import type { VirtualSockets } from '../sync/link/virtual-socket.ts'
import { getSetting, setSetting } from './settings.ts'
import { type DeviceStore, KEY_OF, type StoreTx, type UpdateRow } from './store/store.ts'
import { openDocument } from './sync/batches.ts'

const PREFIX = 'notes/'
/** Origin of what another program on this store has written. */
const DISK = 'disk'

/** The notes of one language, which all members write: edited here at any time, merged whenever a link comes. */
export class Notes {
  readonly name: string
  /** To read and to edit, by texts of any length. */
  readonly text: Y.Text
  private readonly doc: Y.Doc
  private readonly store: DeviceStore
  private readonly onChange: () => void
  private readonly log: Uint8Array[]
  /** What is on disk and leans on updates that are not: a repair could not read them. Another member's may bring them. */
  private aside: readonly Uint8Array[] = []
  private readonly unsaved: Uint8Array[] = []
  /** Number of the first update on disk that is not in here yet. */
  private next: number
  /** Number of the first update on disk that the hub was not shown to hold, as the disk knows it. */
  private held: number
  private saving: Promise<void> = Promise.resolve()
  private failure: unknown
  private provider: WebsocketProvider | undefined
  /** Edits made here so far, and how many of them the hub has shown to hold; -1: nothing is shown yet. */
  private edits = 0
  private proven = -1
  /**
   * [DC8] Questions (step 1) of this connection without an answer, each by the edits that had gone out before it. A hub
   * takes one message after another and answers once all before is on its disk: an answer is the proof. -1 proves none.
   */
  private asked: number[] = []
  /** What the hub lacked when this connection began has gone out. */
  private told = false

  static async open(store: DeviceStore, lang: string, onChange: () => void): Promise<Notes> {
    const name = `${PREFIX}${lang}`
    const { rows, held } = await store.transact('relaxed', async (tx) => {
      const opened = (await getSetting(tx, 'notes')) ?? []
      if (!opened.includes(lang)) await setSetting(tx, 'notes', [...opened, lang])
      return { rows: await tx.list('updates', `${name}/`), held: (await getSetting(tx, 'notesHeld'))?.[name] ?? 0 }
    })
    return new Notes(store, name, rows, held, onChange)
  }

  /** Languages whose notes were ever opened here, to be kept up to date. */
  static async languages(store: DeviceStore): Promise<readonly string[]> {
    return store.transact('relaxed', async (tx) => (await getSetting(tx, 'notes')) ?? [])
  }

  private constructor(
    store: DeviceStore,
    name: string,
    rows: readonly UpdateRow[],
    held: number,
    onChange: () => void
  ) {
    this.store = store
    this.name = name
    this.onChange = onChange
    this.log = rows.map(({ bytes }) => bytes)
    this.next = (rows.at(-1)?.n ?? -1) + 1
    this.held = held
    if (held === this.next) this.proven = 0
    this.doc = new Y.Doc()
    for (const update of this.log) Y.applyUpdate(this.doc, update)
    if (this.leans()) {
      this.aside = this.log
      this.log = splitUpdate(Y.encodeStateAsUpdate(this.doc))
    }
    this.text = this.doc.getText('notes')
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => this.take(bytes, origin))
  }

  /** Resolves once every edit made so far is on disk. @throws {StoreTrouble} what is not there stays in memory. */
  saved(): Promise<void> {
    return this.save()
  }

  /** Every edit is on disk. */
  get safe(): boolean {
    return this.unsaved.length === 0
  }

  /** Why the last attempt to save failed; absent once one works. */
  get trouble(): unknown {
    return this.failure
  }

  /** Takes in what another program on this store has written. */
  refresh(): void {
    this.save().catch(() => {}) // kept in `trouble`
  }

  /** The hub has shown that it holds everything written and deleted here. */
  get synced(): boolean {
    return this.proven === this.edits
  }

  /** Merges with the hub as long as there is a link. */
  follow(sockets: VirtualSockets): void {
    if (this.provider) return
    const provider = openDocument(sockets, this.name, this.doc)
    this.provider = provider
    // It would send an edit whole, and before the hub has got what was written earlier.
    this.doc.off('update', provider._updateHandler)
    sockets.answers.set(this.name, (stateVector) => {
      // A hub put back from a backup has lost what it had shown.
      if (missingUpdates(this.log, this.doc, stateVector).updates.length > 0) this.proven = -1
      this.told = true
      this.asked.push(this.edits)
      return [...answerFromLog(this.log, this.doc, stateVector), this.question()]
    })
    provider.on('status', ({ status }) => {
      // A provider asks as soon as it is connected, before anything of ours has gone out.
      this.asked = status === 'connected' ? [-1] : []
      this.told = false
    })
    const take = provider.messageHandlers[0] as Handler
    provider.messageHandlers[0] = ((encoder, decoder, ...rest) => {
      const { is } = readDocumentMessage(decoder.arr)
      take(encoder, decoder, ...rest)
      if (is === 'step2') this.answered()
    }) satisfies Handler as never
  }

  /** Ends the merging; reading and editing go on. */
  leave(): void {
    this.provider?.destroy()
    this.provider = undefined
    this.told = false
    this.asked = []
  }

  /** An edit made here, or what came from the hub or from the disk. */
  private take(bytes: Uint8Array, origin: unknown): void {
    const updates = splitUpdate(bytes)
    this.log.push(...updates)
    if (origin !== DISK) {
      this.unsaved.push(...updates)
      // What fails here is tried again with the next edit, and told to whoever asks `saved`.
      this.save().catch(() => {})
    }
    if (this.provider === undefined || origin !== this.provider) {
      this.edits += 1
      // Before the hub's question is answered from the log, which has this too, it could have a gap.
      if (this.told) for (const update of updates) this.provider?.ws?.send(new Uint8Array(writeUpdate(update)))
      this.ask()
    }
    if (origin === this.provider && this.aside.length > 0) this.takeAside()
    this.onChange()
  }

  private takeAside(): void {
    const { aside } = this
    this.aside = []
    for (const update of aside) Y.applyUpdate(this.doc, update, DISK)
    if (this.leans()) this.aside = aside
  }

  /** Whether something leans on what is not here. [DC3] No hub takes that, so it is not let out. */
  private leans(): boolean {
    const { store } = this.doc
    const leans = store.pendingStructs !== null || store.pendingDs !== null
    store.pendingStructs = null
    store.pendingDs = null
    return leans
  }

  /** One question at a time: what is written while it travels, the next one proves. */
  private ask(): void {
    if (!this.told || this.asked.length > 0 || this.proven === this.edits) return
    this.asked.push(this.edits)
    this.provider?.ws?.send(new Uint8Array(this.question()))
  }

  private answered(): void {
    this.proven = Math.max(this.proven, this.asked.shift() ?? -1)
    this.ask()
    this.keepProof()
    this.onChange()
  }

  /** So that a page opened without a hub does not call waiting what has arrived. Lost in a power cut it is proved anew. */
  private keepProof(): void {
    const { next } = this
    if (!this.synced || !this.safe || this.held === next) return
    this.held = next
    const work = async (tx: StoreTx) =>
      setSetting(tx, 'notesHeld', { ...(await getSetting(tx, 'notesHeld')), [this.name]: next })
    this.store.transact('relaxed', work).catch(() => {})
  }

  private question(): Uint8Array {
    return writeStep1(Y.encodeStateVector(this.doc))
  }

  private save(): Promise<void> {
    this.saving = this.saving.catch(() => {}).then(() => this.exchangeWithDisk())
    return this.saving
  }

  /** Another program on this folder may write here too: each takes the next free number, and in what stands before it. */
  private async exchangeWithDisk(): Promise<void> {
    const updates = [...this.unsaved]
    const hadFailed = this.failure !== undefined
    try {
      const { written, next } = await this.store.transact(updates.length > 0 ? 'strict' : 'relaxed', async (tx) => {
        const written: Uint8Array[] = []
        let n = this.next
        const found = () => tx.get('updates', KEY_OF.updates({ document: this.name, n, bytes: NOTHING }))
        for (let row = await found(); row; row = await found()) {
          written.push(row.bytes)
          n += 1
        }
        for (const bytes of updates) await tx.put('updates', { document: this.name, n: n++, bytes })
        return { written, next: n }
      })
      this.next = next
      this.unsaved.splice(0, updates.length)
      this.failure = undefined
      for (const bytes of written) Y.applyUpdate(this.doc, bytes, DISK)
      this.keepProof()
    } catch (cause) {
      this.failure = cause
      // Once: two programs on one full disk would go on waking each other.
      if (!hadFailed) this.onChange()
      throw cause
    }
    // Only now another program finds it on the disk.
    if (updates.length > 0 || hadFailed) this.onChange()
  }
}

/** A key names no bytes. */
const NOTHING = new Uint8Array()
type Handler = (encoder: unknown, decoder: { arr: Uint8Array }, ...rest: unknown[]) => void
