import { apply } from '../bundle/apply.ts'
import { FLAGS } from '../bundle/flags.ts'
import { look } from '../bundle/look.ts'
import { make } from '../bundle/make.ts'
import { readFlags } from '../flags.ts'
import { WrongUse } from '../trouble.ts'

export const HELP = `understory bundle make|read|apply …

The files that travel on sticks. Copy them, lose them, apply them twice and in any order: nothing is counted twice.

  make --data DIR --out FILE [--split SIZE] [--open] [--json]
      of a device: what it finished and no hub has confirmed, for the hubs of the project; --all: everything it made.
      Bundles of others that it carries are written beside it.
      of a hub, also a running one: --for-device KEY[,KEY]: receipts and batches for these devices; all: for every
      device; with --lend N [--lang L[,L]] [--kind K[,K]] each then has N open tasks
      hub (default): everything for the other hubs; with --since MARK what came after an earlier bundle
  read FILE… [--json]
      says what is in it and whether it is whole; needs no key
  apply FILE… --data DIR [--json]
      takes what is new in it, into the folder of a hub, also a running one, or of a device

  --split SIZE  largest file, as 1900M or 4G (default 4G, which sticks with FAT can hold); more parts get -1, -2, …
  --open        readable for everyone; else only the hubs, or the devices it is for, can read it`

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(args, FLAGS, 1000)
  const [name = '', ...files] = positionals
  if (name === 'make') return make(values)
  if (name !== 'read' && name !== 'apply')
    throw new WrongUse(`bundle has no command "${name}"; it has make, read, apply`)
  if (files.length === 0) throw new WrongUse('FILE is missing')
  return name === 'read' ? look(files, values) : apply(files, values)
}
