import { join } from 'node:path'
import type { Frame, Page, Request as PageRequest, Route } from 'playwright'
import { app } from './app.ts'
import { launch } from './chromium.ts'
import { served, toApp } from './protocol.ts'
import { settlePermissions } from './session.ts'
import { WebContents } from './window.ts'

/** Called by the executable when main has run once. */
export async function start(): Promise<void> {
  if (app.leaves) return
  const { chrome, debuggerAddress } = await launch(join(app.getPath('userData'), 'Chromium'))
  await chrome.route(() => true, onRequest)
  await chrome.pages()[0]?.close() // no window yet, as in Electron
  chrome.on('page', (page) => void closePopup(page))
  console.error(`DevTools listening on ${debuggerAddress}`)
  app.becomeReady()
}

async function onRequest(route: Route, request: PageRequest): Promise<void> {
  const url = toApp(request.url())
  if (request.isNavigationRequest()) {
    const frame = frameOf(request)
    const contents = WebContents.of(frame?.page())
    if (!contents) return route.abort('aborted')
    if (frame?.parentFrame() === null) {
      const isAsked = contents.loading === url || contents.getURL() === url // or a reload
      if (!isAsked && !contents.allows('will-navigate', { url, isMainFrame: true })) return route.abort('aborted')
      await settlePermissions(url)
    }
  }
  if (!url.startsWith('app:')) return route.fallback()
  const body = request.postDataBuffer()
  const response = await served(
    new Request(url, {
      method: request.method(),
      headers: await request.allHeaders(),
      ...(body && { body: new Uint8Array(body) })
    })
  )
  if (!response) return route.abort('failed')
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer())
  })
}

/** The first request of a popup comes before its page. */
function frameOf(request: PageRequest): Frame | undefined {
  try {
    return request.frame()
  } catch {
    return undefined
  }
}

/** A page that is no window of the app's: the page has found a way to one past `window.open` and links. */
async function closePopup(page: Page): Promise<void> {
  await WebContents.allOpened()
  if (!WebContents.of(page)) await page.close()
}
