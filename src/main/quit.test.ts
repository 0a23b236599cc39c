import { describe, expect, it } from 'vitest'
import { FLUSH_MS, flushAtMost, quitInOrder } from './quit.ts'

/** Quits as Electron's `app` does: asks its listeners first. */
class FakeApp {
  readonly events: string[] = []
  readonly gone = Promise.withResolvers<void>()
  private readonly heard: ((event: { preventDefault(): void }) => void)[] = []

  on(_event: 'before-quit', heard: (event: { preventDefault(): void }) => void): void {
    this.heard.push(heard)
  }

  quit(): void {
    let prevented = false
    const preventDefault = () => {
      prevented = true
    }
    for (const heard of this.heard) heard({ preventDefault })
    if (prevented) return
    this.events.push('gone')
    this.gone.resolve()
  }
}

function quitting() {
  const app = new FakeApp()
  const window = Promise.withResolvers<void>()
  const hub = Promise.withResolvers<void>()
  const step =
    (name: string, { promise }: PromiseWithResolvers<void>) =>
    async () => {
      app.events.push(name)
      await promise
      app.events.push(`${name} done`)
    }
  quitInOrder(app, {
    closeWindow: step('window', window),
    stopHub: step('hub', hub),
    log: (line) => void app.events.push(line)
  })
  return { app, window, hub }
}

describe('quitting', () => {
  it('waits for the window, then for the hub, then lets the app go', async () => {
    const { app, window, hub } = quitting()
    app.quit()
    expect(app.events).toEqual(['window'])
    window.resolve()
    hub.resolve()
    await app.gone.promise
    expect(app.events).toEqual(['window', 'window done', 'hub', 'hub done', 'gone'])
  })

  it('takes each step once, however often it is asked', async () => {
    const { app, window, hub } = quitting()
    app.quit()
    app.quit()
    window.resolve()
    hub.resolve()
    await app.gone.promise
    expect(app.events.filter((event) => event === 'window' || event === 'gone')).toEqual(['window', 'gone'])
  })

  it('goes on when a step fails', async () => {
    const { app, window, hub } = quitting()
    app.quit()
    window.reject('stuck')
    hub.reject('lost')
    await app.gone.promise
    expect(app.events).toEqual(['window', 'closing the window: stuck', 'hub', 'stopping the hub: lost', 'gone'])
  })
})

describe('flushAtMost', () => {
  it('resolves once the page has flushed', async () => {
    await flushAtMost(
      async () => {},
      () => new Promise(() => {})
    )
  })

  it('gives a page that hangs three seconds', async () => {
    const waits: number[] = []
    await flushAtMost(
      () => new Promise(() => {}),
      async (ms) => void waits.push(ms)
    )
    expect(waits).toEqual([FLUSH_MS])
    expect(FLUSH_MS).toBe(3000)
  })
})
