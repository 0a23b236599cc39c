import type { Bridge } from '../../main/bridge.ts'
import type { Platform } from './platform.ts'

/** The desktop app: what the page may not do itself, the bridge does. */
export function desktop(bridge: Bridge): Platform {
  return {
    kind: 'desktop',
    async ownHub() {
      const hub = await bridge.practice()
      return 'failed' in hub ? undefined : hub
    },
    async saveDataset() {
      await bridge.saveDataset()
    },
    mayJoin: () => true,
    onInvite: (heard) => bridge.onInvite(heard),
    onClosing: (flush) => bridge.onClosing(flush)
  }
}
