import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { readDocumentMessage, writeStep1 } from '../sync/documents/protocol.ts'
import { answerFromLog, missingUpdates } from '../sync/documents/update-log.ts'
import type { VirtualSockets } from '../sync/link/virtual-socket.ts'
import { getSetting, setSetting } from './settings.ts'
import type { DeviceStore } from './store/store.ts'
import { openDocument } from './sync/batches.ts'

const PREFIX = 'notes/'
/** Characters of one update: at most 4.5 kB, so that none is too large for a message or for the hub. */
const MOST_AT_ONCE = 1500

/** The notes of one language, which all members write: edited here at any time, merged whenever a link comes. */
export class Notes {
  readonly name: string
  /** To read, and for short edits; `write` takes texts of any length. */
  readonly text: Y.Text
  private readonly doc: Y.Doc
  private readonly store: DeviceStore
  private readonly log: Uint8Array[]
  private readonly unsaved: Uint8Array[] = []
  private saving: Promise<void> = Promise.resolve()
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
    const rows = await store.transact('relaxed', async (tx) => {
      const opened = (await getSetting(tx, 'notes')) ?? []
      if (!opened.includes(lang)) await setSetting(tx, 'notes', [...opened, lang])
      return tx.list('updates', `${name}/`)
    })
    return new Notes(
      store,
      name,
      rows.map(({ bytes }) => bytes),
      onChange
    )
  }

  /** Languages whose notes were ever opened here, to be kept up to date. */
  static async languages(store: DeviceStore): Promise<readonly string[]> {
    return store.transact('relaxed', async (tx) => (await getSetting(tx, 'notes')) ?? [])
  }

  private constructor(store: DeviceStore, name: string, log: Uint8Array[], onChange: () => void) {
    this.store = store
    this.name = name
    this.log = log
    this.doc = new Y.Doc()
    for (const update of log) Y.applyUpdate(this.doc, update)
    this.text = this.doc.getText('notes')
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      this.log.push(bytes)
      this.unsaved.push(bytes)
      // What fails here is tried again with the next edit, and told to whoever asks `saved`.
      this.save().catch(() => {})
      if (origin !== this.provider) {
        this.edits += 1
        // The provider sends the edit after this handler.
        queueMicrotask(() => this.ask())
      }
      onChange()
    })
  }

  /** Inserts a text of any length. */
  write(at: number, words: string): void {
    for (let from = 0; from < words.length; ) {
      let to = Math.min(from + MOST_AT_ONCE, words.length)
      // Yjs would spoil a surrogate pair that is cut.
      if (to < words.length && /[\ud800-\udbff]/.test(words.charAt(to - 1))) to -= 1
      this.text.insert(at + from, words.slice(from, to))
      from = to
    }
  }

  /** Resolves once every edit made so far is on disk. @throws {StoreTrouble} what is not there stays in memory. */
  saved(): Promise<void> {
    return this.save()
  }

  /** The hub has shown that it holds everything written and deleted here. */
  get synced(): boolean {
    return this.proven === this.edits
  }

  /** Merges with the hub as long as there is a link. */
  follow(sockets: VirtualSockets, onChange: () => void): void {
    if (this.provider) return
    const provider = openDocument(sockets, this.name, this.doc)
    this.provider = provider
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
      if (is === 'step2') this.answered(onChange)
    }) satisfies Handler as never
  }

  close(): void {
    this.provider?.destroy()
    this.provider = undefined
    this.doc.destroy()
  }

  /** One question at a time: what is written while it travels, the next one proves. */
  private ask(): void {
    if (!this.told || this.asked.length > 0 || this.proven === this.edits) return
    this.asked.push(this.edits)
    this.provider?.ws?.send(new Uint8Array(this.question()))
  }

  private answered(onChange: () => void): void {
    this.proven = Math.max(this.proven, this.asked.shift() ?? -1)
    this.ask()
    onChange()
  }

  private question(): Uint8Array {
    return writeStep1(Y.encodeStateVector(this.doc))
  }

  private save(): Promise<void> {
    this.saving = this.saving
      .catch(() => {})
      .then(async () => {
        const updates = [...this.unsaved]
        if (updates.length === 0) return
        await this.store.transact('strict', async (tx) => {
          // Another program on this folder may have written here meanwhile: the next number is the store's to say.
          let n = ((await tx.list('updates', `${this.name}/`)).at(-1)?.n ?? -1) + 1
          for (const bytes of updates) await tx.put('updates', { document: this.name, n: n++, bytes })
        })
        this.unsaved.splice(0, updates.length)
      })
    return this.saving
  }
}

type Handler = (encoder: unknown, decoder: { arr: Uint8Array }, ...rest: unknown[]) => void
