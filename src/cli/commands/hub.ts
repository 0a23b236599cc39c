import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { HUB_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import type { Hub } from '../../hub/hub.ts'
import { startHub } from '../../hub/run.ts'
import { flag, readFlags, wholeNumber } from '../flags.ts'

export const DEFAULT_PORT = 8787

export const HELP = `understory hub --data DIR [--port N] [--host H] [--name NAME]

Runs a hub on the folder DIR until it is told to stop (Ctrl+C, SIGTERM). A new folder becomes a new project.
Prints two lines: its address, and the invite with which contributors join.

  --data DIR    folder of the hub; made if missing
  --port N      default ${DEFAULT_PORT}; if it is in use the hub does not start
  --host H      default 127.0.0.1 (this computer only); 0.0.0.0 lets the local network in
  --name NAME   name of a new project`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, {
    data: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    name: { type: 'string' }
  })
  await runHub({
    folder: flag(values.data, '--data DIR'),
    port: wholeNumber(values.port, '--port', DEFAULT_PORT, 65535),
    host: values.host ?? '127.0.0.1',
    name: values.name ?? 'Understory',
    open: false
  })
}

export type HubRun = {
  readonly folder: string
  readonly port: number
  readonly host: string
  readonly name: string
  /** Whoever reaches the hub may join it and read all of it. */
  readonly open: boolean
  /** Fills a new store before anyone is let in. */
  fill?(hub: Hub): Promise<void>
}

/** Runs until SIGTERM or SIGINT. */
export async function runHub(options: HubRun): Promise<void> {
  const unlock = lock(join(usableFolder(options.folder), 'hub.lock'), HUB_LOCK)
  try {
    const { address, name, invite, organizerInviteFile, close } = await startHub({
      ...options,
      site: site(),
      log: logLine
    })
    process.stdout.write(`${address}\n`)
    process.stderr.write(`Project "${name}" is open at this address. Contributors join with this invite:\n`)
    process.stdout.write(`${invite}\n`)
    process.stderr.write(
      `The organizer's invite is in ${organizerInviteFile} (what follows the #); readable by you alone.\n`
    )
    await toldToStop()
    await close()
  } finally {
    unlock()
  }
}

/** For the operator, with the time. */
export function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}

function toldToStop(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', done)
    process.once('SIGINT', done)
  })
}

/** The built web edition, where there is one. */
function site(): string | undefined {
  const folder = join(import.meta.dirname, '..', '..', '..', 'out', 'renderer')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}
