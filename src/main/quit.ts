/** The part of Electron's `app` that is used here. */
export type QuittingApp = {
  on(event: 'before-quit', heard: (event: { preventDefault(): void }) => void): unknown
  quit(): void
}

/** What happens before the app quits, one after the other. */
export type LastSteps = {
  /** Lets the page write down what it holds. */
  closeWindow(): Promise<void>
  stopHub(): Promise<void>
  log(line: string): void
}

/** The window closes, then the hub stops, then the app quits; once, however often it is asked to. */
export function quitInOrder(app: QuittingApp, steps: LastSteps): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void lastSteps(steps).finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}

/** A step that fails keeps no later one from its turn. */
async function lastSteps({ closeWindow, stopHub, log }: LastSteps): Promise<void> {
  await closeWindow().catch((error: unknown) => log(`closing the window: ${String(error)}`))
  await stopHub().catch((error: unknown) => log(`stopping the hub: ${String(error)}`))
}

/** What the page is given to write its last letters; a page that hangs may not keep the app open. */
export const FLUSH_MS = 3000

/** Resolves when the page has flushed, or had its time. */
export function flushAtMost(flush: () => Promise<void>, after: (ms: number) => Promise<void>): Promise<void> {
  return Promise.race([flush(), after(FLUSH_MS)])
}
