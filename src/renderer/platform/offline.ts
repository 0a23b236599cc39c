import { trusted } from './trusted.ts'

/** The web edition opens without a hub once it was loaded; the desktop app carries its files anyhow. */
export function startOffline(): void {
  if (window.understory || !('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register(trusted('/sw.js')).catch(() => {}) // then it needs the hub to open
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ used: usedSoFar() }))
}

/** Paths of what this page has fetched: until a worker runs, nobody else knows. */
function usedSoFar(): string[] {
  return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
}
