/**
 * `npm run kills -- browser|hub [--kills N] [--seed S]`: a browser killed with -9 while somebody types, or a hub while
 * devices send it their work; without a word of the two it is the browser. What each tells stands at the top of its file.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const FILES: Readonly<Record<string, readonly [file: string, kills: number]>> = {
  browser: ['app/kills.ts', 50],
  hub: ['hub-kills/kills.ts', 100]
}

const { values, positionals } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true
})
const [what = 'browser', ...more] = positionals
const [file, usual] = FILES[what] ?? []
const kills = Number(values.kills ?? usual)
const seed = Number(values.seed)
if (file === undefined || more.length > 0 || !isCount(kills) || !isCount(seed)) {
  console.error('Nothing was killed. npm run kills -- browser|hub [--kills N] [--seed S], with N and S from 1 on.')
  process.exit(2)
}
const args = [join(import.meta.dirname, file), '--kills', String(kills), '--seed', String(seed)]
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1)

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 1
}
