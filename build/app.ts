/**
 * `npm run build`: the desktop app and its web edition, into out/. With `--if-stale` only if the sources have changed:
 * hubs that start at once then build once.
 */
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { build } from 'electron-vite'
import type { Plugin } from 'vite'
import { isStale, ROOT } from '../src/cli/site.ts'
import { UnderstoryError } from '../src/core/error.ts'
import { lock } from '../src/hub/folder.ts'
import { compressFiles } from './compress.ts'

const OUT = join(ROOT, 'out')
const NEXT = join(OUT, 'next')
const PATIENCE = 120_000

process.chdir(ROOT)
process.umask(0o022) // a hub that builds keeps its own files to itself, but these are for all
mkdirSync(OUT, { recursive: true })
const unlock = await turn(join(OUT, 'build.lock'))
try {
  if (!process.argv.includes('--if-stale') || isStale(ROOT)) await buildApp()
} finally {
  unlock()
}

/** Built aside and put in place at once: a hub may be serving what was built before. */
async function buildApp(): Promise<void> {
  const begun = new Date()
  rmSync(NEXT, { recursive: true, force: true })
  await build({ logLevel: 'error', build: { outDir: NEXT }, plugins: [pagesFromTheTop()] })
  await compressFiles(join(NEXT, 'renderer'))
  // What changed while it was built is newer than it.
  utimesSync(join(NEXT, 'renderer', 'index.html'), begun, begun)
  // The pages last: their date says that all is there.
  for (const part of ['main', 'preload', 'renderer']) {
    rmSync(join(OUT, part), { recursive: true, force: true })
    renameSync(join(NEXT, part), join(OUT, part))
  }
  rmSync(NEXT, { recursive: true })
}

/** A page at /task/… finds its files too: their addresses begin at the top, not at the page. */
function pagesFromTheTop(): Plugin {
  const config: Plugin['config'] = ({ root }) => (root?.endsWith('renderer') ? { base: '/' } : undefined)
  return { name: 'understory:pages-from-the-top', config }
}

/** Waits while another program builds. */
async function turn(file: string): Promise<() => void> {
  const until = Date.now() + PATIENCE
  for (;;) {
    try {
      return lock(file, { cause: 'build-runs', action: 'wait-build' })
    } catch (cause) {
      if (!(cause instanceof UnderstoryError) || cause.code !== 'F2' || Date.now() > until) throw cause
      await setTimeout(100)
    }
  }
}
