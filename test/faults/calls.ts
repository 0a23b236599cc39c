import type { IncomingMessage, ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'
import type { postSocket } from '../../src/sync/link/post.ts'
import type { Answering, Net } from './net.ts'
import type { Process } from './scheduler.ts'

type Post = NonNullable<Parameters<typeof postSocket>[2]>
type Answer = { readonly status: number; readonly bytes: Uint8Array }

/** Calls over HTTP of a program: lost on the way there or back, or carried twice by a proxy that repeats them. */
export function callsOf(net: Net, caller: Process, answering: () => Answering | undefined): Post {
  const { scheduler, injected } = net
  return (url, body, signal) =>
    new Promise<Answer>((done, failed) => {
      const { weather } = net
      const device = new URL(url).search.slice(1)
      const takes = (bytes: Uint8Array) =>
        scheduler.between(...weather.latency) + (bytes.byteLength * 1000) / weather.speed
      let over = false
      const fails = (why: string) => {
        if (over) return
        over = true
        failed(new Error(why))
      }
      signal.addEventListener('abort', () => fails('aborted'))
      const hears = (answer: Answer) =>
        scheduler.after(takes(answer.bytes), undefined, `answer ${answer.status} ${crc32(answer.bytes)}`, () => {
          scheduler.after(0, caller, 'answered', () => {
            if (over) return
            over = true
            done(answer)
          })
        })
      const arrives = () => {
        const hub = answering()
        if (!hub?.process.alive) return void scheduler.after(takes(body), caller, 'refused', () => fails('refused'))
        scheduler.after(0, hub.process, 'called', () => {
          const said = (answer: Answer) => {
            if (!scheduler.chance.happens(weather.cuts)) return hears(answer)
            injected.count('answer lost')
          }
          void hub.posts.answer(device, requestOf(body), responseTo(said)).catch((cause) => scheduler.stray.push(cause))
        })
      }
      if (scheduler.chance.happens(weather.fails)) {
        injected.count('failed call')
        scheduler.after(takes(body), caller, 'failed', () => fails('no way'))
        return
      }
      injected.count('call over HTTP')
      scheduler.after(takes(body), undefined, `call ${crc32(body)}`, arrives)
      if (!scheduler.chance.happens(weather.repeats / 4)) return
      injected.count('call twice')
      scheduler.after(takes(body) + scheduler.between(50, 3000), undefined, `again ${crc32(body)}`, arrives)
    })
}

function requestOf(body: Uint8Array): IncomingMessage {
  const request = {
    headers: {},
    socket: { remoteAddress: 'wire', remotePort: 0 },
    async *[Symbol.asyncIterator]() {
      yield body.slice()
    }
  }
  return request as unknown as IncomingMessage
}

function responseTo(said: (answer: Answer) => void): ServerResponse {
  let status = 200
  const response = {
    writeHead(code: number) {
      status = code
      return response
    },
    end(bytes?: Uint8Array) {
      said({ status, bytes: bytes?.slice() ?? new Uint8Array() })
    }
  }
  return response as unknown as ServerResponse
}
