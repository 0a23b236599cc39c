import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { removeFolders } from './examples/folders.ts'
import { World } from './examples/world.ts'
import { PortTaken, type Serving, serve } from './server.ts'

afterAll(removeFolders)

const DEVICE = 'a'.repeat(64)

async function served() {
  const world = await World.begin()
  const serving = await serve({ hub: world.hub, host: '127.0.0.1', port: 0, site: undefined })
  const close = async () => {
    await serving.close()
    await world.store.close()
  }
  return { world, serving, close }
}

/** Sends the path as it stands; a browser would tidy it first. */
async function get({ port }: Serving, path: string, headers: Record<string, string> = {}) {
  const asked = request({ host: '127.0.0.1', port, path, headers })
  asked.end()
  const [response] = await once(asked, 'response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, type: response.headers['content-type'], body }
}

async function dials({ port }: Serving, path: string, headers: Record<string, string> = {}): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  const failed = once(socket, 'error').then(([cause]) => String(cause.message))
  const opened = once(socket, 'open').then(() => 'open')
  const result = await Promise.race([opened, failed])
  failed.catch(() => {})
  socket.close()
  return result
}

describe('a hub’s door (real sockets on loopback)', () => {
  it('[LK1] takes links at /link?<device> alone, from its own page, its app, or a program', async () => {
    const { serving, close } = await served()
    const path = `/link?${DEVICE}`
    const own = { Origin: serving.address }
    expect(await dials(serving, path)).toBe('open')
    expect(await dials(serving, path, own)).toBe('open')
    expect(await dials(serving, path, { Origin: 'app://understory' })).toBe('open')
    expect(await dials(serving, path, { Host: 'localhost:1', Origin: 'http://localhost:1' })).toBe('open')
    const refused = 'Unexpected server response: 403'
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Origin: 'https://192.168.0.7.evil.example' },
      { Origin: 'http://notlocalhost' },
      { Origin: 'null' },
      { Origin: 'app://other' },
      { Origin: 'app://127.0.0.1' },
      { Host: 'evil.example', Origin: 'http://evil.example' },
      { Host: 'evil.example' }
    ])
      expect([headers, await dials(serving, path, headers as never)]).toEqual([headers, refused])
    for (const other of ['/link', '/link?abc', `/links?${DEVICE}`, `/?${DEVICE}`, `/link?${DEVICE}x`])
      expect([other, await dials(serving, other)]).toEqual([other, refused])
    await close()
  })

  it('[LK1] a page that a hub of another address served may follow the hub to this one', async () => {
    const { serving, close } = await served()
    for (const page of ['192.168.0.7:8787', '[fd00::1]:8787', 'localhost:3', 'understory.localhost'])
      expect([page, await dials(serving, `/link?${DEVICE}`, { Origin: `http://${page}` })]).toEqual([page, 'open'])
    await close()
  })

  it('answers only to names that reach this computer', async () => {
    const { serving, close } = await served()
    expect((await get(serving, '/')).body).toContain('"Example"')
    expect((await get(serving, '/', { Host: 'rebound.example' })).status).toBe(421)
    expect((await get(serving, '/', { Host: '[::1]:80' })).status).toBe(200)
    expect((await get(serving, '/', { Host: '192.168.0.7:8787' })).status).toBe(200)
    expect((await get(serving, '/nothing')).status).toBe(404)
    await close()
  })

  it('a port in use is an error, and never another port', async () => {
    const { world, serving, close } = await served()
    const second = serve({ hub: world.hub, host: '127.0.0.1', port: serving.port, site: undefined })
    await expect(second).rejects.toBeInstanceOf(PortTaken)
    await expect(second).rejects.toMatchObject({ code: 'H1', port: serving.port })
    await close()
  })

  it('[LK3] a message larger than any segment ends its link', async () => {
    const { serving, close } = await served()
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/link?${DEVICE}`)
    await once(socket, 'open')
    socket.send(new Uint8Array(70 * 1024))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
    expect((await get(serving, '/')).status).toBe(200)
    await close()
  })

  it('a caller who resets while the link is being refused does no harm', async () => {
    const { serving, close } = await served()
    for (let i = 0; i < 20; i++) {
      const socket = connect(serving.port, '127.0.0.1')
      await once(socket, 'connect')
      const head = ['GET /link HTTP/1.1', 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket', '', '']
      await new Promise<void>((sent) => void socket.write(head.join('\r\n'), () => sent()))
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    expect((await get(serving, '/')).status).toBe(200)
    await close()
  })

  it('closing ends the links that are open', async () => {
    const { serving, close } = await served()
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/link?${DEVICE}`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await close()
    expect((await closed)[0]).toBe(1006)
  })
})
