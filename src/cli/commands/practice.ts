import { join } from 'node:path'
import { readFlags, wholeNumber } from '../flags.ts'
import { DEFAULT_PORT, runHub } from './hub.ts'
import { importFile } from './import.ts'

export const HELP = `understory practice [--data DIR] [--port N] [--host H]

Runs a hub with a practice project: prompts and replies in fourteen languages on which all kinds of tasks can be tried.
Practice work never enters a project.

  --data DIR   default .understory/practice
  --port N     default ${DEFAULT_PORT}
  --host H     default 127.0.0.1`

const TREES = join(import.meta.dirname, '..', 'practice', 'practice.trees.jsonl')

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } })
  await runHub({
    folder: values.data ?? join('.understory', 'practice'),
    port: wholeNumber(values.port, '--port', DEFAULT_PORT, 65535),
    host: values.host ?? '127.0.0.1',
    name: 'Understory practice',
    // What is there already changes nothing, so this costs a second start only its reading.
    fill: async (hub) => {
      await importFile(hub, TREES, 'as-is', 'en', false)
    }
  })
}
