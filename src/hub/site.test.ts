import { once } from 'node:events'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readInvite } from '../sync/invite.ts'
import { CONTENT_POLICY } from './content-policy.ts'
import { newFolder, removeFolders } from './examples/folders.ts'
import { treeLine, World } from './examples/world.ts'
import { ALL, exportDataset } from './export.ts'
import { type Serving, serve } from './server.ts'

afterAll(removeFolders)

const PAGE = '<p>page</p>'
const SECRET = 'abcdefghjkmnpqrstuvwxyz023'

/** A folder as the build leaves it, beside what nobody may have. */
function builtSite(): string {
  const folder = newFolder()
  const site = join(folder, 'site')
  mkdirSync(join(site, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'site-secret'))
  const files = {
    'index.html': PAGE,
    'sw.js': 'worker',
    'app.webmanifest': '{}',
    'assets/a b.js': 'code',
    'assets/big.js': 'plain',
    'assets/big.js.br': 'brotli',
    'assets/big.js.gz': gzipSync('plain'),
    'assets/big.js.map': 'source',
    '../secret.json': 'SECRET',
    '../site-secret/key.json': 'SECRET'
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(site, name), text)
  return site
}

async function served({ built = true, host = '127.0.0.1', openTo = '' } = {}) {
  const site = built ? builtSite() : undefined
  const world = await World.begin()
  const serving = await serve({ hub: world.hub, host, port: 0, site, ...(openTo && { openTo }) })
  const close = async () => {
    await serving.close()
    await world.store.close()
  }
  return { world, serving, site: site ?? '', close }
}

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: string }

/** Sends the path as it stands; a browser would tidy it first. */
async function ask(
  { port }: Serving,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET'
): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path, headers, method })
  asked.end()
  const [response] = await once(asked, 'response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

describe('the web edition of a hub', () => {
  it('is given file by file, and its page for every place in the app', async () => {
    const { serving, close } = await served()
    for (const path of ['/', '/index.html', '/join', '/work?lang=sw', '/task/0123/4'])
      expect([path, await ask(serving, path)]).toMatchObject([path, { status: 200, body: PAGE }])
    expect(await ask(serving, '/assets/a%20b.js?v=1')).toMatchObject({
      status: 200,
      body: 'code',
      headers: { 'content-type': 'text/javascript; charset=utf-8' }
    })
    const { headers } = await ask(serving, '/app.webmanifest')
    expect(headers['content-type']).toBe('application/manifest+json')
    await close()
  })

  it('has nothing that lies outside of its folder, and no sources', async () => {
    const { serving, site, close } = await served()
    const ways = [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%2f..%2fsecret.json',
      '//../secret.json',
      '/..\\secret.json',
      '/../site-secret/key.json',
      '/%2e%2e%2fsite-secret/key.json',
      '/%00.js',
      `/${site}/../secret.json`
    ]
    for (const path of ways) {
      const { status, body } = await ask(serving, path)
      expect([path, status, body.includes('SECRET')]).toEqual([path, 404, false])
    }
    for (const path of ['/%', '/%E0%A4%A', '/%00.js', '/nothing.js', '/assets/big.js.map', '/assets/big.js.br'])
      expect([path, (await ask(serving, path)).status]).toEqual([path, 404])
    expect((await ask(serving, '/', {}, 'POST')).status).toBe(405)
    await close()
  })

  it('its page runs only what came with it, in no frame, and tells nobody where it is', async () => {
    const { serving, close } = await served()
    expect((await ask(serving, '/task/1')).headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_POLICY,
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff'
    })
    expect(CONTENT_POLICY).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(CONTENT_POLICY).not.toMatch(/unsafe|\*/)
    for (const path of ['/assets/big.js', '/nothing.js', '/hub.json'])
      expect((await ask(serving, path)).headers['x-content-type-options']).toBe('nosniff')
    await close()
  })

  it('what may change is asked for anew each time, and sent only if it has changed', async () => {
    const { serving, site, close } = await served()
    for (const [path, file] of Object.entries({
      '/': 'index.html',
      '/sw.js': 'sw.js',
      '/app.webmanifest': 'app.webmanifest'
    })) {
      const { headers } = await ask(serving, path)
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', etag: expect.stringMatching(/^".+"$/) })
      const known = { 'If-None-Match': `"other", W/${headers.etag}` }
      expect(await ask(serving, path, known)).toMatchObject({ status: 304, body: '' })
      utimesSync(join(site, file), 1, 1)
      expect(await ask(serving, path, known)).toMatchObject({ status: 200 })
    }
    const { headers } = await ask(serving, '/assets/big.js')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    await close()
  })

  it('goes out as small as the asker can read', async () => {
    const { serving, close } = await served()
    const encodings: [string | undefined, string | undefined][] = [
      [undefined, undefined],
      ['gzip, deflate', 'gzip'],
      ['gzip, deflate, br', 'br'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', undefined]
    ]
    const tags = new Set<string | undefined>()
    for (const [accepted, expected] of encodings) {
      const { status, headers } = await ask(serving, '/assets/big.js', {
        ...(accepted && { 'Accept-Encoding': accepted })
      })
      expect([accepted, status, headers['content-encoding']]).toEqual([accepted, 200, expected])
      expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'content-type': 'text/javascript; charset=utf-8' })
      tags.add(headers.etag)
    }
    expect(tags.size).toBe(3)
    expect((await ask(serving, '/', { 'Accept-Encoding': 'br' })).headers['content-encoding']).toBeUndefined()
    await close()
  })

  it.each(['127.0.0.1', '0.0.0.0'])('its pages have one address on this computer (%s)', async (host) => {
    const { serving, close } = await served({ host })
    const { port } = serving
    for (const path of ['/', '/join', '/task/1?a=b', '//evil.example/x']) {
      const { status, headers } = await ask(serving, path, { Host: `localhost:${port}` })
      expect([status, headers.location]).toEqual([307, `http://127.0.0.1:${port}${path}`])
    }
    for (const path of ['/assets/big.js', '/hub.json'])
      expect((await ask(serving, path, { Host: `localhost:${port}` })).status).toBe(200)
    expect((await ask(serving, '/', { Host: `127.0.0.1:${port}` })).status).toBe(200)
    await close()
  })

  it('a hub without pages says what it is', async () => {
    const { serving, close } = await served({ built: false })
    for (const path of ['/', '/join']) expect((await ask(serving, path)).body).toContain('"Example"')
    expect((await ask(serving, '/work')).status).toBe(404)
    await close()
  })
})

describe('what a hub says of itself', () => {
  it('names its project and address, to no page of another origin, and its invite only if it is open', async () => {
    const closed = await served()
    const opened = await served({ openTo: SECRET })
    for (const { serving, world } of [closed, opened]) {
      const { headers, body } = await ask(serving, '/hub.json', { Origin: 'http://evil.example' })
      const { invite, ...said } = JSON.parse(body)
      const open = serving === opened.serving
      expect(said).toEqual({ v: 1, name: 'Example', project: world.hub.project, address: serving.address, open })
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      if (open) expect(readInvite(invite)).toMatchObject({ secret: SECRET, project: world.hub.project })
      else expect(invite).toBeUndefined()
    }
    await closed.close()
    await opened.close()
  })

  it('an open hub gives its whole dataset as a file, a closed one to nobody', async () => {
    const closed = await served()
    expect((await ask(closed.serving, '/dataset.jsonl')).status).toBe(404)
    await closed.close()
    const { world, serving, close } = await served({ openTo: SECRET })
    await world.import(treeLine('11111111-1111-4111-8111-111111111111'), 'as-is')
    const lines: string[] = []
    await exportDataset(world.store, ALL, (line) => void lines.push(`${line}\n`))
    const { status, headers, body } = await ask(serving, '/dataset.jsonl')
    expect([status, body]).toEqual([200, lines.join('')])
    expect(lines).toHaveLength(1)
    expect(headers['content-disposition']).toBe('attachment; filename="understory-practice.jsonl"')
    await close()
  })
})
