import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { running } from './chromium.ts'
import { Hearer, nothing } from './events.ts'

/** A window as the app knows it. */
export type OpenWindow = {
  /** @returns whether it closed; a listener may have kept it open. */
  close(): boolean
}

class App extends Hearer {
  readonly windows: OpenWindow[] = []
  readonly commandLine = { appendSwitch: nothing, hasSwitch: () => false, getSwitchValue: () => '' }
  readonly isPackaged = false
  isSandboxed = false
  private readonly ready = Promise.withResolvers<void>()
  private isUp = false
  private isQuitting = false
  private readonly paths = new Map([
    ['home', homedir()],
    ['temp', tmpdir()]
  ])

  get name(): string {
    return this.manifest.name
  }
  getName(): string {
    return this.manifest.name
  }
  getVersion(): string {
    return this.manifest.version
  }
  getAppPath(): string {
    return resolve('.')
  }
  getLocale(): string {
    return 'en-US'
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-US']
  }
  getPath(name: string): string {
    const known = this.paths.get(name)
    if (known !== undefined) return known
    return name === 'userData' ? join(homedir(), '.config', this.name) : join(homedir(), name)
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  enableSandbox(): void {
    if (this.isUp) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.isSandboxed = true
  }
  setAsDefaultProtocolClient(): boolean {
    throw new Error('stand-in: nothing may be registered with the system by a test')
  }
  focus(): void {}

  isReady(): boolean {
    return this.isUp
  }
  whenReady(): Promise<void> {
    return this.ready.promise
  }
  becomeReady(): void {
    this.isUp = true
    this.emit('ready', {}, {})
    this.ready.resolve()
  }

  /** One process for one `userData`: who comes later leaves its arguments in the folder of the first. */
  requestSingleInstanceLock(): boolean {
    const folder = join(this.getPath('userData'), 'stand-in-lock')
    const pid = join(folder, 'pid')
    if (existsSync(pid) && isAlive(Number(readFileSync(pid, 'utf8')))) {
      const half = join(folder, `half-${process.pid}`)
      writeFileSync(half, JSON.stringify([process.argv, process.cwd()]))
      renameSync(half, join(folder, `second-${process.pid}`))
      return false
    }
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(pid, String(process.pid))
    watch(folder, () => this.hearSeconds(folder)).unref()
    return true
  }

  quit(): void {
    if (this.isQuitting || !this.allows('before-quit')) return
    this.isQuitting = true
    this.isQuitting = this.windows.slice().every((window) => window.close()) && this.allows('will-quit')
    if (this.isQuitting) this.exit()
  }
  get leaves(): boolean {
    return this.isQuitting
  }
  exit(code = 0): void {
    this.emit('quit', {}, code)
    void Promise.resolve(running()?.close()).finally(() => process.exit(code))
  }

  /** A window is gone. Without a listener the last one takes the app with it. */
  lost(window: OpenWindow): void {
    this.windows.splice(this.windows.indexOf(window), 1)
    if (this.windows.length === 0 && !this.isQuitting && !this.emit('window-all-closed')) this.quit()
  }

  private hearSeconds(folder: string): void {
    for (const file of readdirSync(folder).filter((name) => name.startsWith('second-'))) {
      const [args, cwd] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      rmSync(join(folder, file))
      this.emit('second-instance', {}, args, cwd)
    }
  }

  private get manifest(): { name: string; version: string } {
    return JSON.parse(readFileSync(join(this.getAppPath(), 'package.json'), 'utf8'))
  }
}

export const app = new App()

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
