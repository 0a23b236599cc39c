import type { Journals } from '../../client/journal/journal.ts'
import type { Failed, HubInfo } from '../../main/bridge.ts'

export type { Failed, HubInfo }

/** What differs between the desktop app and the web edition. */
export interface Platform {
  readonly kind: 'desktop' | 'web'
  /** The hub that this app carries (desktop), or came from (web); undefined: it does not answer, or there is none. */
  ownHub(): Promise<HubInfo | Failed | undefined>
  /** Gives the practice project's dataset to the person, as a file. `offered`: the browser takes it from here. */
  saveDataset(): Promise<'saved' | 'offered' | 'cancelled' | Failed>
  /** Joining works in this window; a page of one hub is not let in by the pages of another (web). */
  mayJoin(address: string): boolean
  /** An invite that the system handed over while the app runs. */
  onInvite(heard: (link: string) => void): void
  /** Called before the window closes, to finish what is being saved. */
  onClosing(flush: () => Promise<void>): void
  /** Where second copies lie; undefined: this window has no place for them. */
  readonly journals: Journals | undefined
}
