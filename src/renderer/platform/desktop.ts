import type { Bridge } from '../../main/bridge.ts'
import type { Platform } from './contract.ts'

/** The desktop app: what the page may not do itself, the bridge does. */
export function desktop(bridge: Bridge): Platform {
  return {
    kind: 'desktop',
    ownHub: () => bridge.practice(),
    saveDataset: () => bridge.saveDataset(),
    mayJoin: () => true,
    onInvite: (heard) => bridge.onInvite(heard),
    onClosing: (flush) => bridge.onClosing(flush)
  }
}
