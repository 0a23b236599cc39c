import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { browserArgs, findBrowser } from '../browser.ts'

export type Look = {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  /** Language of the browser, and so of the interface. */
  readonly lang?: string
  /** A window that forgets everything when it closes. */
  readonly isPrivate?: boolean
  /** A file for fontconfig: the fonts of the system (Linux). By itself, those of this one. */
  readonly fonts?: string
}

const running = new Set<ChildProcess>()

/** For `afterAll`: ends what a failed test left running. */
export function closeAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** A real Chromium as a process of its own on a profile's folder, with one window: it can be killed as a power cut does. */
export class BrowserWindow {
  readonly page: Page
  readonly context: BrowserContext
  private readonly child: ChildProcess
  private readonly browser: Browser

  static async open(profile: string, look: Look = {}) {
    const { width = 1366, height = 768, lang = 'en', dark = false, isPrivate = false, fonts } = look
    const program = findBrowser()
    if (program === undefined) throw new Error('no browser on this machine')
    const portFile = join(profile, 'DevToolsActivePort')
    rmSync(portFile, { force: true })
    const child = spawn(
      program,
      [
        ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, `--lang=${lang}`],
        ...[`--accept-lang=${lang}`, `--window-size=${width},${height}`, ...browserArgs],
        ...[...(isPrivate ? ['--incognito'] : []), 'about:blank']
      ],
      { stdio: 'ignore', env: { ...process.env, LANGUAGE: lang, ...(fonts && { FONTCONFIG_FILE: fonts }) } }
    )
    running.add(child)
    child.once('exit', () => running.delete(child))
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portIn(portFile, child)}`)
    const context = browser.contexts()[0] as BrowserContext
    const page = context.pages()[0] ?? (await context.newPage())
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    return new BrowserWindow(child, browser, context, page)
  }

  private constructor(child: ChildProcess, browser: Browser, context: BrowserContext, page: Page) {
    this.child = child
    this.browser = browser
    this.context = context
    this.page = page
  }

  /** As a power cut does. */
  async killed(): Promise<void> {
    const gone = new Promise((done) => this.child.once('exit', done))
    this.child.kill('SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    const gone = new Promise((done) => this.child.once('exit', done))
    const session = await this.browser.newBrowserCDPSession()
    await session.send('Browser.close').catch(() => {})
    await gone
  }
}

/** The port that the browser has chosen. */
async function portIn(file: string, child: ChildProcess): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the browser ended with ${child.exitCode}`)
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (port && path) return port
    await new Promise((later) => setTimeout(later, 20))
  }
}
