import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright'
import { app } from './app.ts'
import { running } from './chromium.ts'
import { Hearer } from './events.ts'
import { answerCall, type Call } from './ipc.ts'
import { toApp, toWeb } from './protocol.ts'
import { session } from './session.ts'

type Options = {
  width?: number
  height?: number
  minWidth?: number
  minHeight?: number
  show?: boolean
  backgroundColor?: string
  webPreferences?: { preload?: string; [name: string]: unknown }
}
type OpenHandler = (details: { url: string; disposition: string }) => { action: 'allow' | 'deny' }

/** A page on which any of these is otherwise would be able to do what no page of ours may. */
const SAFE: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false
}

const windows: BrowserWindow[] = []
let ids = 0

export class BrowserWindow extends Hearer {
  readonly id = ++ids
  readonly webContents: WebContents
  private readonly options: Options
  private isGone = false
  private isShown: boolean

  constructor(options: Options = {}) {
    super()
    for (const [name, safe] of Object.entries(SAFE))
      if ((options.webPreferences?.[name] ?? safe) !== safe)
        throw new Error(`stand-in: webPreferences.${name} must be ${safe}`)
    if (!app.isSandboxed) throw new Error('stand-in: the app must enable the sandbox for all its pages')
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    this.isShown = options.show ?? true
    this.webContents = new WebContents(this, options.webPreferences?.preload)
    windows.push(this)
    app.windows.push(this)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }
  /** @returns whether it closed. */
  close(): boolean {
    if (!this.isGone && this.allows('close')) this.destroy()
    return this.isGone
  }
  destroy(): void {
    if (this.isGone) return
    this.isGone = true
    windows.splice(windows.indexOf(this), 1)
    void this.webContents.closePage()
    this.emit('closed')
    app.lost(this)
  }
  isDestroyed(): boolean {
    return this.isGone
  }
  show(): void {
    this.isShown = true
  }
  hide(): void {
    this.isShown = false
  }
  isVisible(): boolean {
    return this.isShown
  }
  focus(): void {
    this.emit('focus')
  }
  isMinimized(): boolean {
    return false
  }
  restore(): void {}
  getBounds() {
    return { x: 0, y: 0, width: this.options.width ?? 800, height: this.options.height ?? 600 }
  }
  getMinimumSize(): number[] {
    return [this.options.minWidth ?? 0, this.options.minHeight ?? 0]
  }
  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  static fromWebContents(contents: WebContents): BrowserWindow {
    return contents.owner
  }
}

export class WebContents extends Hearer {
  readonly session = session.defaultSession
  readonly owner: BrowserWindow
  openHandler: OpenHandler | undefined
  /** What main itself asked to be loaded. */
  loading = ''
  page: Page | undefined
  targetId = ''
  private readonly preload: string | undefined
  private opened: Promise<{ page: Page; debug: CDPSession }>
  private hasCrashed = false

  constructor(owner: BrowserWindow, preload: string | undefined) {
    super()
    this.owner = owner
    this.preload = preload
    this.opened = this.open()
  }

  /** The contents that a page shows. */
  static of(page: Page | undefined): WebContents | undefined {
    return page && windows.find(({ webContents }) => webContents.page === page)?.webContents
  }
  /** Resolves once every window has its page. */
  static async allOpened(): Promise<void> {
    await Promise.allSettled(windows.map(({ webContents }) => webContents.opened))
  }
  static fromDevToolsTargetId(id: string): WebContents | undefined {
    return windows.find(({ webContents }) => webContents.targetId === id)?.webContents
  }

  async loadURL(url: string): Promise<void> {
    const { page } = await this.opened
    this.loading = url
    await page.goto(toWeb(url)).finally(() => {
      this.loading = ''
    })
  }
  getURL(): string {
    return toApp(this.page?.url() ?? '')
  }
  reload(): void {
    const url = this.getURL()
    // As in Electron, whether it worked is told by events alone.
    void this.mended()
      .then(() => this.loadURL(url))
      .catch(() => {})
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }
  send(channel: string, ...args: unknown[]): void {
    const tell = ([name, args]: readonly [string, unknown[]]) => {
      const { __tell } = window as unknown as { __tell?: (name: string, args: unknown[]) => void }
      __tell?.(name, args)
    }
    // Who is not there does not hear it.
    void this.opened.then(({ page }) => page.evaluate(tell, [channel, args] as const)).catch(() => {})
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.opened).page.evaluate(code)
  }
  isCrashed(): boolean {
    return this.hasCrashed
  }
  forcefullyCrashRenderer(): void {
    // It never answers.
    void this.opened.then(({ debug }) => debug.send('Page.crash')).catch(() => {})
  }
  async closePage(): Promise<void> {
    const { page } = await this.opened
    await page.close().catch(() => {}) // the whole Chromium may be closing
  }

  /** A crashed page of Playwright's stays so: the window goes on with another one. */
  private async mended(): Promise<void> {
    if (!this.hasCrashed) return
    const { page: crashed } = await this.opened
    this.opened = this.open()
    await this.opened
    this.hasCrashed = false
    await crashed.close()
  }

  /** Two debuggers race for a popup's first request, so the page asks instead of opening one. */
  private askToOpen(url: string): void {
    const asked = this.openHandler?.({ url, disposition: 'new-window' })
    if (asked?.action !== 'deny') throw new Error(`stand-in: ${url} would open a window, which it cannot`)
  }

  private async open(): Promise<{ page: Page; debug: CDPSession }> {
    const chrome = running()
    if (!chrome) throw new Error('stand-in: Chromium does not run')
    const page = await chrome.newPage()
    this.page = page
    const debug = await chrome.newCDPSession(page)
    this.targetId = (await debug.send('Target.getTargetInfo')).targetInfo.targetId
    await page.exposeBinding('__ask', ({ frame }, call: Call) =>
      answerCall({ id: this.owner.id }, toApp(frame.url()), call)
    )
    await page.exposeBinding('__open', (_source, url: string) => this.askToOpen(url))
    if (this.preload !== undefined) await page.addInitScript({ content: preloadScript(this.preload) })
    page.on('domcontentloaded', () => this.emit('dom-ready', {}))
    page.on('load', () => {
      this.emit('did-finish-load', {})
      this.owner.emit('ready-to-show', {})
    })
    page.on('crash', () => {
      this.hasCrashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
    page.on('close', () => {
      if (this.page === page) this.owner.destroy()
    })
    return { page, debug }
  }
}

/** The built preload as a function of what a sandboxed one has, run by its host in the page. */
function preloadScript(file: string): string {
  const source = `(require, module, exports = module.exports) => {${readFileSync(file, 'utf8')}\n}`
  const host = readFileSync(new URL('./preload-host.js', import.meta.url), 'utf8')
  return `(${host.slice(host.indexOf('(source')).trim()})(${source}, '__ask', '__tell', '__open')`
}
