import type { Device } from '../../client/device.ts'
import { afterFrame } from '../platform/after-frame.ts'

type Said = 'changed' | 'my-turn'

/**
 * Of the windows on one database, one syncs: the one looked at last. The others see at once what it writes, and it sends
 * what they finish.
 *
 * @param begins until then it only hears of the others.
 * @returns ends this window's part, and resolves once its link is down.
 */
export function takeTurns(device: Device, name: string, begins: Promise<void>): () => Promise<void> {
  const others = new BroadcastChannel(name)
  let repeating = false
  let release = () => {}
  let ended = false
  let queued = false
  let holding = false

  let callOff: (() => void) | undefined
  const forget = device.onChange(() => {
    if (repeating || ended) return
    // What was done here is seen here first.
    callOff ??= afterFrame(() => {
      callOff = undefined
      others.postMessage('changed' satisfies Said)
    })
  })
  others.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data === 'my-turn') release()
    if (data !== 'changed') return
    repeating = true
    device.refresh()
    repeating = false
  }

  const sync = async () => {
    if (ended) return
    // Before the start: a window that asks meanwhile must be heard.
    const over = new Promise<void>((done) => {
      release = done
    })
    await device.crossing.begin().catch(() => {}) // not joined yet: the join starts it; anything else the device tells
    await over
    await device.stop().catch(() => {}) // notes that cannot be saved tell it themselves
  }
  let turn: Promise<unknown> = Promise.resolve()
  const waiting = new AbortController()
  const queue = () => {
    if (queued || ended) return
    queued = true
    turn = locks().request(`${name}-sync`, { signal: waiting.signal }, async () => {
      queued = false
      holding = true
      await sync()
      holding = false
      queue() // behind whoever asked for the turn
    })
  }
  const looked = () => {
    if (document.visibilityState !== 'visible' || holding) return
    queue()
    void standsInLine().then(() => {
      if (!ended && !holding) others.postMessage('my-turn' satisfies Said)
    })
  }
  const online = () => device.wake()

  void begins.then(() => {
    looked()
    queue() // a window in the background waits for its turn
  })
  addEventListener('online', online)
  document.addEventListener('visibilitychange', looked)
  return async () => {
    ended = true
    forget()
    if (callOff) others.postMessage('changed' satisfies Said)
    callOff?.()
    others.close()
    removeEventListener('online', online)
    document.removeEventListener('visibilitychange', looked)
    release()
    waiting.abort()
    await turn.catch(() => {}) // called off while it waited
  }
}

/**
 * Resolves once what was requested before has its place. Whoever gives up the turn requests the next one at once, and
 * would be faster than a window that has just been opened.
 */
async function standsInLine(): Promise<void> {
  await navigator.locks?.query()
}

/** Plain http on a local network has no locks: there every window takes its turn at once. */
function locks(): Pick<LockManager, 'request'> {
  return navigator.locks ?? { request: async (_: string, _options: object, work: () => Promise<void>) => work() }
}
