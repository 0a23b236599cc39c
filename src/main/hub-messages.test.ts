import { describe, expect, it } from 'vitest'
import { PortTaken } from '../hub/server.ts'
import type { HubInfo } from './bridge.ts'
import { type FromHub, HUB_ENDED, type OpenHub, serveMessages, type ToHub } from './hub-messages.ts'

const START = { start: { folder: '/f', port: 8787, site: '/s', practice: '/p' } }
const INFO: HubInfo = { v: 1, name: 'n', project: 'p', address: 'a', open: true, invite: 'i' }

/** A hub's process whose hub opens, fails and closes when the test says so. */
function hubProcess() {
  const events: string[] = []
  const said: FromHub[] = []
  const opening = Promise.withResolvers<OpenHub>()
  const closing = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  let send: (message: ToHub) => void = () => {}
  serveMessages(
    {
      hear(heard) {
        send = heard
      },
      say: (message) => void said.push(message),
      log: (line) => void events.push(line)
    },
    ({ folder }) => {
      events.push(`open ${folder}`)
      return opening.promise
    },
    () => {
      events.push('end')
      end.resolve()
    }
  )
  const close = async () => {
    events.push('close')
    await closing.promise
    events.push('closed')
  }
  return { events, said, opening, closing, end: end.promise, send: (message: ToHub) => send(message), close }
}

describe("the hub's process", () => {
  it('says what the hub says of itself once it is open', async () => {
    const hub = hubProcess()
    hub.send(START)
    hub.opening.resolve({ info: INFO, close: hub.close })
    await hub.opening.promise
    expect(hub.said).toEqual([{ open: INFO }])
    expect(hub.events).toEqual(['open /f'])
  })

  it('ends once the hub has closed', async () => {
    const hub = hubProcess()
    hub.send(START)
    hub.opening.resolve({ info: INFO, close: hub.close })
    hub.send('stop')
    hub.closing.resolve()
    await hub.end
    expect(hub.events).toEqual(['open /f', 'close', 'closed', 'end'])
  })

  it('closes a hub that was still opening when it was told to stop', async () => {
    const hub = hubProcess()
    hub.send(START)
    hub.send('stop')
    hub.opening.resolve({ info: INFO, close: hub.close })
    hub.closing.resolve()
    await hub.end
    expect(hub.events).toEqual(['open /f', 'close', 'closed', 'end'])
  })

  it('ends at once when told to stop before anything', async () => {
    const hub = hubProcess()
    hub.send('stop')
    await hub.end
    expect(hub.events).toEqual(['end'])
  })

  it('ends although closing failed', async () => {
    const hub = hubProcess()
    hub.send(START)
    hub.opening.resolve({ info: INFO, close: () => Promise.reject('disk') })
    hub.send('stop')
    await hub.end
    expect(hub.events).toEqual(['open /f', 'closing: disk', 'end'])
  })

  it('says why it did not open, as plain data, and ends when that was heard', async () => {
    const hub = hubProcess()
    hub.send(START)
    const error = new PortTaken(8787)
    hub.opening.reject(error)
    await hub.opening.promise.catch(() => {})
    expect(hub.events).toEqual(['open /f'])
    hub.send('stop')
    await hub.end
    expect(structuredClone(hub.said)).toEqual([
      { failed: { code: 'H1', message: 'port 8787 is in use', told: error.told } }
    ])
  })

  it('has words for an error that has none', async () => {
    const hub = hubProcess()
    hub.send(START)
    hub.opening.reject(new TypeError('undefined is not a hub'))
    hub.send('stop')
    await hub.end
    expect(hub.said).toEqual([
      { failed: { code: 'A1', message: expect.stringContaining('undefined is not a hub'), told: HUB_ENDED } }
    ])
  })
})
