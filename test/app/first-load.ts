import { get } from 'node:http'
import type { CDPSession, Page } from 'playwright'
import { phrases } from './words.ts'

/** What it took until home could be used, from an empty browser on. */
export type FirstLoad = {
  /** Of all files that were asked for, gzipped, fonts apart. */
  readonly gzip: number
  readonly fonts: number
  /** As they came over the wire, with headers; from this computer Chromium takes brotli. */
  readonly wire: number
  /** Milliseconds until the first heading, and from the consent until home. */
  readonly heading: number
  readonly home: number
  /** Gzipped bytes by file, largest first. */
  readonly files: readonly (readonly [file: string, bytes: number])[]
}

/** @param slower so many times as slow a processor. */
export async function firstLoad(page: Page, address: string, slower = 1): Promise<FirstLoad> {
  const t = phrases()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const loaded = listen(session)

  const start = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  const heading = performance.now() - start
  await page.getByRole('button', { name: t('welcome-practise') }).click()
  await page.getByRole('button', { name: t('consent-agree') }).waitFor()
  const agreed = performance.now()
  await page.getByRole('button', { name: t('consent-agree') }).click()
  await page.getByRole('heading', { level: 1, name: t('home-title') }).waitFor()
  await page
    .getByRole('main')
    .getByRole('link', { name: t('nav-borrow') })
    .first()
    .waitFor()
  const home = performance.now() - agreed

  const { paths, wire } = loaded()
  const sizes = await Promise.all(paths.map(async (path) => [path, await gzipped(`${address}${path}`)] as const))
  const sum = (some: typeof sizes) => some.reduce((total, [, bytes]) => total + bytes, 0)
  const isFont = ([file]: readonly [string, number]) => file.endsWith('.woff2')
  const files = sizes.toSorted((a, b) => b[1] - a[1])
  return {
    gzip: sum(files.filter((file) => !isFont(file))),
    fonts: sum(files.filter(isFont)),
    wire,
    heading,
    home,
    files
  }
}

function listen(session: CDPSession): () => { paths: string[]; wire: number } {
  const paths: string[] = []
  let wire = 0
  session.on('Network.requestWillBeSent', ({ request }) => {
    const { protocol, pathname } = new URL(request.url)
    if (protocol === 'http:') paths.push(pathname)
  })
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    wire += encodedDataLength
  })
  return () => ({ paths, wire })
}

/** Bytes of the body, as a reader gets it who takes gzip alone, as on a network without https. */
function gzipped(url: string): Promise<number> {
  return new Promise((done, failed) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('end', () => done(bytes))
    }).on('error', failed)
  })
}
