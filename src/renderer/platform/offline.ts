/** The web edition opens without a hub once it was loaded; the desktop app carries its files anyhow. */
export function startOffline(): void {
  if (window.understory || !('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register(trusted('/sw.js')).catch(() => {}) // then it needs the hub to open
}

/** Trusted Types take the address of a worker from a policy alone; ours knows just this one. */
function trusted(address: '/sw.js'): string {
  const policy = trustedTypes?.createPolicy('understory', {
    createScriptURL: (url: string) => (url === address ? url : '')
  })
  return (policy?.createScriptURL(address) ?? address) as unknown as string
}

declare const trustedTypes:
  | { createPolicy(name: string, rules: object): { createScriptURL(url: string): object } }
  | undefined
