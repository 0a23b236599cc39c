#!/usr/bin/env node
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { UnderstoryError } from '../core/error.ts'
import { DoneInPart, WrongUse } from './trouble.ts'
import { sentence } from './words.ts'

// What Node makes of these sources is kept beside them: a command starts three times as fast. Where none may write, not.
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'understory'))

type Command = { HELP: string; run(args: string[]): Promise<void> }

/** Loaded when asked for, so that one command does not wait for the parts of another. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  practice: () => import('./commands/practice.ts'),
  hub: () => import('./commands/hub.ts'),
  import: () => import('./commands/import.ts'),
  export: () => import('./commands/export.ts'),
  stats: () => import('./commands/stats.ts'),
  goals: () => import('./commands/goals.ts'),
  check: () => import('./commands/check.ts'),
  moderate: () => import('./commands/moderate.ts'),
  consensus: () => import('./commands/consensus.ts'),
  derive: () => import('./commands/derive.ts'),
  simulate: () => import('./commands/simulate.ts'),
  device: () => import('./commands/device.ts'),
  bundle: () => import('./commands/bundle.ts'),
  backup: () => import('./commands/backup.ts')
}

const HELP = `understory COMMAND …

  practice   a hub with a practice project, to try everything
  hub        runs a hub: the central store of a project
  import     brings trees, messages or prompts into a project
  export     gives the dataset
  stats      says how a project stands
  goals      what everybody together wants to have done
  check      verifies a project's store
  moderate   what was returned, appealed and reported
  consensus  the order that ballots give together
  derive     the trees that facts make, under any rules
  simulate   whole projects with simulated people: compares rules, and plans
  device     the volunteer's side, without a screen
  bundle     the files that carry work on sticks
  backup     all that a device holds, as a file and back

"understory COMMAND --help" says more.`

/** 0: all was done. 1: done in part, or refused. 2: wrong use. */
async function main([name = '', ...args]: string[]): Promise<number> {
  const load = COMMANDS[name]
  if (!load) {
    const asked = ['', '--help', '-h', 'help'].includes(name)
    if (asked) process.stdout.write(`${HELP}\n`)
    else process.stderr.write(`There is no command "${name}".\n\n${HELP}\n`)
    return asked ? 0 : 2
  }
  const command = await load()
  flushCompileCache() // a hub may be killed
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.HELP}\n`)
    return 0
  }
  try {
    await command.run(args)
    return 0
  } catch (cause) {
    return report(cause, command.HELP)
  }
}

function report(cause: unknown, help: string): number {
  if (cause instanceof WrongUse) {
    process.stderr.write(`${cause.message}.\n\n${help}\n`)
    return 2
  }
  if (cause instanceof DoneInPart) {
    process.stderr.write(`${cause.message}.\n`)
    return 1
  }
  if (cause instanceof UnderstoryError) {
    process.stderr.write(`${sentence(cause.told)} ${cause.code}\n`)
    return 1
  }
  process.stderr.write(
    `Something went wrong that should not; what was saved before is untouched.\n${(cause as Error)?.stack ?? cause}\n`
  )
  return 1
}

// A reader that stops early (`| head`) is no trouble of ours.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => process.exit(cause.code === 'EPIPE' ? 0 : 1))
const code = await main(process.argv.slice(2))
// Sockets on their way out must not keep the program.
process.stdout.write('', () => process.exit(code))
