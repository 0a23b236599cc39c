import { join } from 'node:path'
import { HUB_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import type { Hub } from '../../hub/hub.ts'
import { type Case, casesIn } from '../../hub/moderation/cases.ts'
import { answer, decline } from '../../hub/moderation/decide.ts'
import { openHub } from '../../hub/run.ts'
import { flag, readFlags } from '../flags.ts'
import { readingProject } from '../project-store.ts'
import { WrongUse } from '../trouble.ts'
import { logLine } from './hub.ts'

export const HELP = `understory moderate --data DIR COMMAND

What comes back to its authors, and what they say to that. "list" looks while a hub runs too; the others sign in the
organizer's name while it is stopped.

  list [--json]                what was returned, appealed and reported; what waits for an answer comes first
  return MESSAGE --rule RULE [--words W] [--passage P]
                               returns a message (its UUID) or another contribution (its id) to its author: why in a
                               word or two, the reviewer's words, and the passage that they are about; prints the id
  answer APPEAL --words W [--lift]
                               answers an appeal; --lift: what it is about counts again; prints the id`

/** As much as one segment takes, with what stands around it. */
const MOST_WORDS_BYTES = 2000

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
      const rule = flag(values.rule, '--rule RULE')
      const [said, passage] = [words('words'), words('passage')]
      const more = { ...(said !== undefined && { words: said }), ...(passage !== undefined && { passage }) }
      return tell(folder, (hub) => decline(hub, flag(named, 'MESSAGE'), rule, more))
    }
    case 'answer': {
      const said = flag(words('words'), '--words W')
      return tell(folder, (hub) => answer(hub, flag(named, 'APPEAL'), said, values.lift === true))
    }
    default:
      throw new WrongUse(command === '' ? 'COMMAND is missing' : `There is no command "moderate ${command}"`)
  }
}

async function tell(folder: string, decide: (hub: Hub) => Promise<string>): Promise<void> {
  const unlock = lock(join(usableFolder(folder), 'hub.lock'), HUB_LOCK)
  try {
    const { hub, store } = await openHub({ folder, name: 'Understory', log: logLine })
    try {
      process.stdout.write(`${await decide(hub)}\n`)
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}

function bounded(words: string | undefined, name: string): string | undefined {
  if (words !== undefined && Buffer.byteLength(words) > MOST_WORDS_BYTES)
    throw new WrongUse(`${name} takes at most ${MOST_WORDS_BYTES} bytes`)
  return words
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
