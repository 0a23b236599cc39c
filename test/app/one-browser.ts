import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { browserArgs, findBrowser } from '../browser.ts'

/** One Chromium for the tests of a file; each has a profile and a page of its own. */
export function oneBrowser(): { readonly browser: Browser; readonly context: BrowserContext; readonly page: Page } {
  const executablePath = findBrowser()
  const one = {} as { browser: Browser; context: BrowserContext; page: Page }
  beforeAll(async () => {
    one.browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...browserArgs] })
  })
  beforeEach(async () => {
    one.context = await one.browser.newContext()
    one.page = await one.context.newPage()
  })
  afterAll(() => one.browser.close())
  return one
}
