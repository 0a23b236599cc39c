import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { answerFromLog, missingUpdates } from '../sync/documents/update-log.ts'
import type { VirtualSockets } from '../sync/link/virtual-socket.ts'
import type { DeviceStore } from './store/store.ts'
import { openDocument } from './sync/batches.ts'

const PREFIX = 'notes/'

/** The notes of one language, which all members write: edited here at any time, merged whenever a link comes. */
export class Notes {
  readonly name: string
  readonly text: Y.Text
  private readonly doc: Y.Doc
  private readonly store: DeviceStore
  private readonly log: Uint8Array[]
  private saving: Promise<void> = Promise.resolve()
  private provider: WebsocketProvider | undefined
  /** The hub has shown that it holds everything written here, and sent what it had. */
  private same = false

  static async open(store: DeviceStore, lang: string, onChange: () => void): Promise<Notes> {
    const name = `${PREFIX}${lang}`
    const rows = await store.transact('relaxed', (tx) => tx.list('updates', `${name}/`))
    return new Notes(
      store,
      name,
      rows.map(({ bytes }) => bytes),
      onChange
    )
  }

  /** Languages whose notes this device holds. */
  static async languages(store: DeviceStore): Promise<string[]> {
    const rows = await store.transact('relaxed', (tx) => tx.list('updates', PREFIX))
    return [...new Set(rows.map(({ document }) => document.slice(PREFIX.length)))]
  }

  private constructor(store: DeviceStore, name: string, log: Uint8Array[], onChange: () => void) {
    this.store = store
    this.name = name
    this.log = log
    this.doc = new Y.Doc()
    for (const update of log) Y.applyUpdate(this.doc, update)
    this.text = this.doc.getText('notes')
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== this.provider) this.same = false
      const row = { document: name, n: this.log.push(bytes) - 1, bytes }
      this.saving = this.saving.then(() => this.store.transact('strict', (tx) => tx.put('updates', row)))
      onChange()
    })
  }

  /** Resolves once every edit made so far is on disk. */
  saved(): Promise<void> {
    return this.saving
  }

  get synced(): boolean {
    return this.same
  }

  /** Merges with the hub as long as there is a link. */
  follow(sockets: VirtualSockets, onChange: () => void): void {
    if (this.provider) return
    const provider = openDocument(sockets, this.name, this.doc)
    this.provider = provider
    let hubHasAll = false
    sockets.answers.set(this.name, (stateVector) => {
      const { updates, last } = missingUpdates(this.log, this.doc, stateVector)
      hubHasAll = updates.length === 0 && (this.deletionsTold || last.byteLength <= 2)
      this.deletionsTold = true
      if (hubHasAll && provider.synced) this.agree(onChange)
      // Asks again what the hub holds: being sent is no proof of having arrived.
      else if (!hubHasAll) queueMicrotask(() => this.reopen(provider))
      return hubHasAll ? [] : answerFromLog(this.log, this.doc, stateVector)
    })
    provider.on('sync', (synced: boolean) => {
      if (synced && hubHasAll) this.agree(onChange)
    })
  }

  close(): void {
    this.provider?.destroy()
    this.provider = undefined
    this.doc.destroy()
  }

  private deletionsTold = false

  private agree(onChange: () => void): void {
    this.same = true
    onChange()
  }

  private reopen(provider: WebsocketProvider): void {
    if (this.provider !== provider) return
    provider.disconnect()
    provider.connect()
  }
}
