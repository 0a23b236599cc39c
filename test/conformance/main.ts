import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFact } from '../../src/core/fact/json-lines.ts'
import { judge } from './judge.ts'
import { counts, judgeLine, linesOf, scenariosIn } from './lines.ts'
import { Play } from './play.ts'

const HELP = `npm run conformance -- FILE…
npm run conformance -- --facts OUT [--line N] FILE

Holds the real core, under the profile open-assistant, against what Open-Assistant's own code did. A FILE holds lines of
JSON of any of three kinds, told apart by their keys: ballots and their consensus, reviews and their result, events and the
states that they lead to. Prints "N of M agree" for each file and each disagreement as FILE:LINE; lines of the class
"defect" are left out of both. Exit code 0 if all agree, 1 if not, 2 for wrong use.

  --defects     counts lines of the class "defect" too
  --facts OUT   writes the facts of a scenario as JSON lines instead, for "understory derive OUT --rules open-assistant".
                If FILE holds several scenarios, OUT is a folder, and each goes into OUT/ID.jsonl
  --line N      only the scenario in line N of FILE`

process.exitCode = main(process.argv.slice(2))

function main(args: string[]): number {
  const read = flags(args)
  if (!read || read.values.help) {
    process.stderr.write(`${HELP}\n`)
    return read ? 0 : 2
  }
  const { values, positionals: files } = read
  try {
    if (values.facts === undefined)
      return files.map((file) => report(file, values.defects === true)).includes(false) ? 1 : 0
    writeFacts(values.facts, files[0] as string, values.line)
    return 0
  } catch (cause) {
    process.stderr.write(`${(cause as Error).message}\n`)
    return 1
  }
}

function flags(args: string[]) {
  const options = {
    facts: { type: 'string' },
    line: { type: 'string' },
    defects: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' }
  } as const
  try {
    const read = parseArgs({ args, options, allowPositionals: true })
    const { values, positionals } = read
    const fits =
      values.facts === undefined ? values.line === undefined && positionals.length > 0 : positionals.length === 1
    return fits || values.help ? read : undefined
  } catch {
    return undefined
  }
}

/** @returns whether all lines that count agree. */
function report(file: string, defects: boolean): boolean {
  const lines = linesOf(file).filter((line) => defects || counts(line))
  const wrong = lines.flatMap((line) => {
    const [problem, ...more] = judgeLine(line)
    if (problem === undefined) return []
    return [`${file}:${line.number}: ${problem}${more.length > 0 ? ` (and ${more.length} more)` : ''}`]
  })
  for (const problem of wrong) process.stdout.write(`${problem}\n`)
  process.stdout.write(`${file}: ${lines.length - wrong.length} of ${lines.length} agree\n`)
  return wrong.length === 0
}

function writeFacts(out: string, file: string, line: string | undefined): void {
  const all = scenariosIn(linesOf(file))
  const some = all.filter(({ number }) => line === undefined || String(number) === line)
  const [only] = some
  if (!only) throw new Error(`${file} holds no scenario${line === undefined ? '' : ` in line ${line}`}`)
  if (some.length > 1) mkdirSync(out, { recursive: true })
  for (const { scenario } of some) {
    const play = new Play(scenario)
    judge(scenario, play)
    const text = play.world.facts.map((fact) => `${writeFact(fact)}\n`).join('')
    writeFileSync(some.length > 1 ? join(out, `${scenario.id}.jsonl`) : out, text)
  }
}
