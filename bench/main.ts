import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SITE } from '../src/cli/site.ts'
import { appSpeed } from './app-speed.ts'
import { consensusFigures } from './consensus.ts'
import { derive } from './derive.ts'
import { measureFirstLoad } from './first-load.ts'
import { hubIngest } from './hub-ingest.ts'
import { syncCut } from './sync-cut.ts'
import { syncDay } from './sync-day.ts'
import { syncDown } from './sync-down.ts'

const HELP = `npm run bench -- sync-day [--json] [FILE]
npm run bench -- sync-cut [--json] [FILE]
npm run bench -- sync-down [--json] [--size DAYS] [FILE]
npm run bench -- hub-ingest [--json] [--size S]
npm run bench -- first-load [--json]
npm run bench -- app-speed [--json] [--size S] [FILE]
npm run bench -- derive [--size S] [--json]
npm run bench -- consensus [--json]

  sync-day    a volunteer's day (110 contributions) and week over a link of 20 kbit/s and 600 ms, uncut and cut.
              FILE: real trees (default ../shared/data/oasst_en_50.trees.jsonl)
  sync-cut    the day over the same link, cut every 15 s and every 6 s, and down for 2 s each time, with the first cut at
              different moments: seconds, bytes, bytes that went again, against the uncut run and the floor
  sync-down   a week of batches (5 days) down, with the same cuts, and with a fifth of all calls failing besides; all in
              the time that such a link takes, some 15 minutes
  hub-ingest  1,000 devices that come at once with 20 contributions each, to the hub as a process of its own, beside a bare
              handler of HTTP that stores what it gets in SQLite, neither signed nor checked. --size 0.1: 100 devices
  first-load  bytes and time until home can be used, from an empty Chromium, on this processor and six times slower
  app-speed   what a person waits for in Chromium slowed down six times, at a device with 50 open batches and 5,000 items
              finished in others: start to home, task to next task, a key in a reply of 9,000 characters beside a bare
              editor in the same run, memory. --size 0.1: a tenth of both. Of the app as it was built last
  derive      contributions a second that a hub takes in with 1,000, 10,000 and 100,000 trees in its store, on disk and
              durable, with their ratio to the first; and messages a second that it exports at the size of the published
              dataset (161,443 messages, 461,292 ratings). --size 0.1: a tenth of both (default 1, some 20 minutes)
  consensus   how near to the truth ranked pairs and our consensus come for how many ballots, and whether places are as
              certain as they say, of 10,000 sets of replies at three levels of noise and carelessness`

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, help: { type: 'boolean' }, size: { type: 'string', default: '1' } },
  allowPositionals: true
})
const [name, file = join(import.meta.dirname, '..', '..', 'shared', 'data', 'oasst_en_50.trees.jsonl')] = positionals
const size = Number(values.size)
if (
  values.help ||
  !(size > 0) ||
  !['sync-day', 'sync-cut', 'sync-down', 'hub-ingest', 'first-load', 'app-speed', 'derive', 'consensus'].includes(
    name ?? ''
  )
) {
  console.error(HELP)
  process.exit(values.help ? 0 : 2)
}
if (name === 'hub-ingest') show(await hubIngest(Math.round(1000 * size)))
else if (name === 'first-load') show(await measureFirstLoad([1, 6]))
else if (name === 'app-speed') {
  mustBeThere(file)
  show(await appSpeed(file, SITE, { batches: Math.ceil(50 * size), items: Math.ceil(5000 * size) }))
} else if (name === 'consensus') {
  const { rows, stated } = consensusFigures()
  if (values.json) show({ rows, stated })
  else for (const table of [rows, stated]) console.table(table)
} else if (name === 'derive') {
  const { taking_in, export: exported } = await derive(size)
  const first = taking_in[0]?.per_second ?? 1
  const rows = taking_in.map((row) => ({ ...row, ratio: Math.round((row.per_second / first) * 100) / 100 }))
  if (values.json) show({ taking_in: rows, export: exported })
  else for (const table of [rows, [exported]]) console.table(table)
} else {
  mustBeThere(file)
  if (name === 'sync-down') show(await syncDown(file, values.size === '1' ? 5 : size))
  else {
    const { floor_bytes, runs } = await (name === 'sync-cut' ? syncCut(file) : syncDay(file))
    show(runs, { floor_bytes })
    if (!values.json) console.log(`floor: ${floor_bytes} bytes (the day as JSON lines in one brotli stream)`)
  }
}
process.exit(0)

function mustBeThere(trees: string): void {
  if (existsSync(trees)) return
  console.error(`Nothing was measured. There is no file ${trees}. Name a file of trees.`)
  process.exit(1)
}

function show(runs: object, more: object = {}): void {
  if (values.json) console.log(JSON.stringify({ ...runs, ...more }))
  else console.table(runs)
}
