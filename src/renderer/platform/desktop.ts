import type { Bridge } from '../../main/bridge.ts'
import type { Failed, Platform } from './contract.ts'
import { desktopJournals } from './journals.ts'

/** The desktop app: what the page may not do itself, the bridge does. */
export function desktop(bridge: Bridge): Platform {
  return {
    kind: 'desktop',
    ownHub: () => bridge.practice().catch(() => HUB_ENDED),
    saveDataset: () => bridge.saveDataset(),
    mayJoin: () => true,
    onInvite: (heard) => bridge.onInvite(heard),
    onClosing: (flush) => bridge.onClosing(flush),
    journals: desktopJournals(bridge.journals)
  }
}

/** Main could not even say why; its log does. Who has no project yet waits for an answer. */
const HUB_ENDED: Failed = { failed: { work: ['nothing-started'], cause: ['hub-ended'], action: ['open-again'] } }
