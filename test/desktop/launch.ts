import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright'

const ROOT = join(import.meta.dirname, '..', '..')
const REAL = findElectron()
const EXECUTABLE = REAL ?? fileURLToPath(new URL('./stand-in/electron.ts', import.meta.url))

export const IS_STAND_IN = REAL === undefined

/** For titles: on what the app runs here. */
export const HOST = REAL === undefined ? 'the stand-in for Electron (its binary is not here)' : 'the Electron binary'

/** The Electron binary, if it is installed. Never `require('electron')`: that tries to download it. */
function findElectron(): string | undefined {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron'
  }
  const named = join(home, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : (names[process.platform] ?? 'electron')
  const found = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), name)
  return existsSync(found) ? found : undefined
}

/** Node as the tests have it: the system's may be older. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` } as Record<
  string,
  string
>

/** The built app, as a person starts it. */
export class Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  readonly process: ChildProcess
  private readonly ended: Promise<number | null>

  /** @param args such as `--profile=DIR`. */
  static async start(...args: string[]): Promise<Desktop> {
    const app = await _electron.launch({ executablePath: EXECUTABLE, args: ['.', ...args], cwd: ROOT, env })
    const desktop = new Desktop(app, await app.firstWindow())
    await desktop.page.waitForFunction(() => 'understory' in window && document.readyState === 'complete')
    return desktop
  }

  /** A start that is to end by itself. @returns its exit code. */
  static async passing(...args: string[]): Promise<number | null> {
    const child = spawn(EXECUTABLE, ['--no-sandbox', '.', ...args], { cwd: ROOT, env, stdio: 'ignore' })
    return endOf(child)
  }

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app
    this.page = page
    this.process = app.process() // throws once the app is closed
    this.ended = endOf(this.process)
    running.add(this)
  }

  /** As a person quits it. @returns its exit code. */
  async quit(): Promise<number | null> {
    running.delete(this)
    await this.app.close()
    return this.ended
  }

  /** As a person closes its window. @returns its exit code. */
  async closed(): Promise<number | null> {
    running.delete(this)
    await this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    if (process.platform === 'darwin') return this.quit() // there the app stays
    return this.ended
  }

  async killed(): Promise<void> {
    running.delete(this)
    this.process.kill('SIGKILL')
    await this.ended
  }
}

const running = new Set<Desktop>()

/** For `afterEach`: ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const desktop of running) await desktop.killed()
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', done)
  })
}
