import { type Case, casesIn } from '../../hub/moderation/cases.ts'
import { MOST_RULE_LENGTH, MOST_WORDS_BYTES, type Order } from '../../hub/orders/order.ts'
import { flag, readFlags } from '../flags.ts'
import { ordered } from '../order.ts'
import { readingProject } from '../project-store.ts'
import { WrongUse } from '../trouble.ts'

export const HELP = `understory moderate --data DIR COMMAND

What comes back to its authors, and what they say to that. "return" and "answer" sign in the organizer's name; while a hub
runs on the folder it does so, and authors who are connected see it at once.

  list [--json]                what was returned, appealed and reported; what waits for an answer comes first
  return MESSAGE --rule RULE [--words W] [--passage P]
                               returns a message (its UUID) or another contribution (its id) to its author: why in a
                               word or two, the reviewer's words, and the passage that they are about; prints the id
  answer APPEAL --words W [--lift]
                               answers an appeal; --lift: what it is about counts again; prints the id`

const FLAGS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  rule: { type: 'string' },
  words: { type: 'string' },
  passage: { type: 'string' },
  lift: { type: 'boolean' }
} as const

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(args, FLAGS, 1)
  const [command = '', named, ...more] = positionals
  if (more.length > 0) throw new WrongUse(`${more[0]} is too much`)
  const folder = flag(values.data, '--data DIR')
  const words = (name: 'words' | 'passage') => bounded(values[name], `--${name}`)
  switch (command) {
    case 'list':
      return list(await readingProject(folder, casesIn), values.json === true)
    case 'return': {
      const rule = ruleIn(flag(values.rule, '--rule RULE'))
      const [said, passage] = [words('words'), words('passage')]
      const more = { ...(said !== undefined && { words: said }), ...(passage !== undefined && { passage }) }
      return tell(folder, { order: 'decline', named: flag(named, 'MESSAGE'), rule, ...more })
    }
    case 'answer': {
      const said = flag(words('words'), '--words W')
      const appeal = flag(named, 'APPEAL')
      return tell(folder, { order: 'answer', appeal, words: said, lift: values.lift === true })
    }
    default:
      throw new WrongUse(command === '' ? 'COMMAND is missing' : `There is no command "moderate ${command}"`)
  }
}

async function tell(folder: string, order: Order): Promise<void> {
  process.stdout.write(`${(await ordered(folder, order)).join('\n')}\n`)
}

function bounded(words: string | undefined, name: string): string | undefined {
  if (words !== undefined && Buffer.byteLength(words) > MOST_WORDS_BYTES)
    throw new WrongUse(`${name} takes at most ${MOST_WORDS_BYTES} bytes`)
  return words
}

function ruleIn(rule: string): string {
  if (rule.length > MOST_RULE_LENGTH) throw new WrongUse(`--rule takes at most ${MOST_RULE_LENGTH} letters`)
  return rule
}

function list(cases: readonly Case[], json: boolean): void {
  for (const each of cases) process.stdout.write(`${json ? JSON.stringify(each) : inWords(each)}\n`)
  if (!json) process.stderr.write(`${cases.length} cases.\n`)
}

function inWords({ fact, kind, text, declines, appeals, reports }: Case): string {
  const lines = [
    ...declines.map(
      ({ rule, words, passage, lifted }) =>
        `  ${lifted ? 'was returned, and counts again' : 'returned'}: ${rule}${quoted(words)}${passage === undefined ? '' : `, about “${passage}”`}`
    ),
    ...appeals.flatMap(({ appeal, words, answer: said }) => [
      `  appeal ${appeal}${quoted(words)}`,
      said ? `    answered${said.lifted ? ', lifted' : ''}${quoted(said.words)}` : '    waits for an answer'
    ]),
    ...reports.map(({ words }) => `  reported${quoted(words)}`)
  ]
  return [`${kind} ${fact}${text === undefined ? '' : quoted(text)}`, ...lines].join('\n')
}

function quoted(words: string | null): string {
  return words === null ? '' : `: ${JSON.stringify(words)}`
}
