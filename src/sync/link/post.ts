import { patiently } from '../patience.ts'
import { Refused } from '../refusal.ts'
import type { System } from '../system.ts'
import type { RawSocket } from './link.ts'
import { NO_TOKEN, readPost, TOKEN_BYTES, takeFrames, writePost } from './post-body.ts'

/** One call over HTTP. @throws whatever `fetch` throws where no answer comes. */
type Post = (url: string, body: Uint8Array, signal: AbortSignal) => Promise<{ status: number; bytes: Uint8Array }>

/** With nothing to say, the hub is asked after so long, longer each time; at once after anything that came. */
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 4000
/** A call without an answer is repeated, with the same number, so that the hub takes it once. */
const PATIENCE = 20_000
const ATTEMPTS = 4
const BETWEEN_ATTEMPTS = 500

/**
 * [LK13] A socket made of calls over HTTP, for links on which a proxy breaks WebSockets: the same messages, one call at
 * a time, each answered once the hub has taken what it carried.
 *
 * @param address as for a WebSocket.
 */
export function postSocket(address: string, system: System, post: Post = fetchPost): RawSocket {
  const url = urlOf(address)
  const queue: Uint8Array[] = []
  const over = new AbortController()
  let [token, number, pause] = [NO_TOKEN, 0, FIRST_PAUSE]
  let wake = () => {}
  const socket: RawSocket = {
    ...{ binaryType: 'arraybuffer', extensions: '' },
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send(bytes) {
      queue.push(bytes)
      wake()
    },
    close() {
      over.abort()
      wake()
    }
  }

  async function talk(): Promise<void> {
    while (!over.signal.aborted) {
      number += 1
      const frames = takeFrames(queue)
      const answer = await repeated(writePost({ token, number, frames }))
      if (over.signal.aborted) return
      if (!answer) return ended(1006)
      if (number === 1) {
        token = answer.token
        socket.onopen?.()
      }
      for (const frame of answer.frames) socket.onmessage?.({ data: frame.buffer })
      if (answer.number !== 0) return ended(answer.number)
      pause = frames.length + answer.frames.length > 0 ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE)
      if (answer.frames.length === 0 && queue.length === 0) await paused()
    }
  }

  /** @returns undefined where there is no hub, or it knows nothing of this link any more. */
  async function repeated(body: Uint8Array) {
    for (let attempt = 0; attempt < ATTEMPTS && !over.signal.aborted; attempt++) {
      if (attempt > 0) await new Promise<void>((done) => system.after(BETWEEN_ATTEMPTS * 2 ** attempt, done))
      try {
        const { status, bytes } = await once(body)
        // A proxy's own trouble passes.
        if (status >= 500) continue
        return status === 200 ? readPost(bytes) : undefined
      } catch (cause) {
        if (cause instanceof Refused) return undefined
      }
    }
    return undefined
  }

  function once(body: Uint8Array) {
    return patiently(system, PATIENCE, (signal) => post(url, body, signal), over.signal)
  }

  function paused(): Promise<void> {
    return new Promise((done) => {
      const cancel = system.after(pause, () => wake())
      wake = () => {
        cancel()
        wake = () => {}
        done()
      }
    })
  }

  function ended(code: number): void {
    over.abort()
    socket.onclose?.({ code, reason: '' })
  }

  // Whoever opens a socket first says what it listens to.
  queueMicrotask(() => void talk())
  return socket
}

/** [LK14] Whether a hub answers calls over HTTP: to one with a token of nobody it says that there is no such link. */
export async function reachesHub(address: string, system: System, post: Post = fetchPost): Promise<boolean> {
  const nobodys = writePost({ token: new Uint8Array(TOKEN_BYTES).fill(255), number: 2, frames: [] })
  try {
    const answer = await patiently(system, PATIENCE, (signal) => post(urlOf(address), nobodys, signal))
    return answer.status === 410
  } catch {
    return false
  }
}

/** @param address as for a WebSocket. */
function urlOf(address: string): string {
  return address.replace(/^ws/, 'http').replace('/link?', '/sync?')
}

async function fetchPost(url: string, body: Uint8Array, signal: AbortSignal) {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers, signal, cache: 'no-store' })
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
}
