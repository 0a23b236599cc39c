import { join } from 'node:path'
import { fillPractice, PRACTICE_NAME } from '../../hub/practice/practice.ts'
import { readFlags, wholeNumber } from '../flags.ts'
import { DEFAULT_PORT, runHub } from './hub.ts'

export const HELP = `understory practice [--data DIR] [--port N] [--host H]

Runs a hub with a practice project: prompts and replies in fourteen languages on which all kinds of tasks can be tried.
Browsers find the app at its address. Practice work never enters a project.

  --data DIR   default .understory/practice
  --port N     default ${DEFAULT_PORT}
  --host H     default 127.0.0.1`

const TREES = join(import.meta.dirname, '..', '..', 'hub', 'practice', 'practice.trees.jsonl')

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } })
  const folder = values.data ?? join('.understory', 'practice')
  await runHub({
    folder,
    port: wholeNumber(values.port, '--port', DEFAULT_PORT, 65535),
    host: values.host ?? '127.0.0.1',
    name: PRACTICE_NAME,
    open: true,
    fill: (hub) => fillPractice(hub, TREES),
    announce({ address, name, invite }) {
      process.stdout.write(`${address}\n`)
      process.stderr.write(
        `Project "${name}" is open at this address, in a browser. For a second person:\n` +
          'Open the same address in another browser, or give this invite:\n'
      )
      process.stdout.write(`${invite}\n`)
      process.stderr.write(
        `What comes together: npx understory export --data ${folder} --all, or the link in the app. Ctrl+C stops the hub.\n`
      )
    }
  })
}
