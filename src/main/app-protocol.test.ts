import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTENT_POLICY } from '../hub/content-policy.ts'
import { appProtocol, isOurs } from './app-protocol.ts'

describe('the app protocol', () => {
  let folder: string
  let site: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'understory-site-'))
    site = join(folder, 'renderer')
    mkdirSync(join(site, 'assets'), { recursive: true })
    mkdirSync(`${site}-other`)
    writeFileSync(join(site, 'index.html'), '<title>page</title>')
    writeFileSync(join(site, 'assets', 'a b.js'), 'let a')
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    writeFileSync(join(`${site}-other`, 'secret.txt'), 'secret')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const get = (url: string, method = 'GET') => appProtocol(site)(new Request(url, { method }))

  it.each(['', '/', '/index.html', '/work', '/projects/1/work?x=1#y'])(
    'serves the page for the route "%s"',
    async (path) => {
      const response = await get(`app://understory${path}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response.text()).toBe('<title>page</title>')
    }
  )

  it('serves a file with its type', async () => {
    const response = await get('app://understory/assets/a%20b.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('let a')
  })

  it.each(['/', '/assets/none.js'])('sends the policy and nosniff with %s', async (path) => {
    const { headers } = await get(`app://understory${path}`)
    expect(headers.get('content-security-policy')).toBe(CONTENT_POLICY)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://understory/none.js',
    'app://understory/../secret.txt',
    'app://understory/%2e%2e/secret.txt',
    'app://understory/..%2fsecret.txt',
    'app://understory/assets/..%2f..%2fsecret.txt',
    'app://understory/..%2frenderer-other%2fsecret.txt',
    'app://understory/..%5csecret.txt',
    'app://understory/secret.txt%00.html',
    'app://understory/%E0%A4%A.js',
    'app://elsewhere/index.html',
    'app://understory.elsewhere/index.html'
  ])('has nothing at %s', async (url) => {
    expect((await get(url)).status).toBe(404)
  })

  it('takes no other method', async () => {
    expect((await get('app://understory/', 'POST')).status).toBe(404)
  })
})

describe('isOurs', () => {
  it.each(['app://understory', 'app://understory/', 'app://understory/work#a'])('knows %s', (url) => {
    expect(isOurs(url)).toBe(true)
  })

  it.each([
    '',
    'app://understory.elsewhere/',
    'app://understory:1/',
    'app://elsewhere/app://understory/',
    'https://understory/',
    'file:///'
  ])('takes "%s" for foreign', (url) => {
    expect(isOurs(url)).toBe(false)
  })
})
