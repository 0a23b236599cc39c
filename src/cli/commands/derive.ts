import { compareText } from '../../core/bytes.ts'
import { NoFact, readFact } from '../../core/fact/json-lines.ts'
import { Project } from '../../core/project/project.ts'
import { writeView } from '../../core/project/view-lines.ts'
import { PROFILES, type Rules } from '../../core/rules.ts'
import { linesTo } from '../files.ts'
import { oneOf, readFlags } from '../flags.ts'
import { linesOf } from '../input-lines.ts'
import { DoneInPart, WrongUse } from '../trouble.ts'

const RULES = Object.keys(PROFILES)

export const HELP = `understory derive [FACTS] [--rules ${RULES.join('|')}] [--out FILE]

What a project's facts come to: its trees, with the state, verdict and rank of all that is in them, and what became of each
fact. The same facts under the same rules give the same bytes, in whatever order they stand.

  FACTS        JSON lines as "understory export --format facts" gives them, also gzipped; default or -: standard input
  --rules R    default understory; changes of parameters that are among the facts hold too
  --out FILE   into a file, gzipped if its name ends in .gz; default: standard output
  --json       says what comes out anyway: a tree a line, in the order of their ids

A line that is no fact is named on standard error and left out.`

export async function run(args: string[]): Promise<void> {
  const options = { rules: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values, positionals } = readFlags(args, options, 1)
  if (positionals.length > 1) throw new WrongUse('derive takes one file of facts')
  const rules = PROFILES[oneOf(values.rules, '--rules', RULES, 'understory')] as Rules
  const project = new Project(rules)
  const refused = await takeIn(project, positionals[0] ?? '-')
  const out = linesTo(values.out)
  let trees = 0
  try {
    for (const tree of project.trees().sort(compareText)) {
      const view = project.view(tree)
      if (view) await out.write(writeView(view))
      if (view) trees += 1
    }
    await out.done()
  } catch (cause) {
    out.failed()
    throw cause
  }
  process.stderr.write(`${project.size} facts, ${trees} trees.\n`)
  if (refused > 0) throw new DoneInPart(refused === 1 ? 'One line was left out' : `${refused} lines were left out`)
}

/** @returns how many lines are no facts. */
async function takeIn(project: Project, file: string): Promise<number> {
  let refused = 0
  for await (const { line, text } of linesOf(file)) {
    if (text?.trim() === '') continue
    try {
      project.add(readFact(text ?? ''))
    } catch (cause) {
      if (!(cause instanceof NoFact)) throw cause
      process.stderr.write(`${file}, line ${line}: ${text === undefined ? 'too long' : cause.message}.\n`)
      refused += 1
    }
  }
  return refused
}
