import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Why the app opens in a browser and not in a window of its own. */
export type NoWindow = 'root' | 'no-display' | 'no-binary' | 'not-built' | 'ended'

const REASONS: Readonly<Record<NoWindow, string>> = {
  root: 'Electron does not run as root',
  'no-display': 'this computer has no display',
  'no-binary': 'Electron could not be fetched',
  'not-built': 'the app could not be built',
  ended: 'Electron could not start here'
}

export function noWindow(why: NoWindow): string {
  return `No desktop window: ${REASONS[why]}. The same app is served as web edition, for any browser:`
}

/** What can be known before it is tried. `binary`: whether Electron's is here. */
export function whyNoWindow(here: {
  platform: NodeJS.Platform
  uid: number | undefined
  env: Env
  binary: boolean
}): NoWindow | undefined {
  if (here.platform === 'linux' && here.uid === 0) return 'root'
  if (!hasDisplay(here)) return 'no-display'
  return here.binary ? undefined : 'no-binary'
}

/** A window that did not last so long and says that it failed never was one: its libraries or its sandbox are missing. */
const A_START = 15_000

/** @param code undefined for a program that could not be run, null for one that a signal ended. */
export function neverStarted(code: number | null | undefined, afterMs: number): boolean {
  return code === undefined || (code !== 0 && afterMs < A_START)
}

/**
 * The program that opens an address in the user's own browser.
 * @returns undefined where there is nobody to look, or where it would be root's browser.
 */
export function opener(
  here: { platform: NodeJS.Platform; uid: number | undefined; env: Env },
  address: string
): readonly [program: string, ...args: string[]] | undefined {
  if (here.uid === 0 || !hasDisplay(here)) return undefined
  if (here.platform === 'win32') return ['cmd', '/c', 'start', '', address]
  return [here.platform === 'darwin' ? 'open' : 'xdg-open', address]
}

/**
 * Where Electron's program is, or would be once fetched. The package is not asked: it would begin to fetch it.
 * @param folder of the package `electron`.
 */
export function electronBinary(folder: string, platform: NodeJS.Platform, env: Env): string {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : (NAMES[platform] ?? 'electron')
  return join(env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name)
}

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe'
}

function hasDisplay({ platform, env }: { platform: NodeJS.Platform; env: Env }): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}
