/**
 * `npm run simulate:faults -- --seeds N [--from K] [--break NAME] [--jobs J] [--json]`: so many histories in which
 * everything fails that can, and what must hold after each, in J processes. The last line is `N runs: L lost, D doubled,
 * V diverged`; exit code 1 unless all of these are 0, 2 for wrong use. A failure prints its seed: `--from SEED --seeds 1`
 * plays it again, event by event, and `--trace` shows its events.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { BREAKS } from './breaks.ts'
import { Injected } from './injected.ts'
import { play, playOne } from './players.ts'
import { failed, KINDS, type Run } from './run.ts'

const { seeds, from, jobs, name, json, trace } = flags()
const injected = new Injected()
const sums = { runs: 0, items: 0, destroyed: 0, lost: 0, doubled: 0, diverged: 0 }
const say = (line: string) => void process.stdout.write(`${line}\n`)
const askFor = (seed: number) => ({ seed, ...(name !== undefined && { name }), trace })

for await (const result of play(
  Array.from({ length: seeds }, (_, at) => askFor(from + at)),
  trace ? 1 : jobs
)) {
  injected.add(result.injected)
  sums.runs += 1
  sums.items += result.saved
  sums.destroyed += result.destroyed
  for (const kind of KINDS) sums[kind] += result[kind].length
  if (!failed(result)) continue
  await tell(result)
  // One is enough of a fault that was put in.
  if (name !== undefined) break
}
const { runs, items, destroyed, lost, doubled, diverged } = sums
const kinds = Object.entries(injected.counts).sort(([a], [b]) => (a < b ? -1 : 1))
if (json) say(JSON.stringify({ ...sums, injected: Object.fromEntries(kinds) }))
else {
  say(`${items} items finished; of ${destroyed} every copy was destroyed.`)
  for (const [kind, times] of kinds) say(`${String(times).padStart(8)}  ${kind}`)
  if (name !== undefined && lost + doubled + diverged === 0) say(`${name} was not found.`)
  say(`${runs} runs: ${lost} lost, ${doubled} doubled, ${diverged} diverged`)
}
process.exitCode = lost + doubled + diverged === 0 ? 0 : 1

async function tell(result: Run): Promise<void> {
  const again = await playOne({ ...askFor(result.seed), trace: false })
  const { seed, trace: first } = result
  const found = Object.fromEntries(KINDS.map((kind) => [kind, [...new Set(result[kind])]]))
  if (json) return say(JSON.stringify({ seed, trace: first, again: again.trace, ...found }))
  const replay = again.trace === first ? `the same again, trace ${first}` : `ANOTHER HISTORY: ${first}, ${again.trace}`
  say(`seed ${seed} (${replay}):`)
  for (const kind of KINDS) for (const words of found[kind] ?? []) say(`  ${kind}: ${words}`)
}

function flags() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '20' },
        from: { type: 'string', default: '1' },
        jobs: { type: 'string', default: String(availableParallelism()) },
        break: { type: 'string' },
        json: { type: 'boolean', default: false },
        trace: { type: 'boolean', default: false }
      }
    })
    const name = values.break
    if (name !== undefined && !Object.hasOwn(BREAKS, name))
      throw new Error(`--break takes one of ${Object.keys(BREAKS).join(', ')}, not "${name}".`)
    const count = (flag: 'seeds' | 'from' | 'jobs') => {
      if (!/^[1-9]\d{0,8}$/.test(values[flag]))
        throw new Error(`--${flag} takes a whole number from 1, not "${values[flag]}".`)
      return Number(values[flag])
    }
    return {
      seeds: count('seeds'),
      from: count('from'),
      jobs: count('jobs'),
      name,
      json: values.json,
      trace: values.trace
    }
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`)
    process.exit(2)
  }
}
