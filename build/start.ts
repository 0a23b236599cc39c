/**
 * `npm start`: the app in a window of its own where that can be, else a practice hub that serves it to browsers.
 * Arguments go to that hub: `npm start -- --port 9000`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshSite, ROOT } from '../src/cli/site.ts'
import { electronBinary, type NoWindow, neverStarted, noWindow, opener, whyNoWindow } from '../src/cli/window.ts'

const ELECTRON = join(ROOT, 'node_modules', 'electron')
const FETCHING_MS = 10 * 60_000

const { env, platform } = process
const uid = process.getuid?.()
const running = new Set<ChildProcess>()
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Ctrl+C at a terminal reaches what runs here by itself.
    if (signal === 'SIGINT' && process.stdin.isTTY) stopping = true
    else stop()
  })
// Who ends npm ends npm's shell, and nobody tells this program.
const parent = process.ppid
setInterval(() => process.ppid !== parent && stop(), 500).unref()

process.chdir(ROOT)
const why = await openWindow()
if (why !== undefined && !stopping) {
  tell(noWindow(why))
  process.exitCode = (await servePractice()) ?? 1
}

/** Until the window is closed. @returns why there was none. */
async function openWindow(): Promise<NoWindow | undefined> {
  const here = () => whyNoWindow({ platform, uid, env, binary: existsSync(binary()) })
  // Root, or no display: neither will change by fetching.
  const before = here()
  if (before !== undefined && before !== 'no-binary') return before
  const isBuilt = (await freshSite(tell)) || existsSync(join(ROOT, 'out', 'main', 'index.js'))
  if (!isBuilt) return 'not-built'
  if (before === 'no-binary') await fetchElectron()
  const after = here()
  if (after !== undefined || stopping) return after
  const begun = performance.now()
  const code = await ended(run(binary(), ['.']))
  if (stopping) return undefined
  if (neverStarted(code, performance.now() - begun)) return 'ended'
  process.exitCode = code ?? 1
  return undefined
}

function binary(): string {
  return electronBinary(ELECTRON, platform, env)
}

async function fetchElectron(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ELECTRON, 'package.json'), 'utf8'))
  tell(`Fetching Electron ${version} for the desktop window, some 120 MB, this once …`)
  const fetching = spawn(process.execPath, [join(ELECTRON, 'install.js')], { stdio: 'ignore', timeout: FETCHING_MS })
  running.add(fetching)
  await ended(fetching)
}

/** Until it is stopped. The address that it prints first is opened in the browser of who sits here. */
async function servePractice(): Promise<number | null | undefined> {
  const args = [join(ROOT, 'src', 'cli', 'main.ts'), 'practice', ...process.argv.slice(2)]
  const hub = spawn(process.execPath, args, { stdio: ['inherit', 'pipe', 'inherit'] })
  running.add(hub)
  hub.stdout.once('data', (text: Buffer) => {
    const command = opener({ platform, uid, env }, text.toString().split('\n')[0] ?? '')
    if (command) browse(...command)
  })
  hub.stdout.pipe(process.stdout)
  return ended(hub)
}

function browse(program: string, ...args: string[]): void {
  const browser = spawn(program, args, { stdio: 'ignore', detached: true })
  browser.on('error', () => {}) // the address is printed
  browser.unref()
}

function run(program: string, args: string[]): ChildProcess {
  const child = spawn(program, args, { stdio: 'inherit' })
  running.add(child)
  return child
}

/** Its exit code: null if a signal ended it, undefined if it could not be run. */
function ended(child: ChildProcess): Promise<number | null | undefined> {
  return new Promise<number | null | undefined>((done) => {
    child.once('error', () => done(undefined))
    child.once('close', (code) => done(code))
  }).finally(() => running.delete(child))
}

function stop(): void {
  stopping = true
  for (const child of running) child.kill()
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
