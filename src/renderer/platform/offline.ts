import { trusted } from './trusted.ts'

/** The web edition opens without a hub once it was loaded; the desktop app carries its files anyhow. */
export function startOffline(): void {
  if (window.understory || !('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register(trusted('/sw.js')).catch(() => {}) // then it needs the hub to open
}
