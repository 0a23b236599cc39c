import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { syncDay } from './sync-day.ts'

const HELP = `npm run bench -- sync-day [--json] [FILE]

  sync-day   a volunteer's day (110 contributions) and week over a link of 20 kbit/s and 600 ms, uncut and cut.
             FILE: real trees (default ../shared/data/oasst_en_50.trees.jsonl)`

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
  allowPositionals: true
})
const [name, file = join(import.meta.dirname, '..', '..', 'shared', 'data', 'oasst_en_50.trees.jsonl')] = positionals
if (name !== 'sync-day' || values.help) {
  console.error(HELP)
  process.exit(values.help ? 0 : 2)
}
if (!existsSync(file)) {
  console.error(`Nothing was measured. There is no file ${file}. Name a file of trees.`)
  process.exit(1)
}
const { floor_bytes, ...runs } = await syncDay(file)
if (values.json) console.log(JSON.stringify({ ...runs, floor_bytes }))
else {
  console.table(runs)
  console.log(`floor: ${floor_bytes} bytes (the day as JSON lines in one brotli stream)`)
}
process.exit(0)
