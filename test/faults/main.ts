import './surroundings.ts'
import { makeBase } from './base.ts'
import { run } from './run.ts'

const base = await makeBase()
const [from, count] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 1)]
for (let seed = from; seed < from + count; seed++) {
  const begun = performance.now()
  const r = await run(seed, base, {}, process.env.TRACE ? (l) => process.stderr.write(l) : undefined)
  console.log(seed, r.trace, Math.round(performance.now() - begun), 'ms', r.events, r.saved, r.destroyed, r.rounds, JSON.stringify(r.injected))
  for (const [k, list] of Object.entries({ lost: r.lost, doubled: r.doubled, diverged: r.diverged })) for (const l of new Set(list)) console.log('   ', k, l)
}
base.remove()
