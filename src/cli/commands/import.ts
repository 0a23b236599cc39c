import { join } from 'node:path'
import type { ImportAs } from '../../core/dataset/import.ts'
import type { Found, Refusal } from '../../core/dataset/parsed.ts'
import { datasetReader } from '../../core/dataset/read.ts'
import { PROFILES, UNDERSTORY } from '../../core/rules.ts'
import { HUB_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import type { Hub } from '../../hub/hub.ts'
import { importTrees } from '../../hub/import.ts'
import { openHub } from '../../hub/run.ts'
import { StoreUnusable } from '../../hub/store/errors.ts'
import { BrokenOff, textOf } from '../files.ts'
import { flag, language, oneOf, readFlags } from '../flags.ts'
import { DoneInPart, Trouble, WrongUse } from '../trouble.ts'
import { logLine, tellKept } from './hub.ts'

const AS = ['as-is', 'growing', 'ranking', 'backlog', 'prompts'] as const

export const HELP = `understory import FILE… --data DIR [--as ${AS.join('|')}] [--lang L] [--partial] [--json]
                  [--name NAME] [--rules NAME]

Brings files into the project of the folder DIR (made if missing): trees, flat messages, prompt lists, the seed format
of Open-Assistant; also gzipped; - is standard input. What is known already changes nothing.

  --as as-is     states, verdicts, ranks and counts as the file says (default)
  --as growing   each tree may take 12 more messages
  --as ranking   given ranks stay as provenance, three new ballots are wanted
  --as backlog   kept for later
  --as prompts   only the first messages, to be drawn by the lottery
  --lang L       language of prompts and seeds, which name none (default en)
  --name NAME --rules NAME
                 of a new project, as "understory hub" has them; one that exists keeps its own
  --partial      import the good trees of a file with faults (else nothing of it is imported)
  --json         an object for each file, with what was refused and why`

/** Trees that share one transaction. */
const TREES_AT_ONCE = 20

export type Imported = { trees: number; messages: number; known: number; refused: Refusal[] }

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(
    args,
    {
      data: { type: 'string' },
      as: { type: 'string' },
      lang: { type: 'string' },
      name: { type: 'string' },
      rules: { type: 'string' },
      partial: { type: 'boolean' },
      json: { type: 'boolean' }
    },
    1
  )
  if (positionals.length === 0) throw new WrongUse('FILE is missing')
  const how = oneOf(values.as, '--as', AS, 'as-is')
  const lang = language(values.lang ?? 'en')
  const rules = oneOf(values.rules, '--rules', Object.keys(PROFILES), UNDERSTORY.name)
  const folder = usableFolder(flag(values.data, '--data DIR'))
  const unlock = lock(join(folder, 'hub.lock'), HUB_LOCK)
  let refused = 0
  try {
    const { hub, store } = await openHub({ folder, name: values.name ?? 'Understory', rules, log: logLine })
    tellKept(hub, values)
    for (const file of positionals) {
      const result = await importFile(hub, file, how, lang, values.partial === true)
      refused += result.refused.length
      report(file, result, values.json === true)
    }
    await store.close()
  } finally {
    unlock()
  }
  if (refused > 0)
    throw new DoneInPart(
      values.partial
        ? 'The trees named above were left out'
        : 'Nothing was imported from files with faults; --partial imports the rest of them'
    )
}

/** Reads a file whole before the first of it is stored, so that a file with faults changes nothing. */
export async function importFile(
  hub: Hub,
  file: string,
  how: ImportAs,
  lang: string,
  partial: boolean
): Promise<Imported> {
  const reader = datasetReader({ lang })
  const found: Found[] = []
  try {
    for await (const chunk of textOf(file)) found.push(...reader.push(chunk))
    found.push(...reader.end())
  } catch (cause) {
    if (!(cause instanceof BrokenOff) || !partial) throw cause
    // The last line may look whole and not be.
    const refused = { line: cause.line, field: 'line', problem: 'is where the gzipped file breaks off' }
    found.push({ refused })
  }
  const refused = found.flatMap((each) => ('refused' in each ? [each.refused] : []))
  const trees = refused.length > 0 && !partial ? [] : found.flatMap((each) => ('tree' in each ? [each.tree] : []))
  const result: Imported = { trees: 0, messages: 0, known: 0, refused }
  for (let at = 0; at < trees.length; at += TREES_AT_ONCE) {
    const { added, known } = await importTrees(hub, trees.slice(at, at + TREES_AT_ONCE), how).catch((cause) => {
      throw cause instanceof StoreUnusable && result.trees > 0 ? cutShort(cause, result.trees) : cause
    })
    result.trees += added.length
    result.known += known
    result.messages += added.reduce((sum, tree) => sum + tree.messages.length, 0)
  }
  return result
}

/** What was committed before stays, and the same command goes on with the rest. */
function cutShort(cause: StoreUnusable, trees: number): Trouble {
  return new Trouble(cause.code, { ...cause.told, work: ['imported-in-part', { trees }] }, { cause })
}

function report(file: string, { trees, messages, known, refused }: Imported, json: boolean): void {
  for (const { line, field, problem, tree } of refused)
    process.stderr.write(`${file}, line ${line}: ${field} ${problem}.${tree === undefined ? '' : ` (tree ${tree})`}\n`)
  if (trees + known + refused.length === 0) process.stderr.write(`${file} holds no tree and no prompt.\n`)
  if (json) process.stdout.write(`${JSON.stringify({ file, trees, messages, known, refused })}\n`)
  else
    process.stderr.write(
      `${file}: ${trees} trees with ${messages} messages imported, ${known} trees known already, ${refused.length} refused.\n`
    )
}
