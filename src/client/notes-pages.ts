import { isLanguage } from '../core/fact/shapes.ts'
import type { VirtualSockets } from '../sync/link/virtual-socket.ts'
import { BadAnswer } from './errors.ts'
import { Notes } from './notes.ts'
import type { DeviceStore } from './store/store.ts'

/** The notes of all languages that were opened on a device, merged as long as there is a link. */
export class NotesPages {
  private readonly store: DeviceStore
  private readonly onChange: () => void
  private readonly pages = new Map<string, Notes>()
  private sockets: VirtualSockets | undefined

  constructor(store: DeviceStore, onChange: () => void) {
    this.store = store
    this.onChange = onChange
  }

  /** Languages whose notes were ever opened here. */
  languages(): Promise<readonly string[]> {
    return Notes.languages(this.store)
  }

  /** How many pages have edits that the hub has not shown to hold. */
  get unproven(): number {
    return [...this.pages.values()].filter(({ synced }) => !synced).length
  }

  /** @throws {BadAnswer} for a name that no hub would open. */
  async open(lang: string): Promise<Notes> {
    if (!isLanguage(lang)) throw new BadAnswer('lang', 'is not a language tag')
    const opened = this.pages.get(lang) ?? (await Notes.open(this.store, lang, this.onChange))
    // Another call may have been faster.
    const notes = this.pages.get(lang) ?? opened
    this.pages.set(lang, notes)
    if (this.sockets) notes.follow(this.sockets)
    return notes
  }

  /**
   * Opens those ever opened on this store, also by another program, and takes in what that has written. A page that cannot
   * be read keeps no other from being merged.
   *
   * @returns what the first such page met.
   * @throws {StoreTrouble} if it cannot be read which pages there are.
   */
  async openAll(): Promise<unknown> {
    const failures: unknown[] = []
    for (const lang of await this.languages())
      await this.open(lang).then(
        (notes) => notes.refresh(),
        (cause) => failures.push(cause)
      )
    return failures[0]
  }

  /** Merges with the hub from here on, also what is opened later. */
  follow(sockets: VirtualSockets): void {
    this.sockets = sockets
    for (const notes of this.pages.values()) notes.follow(sockets)
  }

  /** Ends the merging; reading and editing go on. */
  leave(): void {
    this.sockets = undefined
    for (const notes of this.pages.values()) notes.leave()
  }

  /** @throws {StoreTrouble} if some page cannot be saved; what is not on disk stays in memory. */
  async saved(): Promise<void> {
    await Promise.all([...this.pages.values()].map((notes) => notes.saved()))
  }
}
