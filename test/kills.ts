/**
 * `npm run kills -- browser|hub …`: a browser killed with -9 while somebody types, or a hub while devices send it their
 * work. What each takes and tells stands at the top of its file; without a word of the two it is the browser.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const FILES: Readonly<Record<string, string>> = { browser: 'app/kills.ts', hub: 'hub-kills/kills.ts' }

const [first = '', ...rest] = process.argv.slice(2)
const named = FILES[first]
const args = [
  join(import.meta.dirname, named ?? 'app/kills.ts'),
  ...(named === undefined ? process.argv.slice(2) : rest)
]
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1)
