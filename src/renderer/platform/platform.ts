import type { HubInfo } from '../../main/bridge.ts'
import { desktop } from './desktop.ts'
import { web } from './web.ts'

export type { HubInfo }

/** What differs between the desktop app and the web edition. */
export interface Platform {
  readonly kind: 'desktop' | 'web'
  /** The hub that this app carries (desktop), or came from (web); undefined while it does not answer. */
  ownHub(): Promise<HubInfo | undefined>
  /** Gives the practice project's dataset to the person, as a file. */
  saveDataset(hub: HubInfo): Promise<void>
  /** Joining works in this window; a page of one hub is not let in by the pages of another (web). */
  mayJoin(address: string): boolean
  /** An invite that the system handed over while the app runs. */
  onInvite(heard: (link: string) => void): void
  /** Called before the window closes, to finish what is being saved. */
  onClosing(flush: () => Promise<void>): void
}

export const platform: Platform = window.understory ? desktop(window.understory) : web()
