import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureFirstLoad } from './first-load.ts'
import { syncDay } from './sync-day.ts'

const HELP = `npm run bench -- sync-day [--json] [FILE]
npm run bench -- first-load [--json]

  sync-day    a volunteer's day (110 contributions) and week over a link of 20 kbit/s and 600 ms, uncut and cut.
              FILE: real trees (default ../shared/data/oasst_en_50.trees.jsonl)
  first-load  bytes and time until home can be used, from an empty Chromium, on this processor and six times slower`

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
  allowPositionals: true
})
const [name, file = join(import.meta.dirname, '..', '..', 'shared', 'data', 'oasst_en_50.trees.jsonl')] = positionals
if (values.help || (name !== 'sync-day' && name !== 'first-load')) {
  console.error(HELP)
  process.exit(values.help ? 0 : 2)
}
if (name === 'first-load') show(await measureFirstLoad([1, 6]))
else {
  if (!existsSync(file)) {
    console.error(`Nothing was measured. There is no file ${file}. Name a file of trees.`)
    process.exit(1)
  }
  const { floor_bytes, ...runs } = await syncDay(file)
  show(runs, { floor_bytes })
  if (!values.json) console.log(`floor: ${floor_bytes} bytes (the day as JSON lines in one brotli stream)`)
}
process.exit(0)

function show(runs: object, more: object = {}): void {
  if (values.json) console.log(JSON.stringify({ ...runs, ...more }))
  else console.table(runs)
}
