import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** The web edition as the build leaves it. */
export const SITE = join(ROOT, 'out', 'renderer')

/** What the web edition and the desktop app are made of. */
const SOURCES = [
  ...['core', 'sync', 'hub', 'client', 'renderer', 'main', 'preload'].map((part) => join('src', part)),
  'build',
  'electron.vite.config.ts',
  'package-lock.json'
]

/**
 * Builds the app anew if its sources have changed since it was built. A hub serves its devices without pages too, so
 * a build that fails is only told.
 *
 * @returns whether what is built is up to date.
 */
export async function freshSite(tell: (line: string) => void): Promise<boolean> {
  if (!isStale(ROOT)) return true
  tell('Building the web edition, which takes some seconds after a change …')
  if (await built()) return true
  const pages = existsSync(join(SITE, 'index.html')) ? 'the one built before is served' : 'there are no pages'
  tell(`The web edition could not be built, so ${pages}. "npm run build" says why.`)
  return false
}

/** Whether something in this checkout is newer than what was built of it; what is installed without sources never is. */
export function isStale(root: string): boolean {
  if (!existsSync(join(root, 'src', 'renderer'))) return false
  const page = statSync(join(root, 'out', 'renderer', 'index.html'), { throwIfNoEntry: false })
  return !page || SOURCES.some((source) => isNewer(join(root, source), page.mtimeMs))
}

function isNewer(path: string, than: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return false
  // A folder is newer when something in it has gone or come.
  if (stats.mtimeMs > than) return true
  return stats.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), than))
}

function built(): Promise<boolean> {
  const build = spawn(process.execPath, [join(ROOT, 'build', 'app.ts'), '--if-stale'], { cwd: ROOT, stdio: 'ignore' })
  return new Promise((done) => {
    build.once('error', () => done(false))
    build.once('close', (code) => done(code === 0))
  })
}
