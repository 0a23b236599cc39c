/** The one Chromium behind the stand-in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright'
import { browserArgs, findBrowser } from '../../browser.ts'

let context: BrowserContext | undefined

/** The running Chromium, if it runs yet. */
export function running(): BrowserContext | undefined {
  return context
}

/** @returns where its debugger listens. */
export async function launch(profile: string): Promise<{ chrome: BrowserContext; debuggerAddress: string }> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('stand-in: there is no Chromium here')
  const chrome = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...browserArgs, '--remote-debugging-port=0'],
    viewport: null,
    serviceWorkers: 'allow'
  })
  context = chrome
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  return { chrome, debuggerAddress: `ws://127.0.0.1:${port}${path}` }
}
