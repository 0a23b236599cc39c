import { join } from 'node:path'
import type { Page, Request as PageRequest, Route } from 'playwright'
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
  console.error(`DevTools listening on ${debuggerAddress}`)
  app.becomeReady()
}

async function onRequest(route: Route, request: PageRequest): Promise<void> {
  const url = toApp(request.url())
  const page = pageOf(request)
  if (page && request.isNavigationRequest() && request.frame() === page.mainFrame()) {
    const contents = WebContents.of(page)
    if (!contents) return refusePopup(route, page, url)
    const isAsked = contents.loading === url || contents.getURL() === url // or a reload
    if (!isAsked && !contents.allows('will-navigate', { url, isMainFrame: true })) return route.abort('aborted')
    await settlePermissions(url)
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

/** A service worker's request has no page. */
function pageOf(request: PageRequest): Page | null {
  try {
    return request.frame().page()
  } catch {
    return null
  }
}

async function refusePopup(route: Route, page: Page, url: string): Promise<void> {
  const opener = WebContents.of(await page.opener())
  const { action } = opener?.openHandler?.({ url, disposition: 'new-window' }) ?? { action: 'deny' }
  await route.abort('aborted')
  await page.close()
  if (action === 'allow') throw new Error('stand-in: child windows are not supported')
}
