import type { Told } from '../core/error.ts'

/** What a hub says of itself. */
export type HubInfo = {
  readonly v: 1
  readonly name: string
  readonly project: string
  readonly address: string
  readonly open: boolean
  readonly invite?: string
}

/** Why it did not happen, for the person. */
export type Failed = { readonly failed: Told }

/** What the page may ask of main: the only channels there are. */
export type Channels = {
  version(): string
  practice(): HubInfo
  'save-dataset'(): 'saved' | 'cancelled'
  /** The invites that came since it was last asked. */
  'take-invites'(): readonly string[]
  /** What was to be flushed is on disk. */
  flushed(): void
  /** Second copies of what the page keeps (client/journal/journal.ts). */
  'journal-list'(): string[]
  'journal-read'(name: string): Uint8Array
  'journal-append'(name: string, bytes: Uint8Array): 'written'
  'journal-replace'(name: string, bytes: Uint8Array): 'written'
}

/** What main tells the page; nothing travels along, the page asks. */
export type Signal = 'invites-came' | 'closing'

/** How every answer crosses: an outcome, words for a person, or words for whoever asked wrongly. Never an error's stack. */
export type Answered<T> = { readonly value: T } | Failed | { readonly refused: string }

/** `window.understory`: all that the page has of this computer. */
export type Bridge = {
  version(): Promise<string>
  /** The practice hub inside the app; started on first call. */
  practice(): Promise<HubInfo | Failed>
  /** Asks for a place and writes the practice project's dataset there. */
  saveDataset(): Promise<'saved' | 'cancelled' | Failed>
  /** An invite link (http…/join#…, or the same with understory: for its scheme) that the system handed to the app. */
  onInvite(heard: (link: string) => void): void
  /** Called before the window closes or the app quits; main waits for it, 3 s at most. */
  onClosing(flush: () => Promise<void>): void
  /** Second copies of what the page keeps, as files beside its profile; what fails rejects. */
  readonly journals: BridgedJournals
}

export type BridgedJournals = {
  list(): Promise<string[] | Failed>
  read(name: string): Promise<Uint8Array | Failed>
  append(name: string, bytes: Uint8Array): Promise<'written' | Failed>
  replace(name: string, bytes: Uint8Array): Promise<'written' | Failed>
}
