/** The browser that tests drive: found on this machine, or installed the ordinary way. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

/**
 * Quiet, and without its sandbox, as Playwright starts it by default: root and many containers cannot have one, and the
 * pages of tests are our own.
 */
export const browserArgs: readonly string[] = [
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  '--no-sandbox'
]

/**
 * @returns the program of a Chromium: UNDERSTORY_BROWSER, else the system's, else Playwright's own.
 * @throws if UNDERSTORY_BROWSER names a file that is not there.
 */
export function findBrowser(): string | undefined {
  const named = process.env.UNDERSTORY_BROWSER
  if (named && !existsSync(named)) throw new Error(`UNDERSTORY_BROWSER names no file: ${named}`)
  return named || (ofSystem() ?? [chromium.executablePath()].find((file) => existsSync(file)))
}

/** Installs a Chromium and says so in one line. @returns its program, if that worked. */
export function installBrowser(): string | undefined {
  const { words, steps } = installing()
  console.log(`no browser found: ${words}`)
  for (const [command, ...args] of steps) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status } = spawnSync(command, args, { stdio: 'ignore', env, timeout: INSTALL_TIMEOUT, shell: onWindows })
    if (status !== 0) return undefined
  }
  return findBrowser()
}

/** The command that would install a browser on this machine. */
export function installLine(): string {
  return installing().words
}

/** About 100 MB over a slow line. */
const INSTALL_TIMEOUT = 10 * 60_000

const onWindows = process.platform === 'win32'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const USUAL_PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium'
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((folder) => {
    const root = process.env[folder]
    return root ? [join(root, 'Google/Chrome/Application/chrome.exe')] : []
  })
}

function ofSystem(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...(USUAL_PLACES[process.platform] ?? [])].find((file) => existsSync(file))
}

function installing(): { words: string; steps: [command: string, ...args: string[]][] } {
  const debian = isRoot() && existsSync('/usr/bin/apt-get')
  return debian
    ? {
        words: 'apt-get update && apt-get install -y chromium',
        steps: [
          ['apt-get', 'update'],
          ['apt-get', 'install', '-y', 'chromium']
        ]
      }
    : { words: 'npx playwright install chromium', steps: [['npx', 'playwright', 'install', 'chromium']] }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
