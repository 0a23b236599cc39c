import { join } from 'node:path'
import { PROFILES, UNDERSTORY } from '../../core/rules.ts'
import { HUB_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import type { Hub } from '../../hub/hub.ts'
import { type RunningHub, type StartHub, startHub } from '../../hub/run.ts'
import { flag, oneOf, readFlags, wholeNumber } from '../flags.ts'
import { freshSite, SITE } from '../site.ts'

export const DEFAULT_PORT = 8787

export const HELP = `understory hub --data DIR [--port N] [--host H] [--name NAME] [--rules NAME] [--upstream U]

Runs a hub on the folder DIR until it is told to stop (Ctrl+C, SIGTERM). A new folder becomes a new project.
Prints two lines: its address, at which browsers find the app, and the invite with which contributors join.

  --data DIR    folder of the hub; made if missing
  --port N      default ${DEFAULT_PORT}; if it is in use the hub does not start
  --host H      default 127.0.0.1 (this computer only); 0.0.0.0 lets the local network in
  --name NAME   name of a new project; one that exists keeps its own
  --upstream U  stands behind another hub of the same project and exchanges with it whatever either lacks; U is the
                organizer's invite of that hub, or, once this folder is a hub of the project, its address
  --rules NAME  rules of a new project: ${Object.keys(PROFILES).join(', ')}; default ${UNDERSTORY.name}`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, {
    data: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    name: { type: 'string' },
    rules: { type: 'string' },
    upstream: { type: 'string' }
  })
  await runHub({
    folder: flag(values.data, '--data DIR'),
    port: wholeNumber(values.port, '--port', DEFAULT_PORT, 65535),
    host: values.host ?? '127.0.0.1',
    name: values.name ?? 'Understory',
    rules: oneOf(values.rules, '--rules', Object.keys(PROFILES), UNDERSTORY.name),
    upstream: values.upstream,
    open: false,
    announce: (hub) => {
      announceProject(hub, values.upstream !== undefined)
      tellKept(hub.hub, values)
    }
  })
}

export type HubRun = Omit<StartHub, 'site' | 'log'> & {
  /** Prints the address and the invite alone on their lines, and around them what to do with them. */
  announce(hub: RunningHub): void
}

/** Runs until SIGTERM or SIGINT. */
export async function runHub({ announce, ...options }: HubRun): Promise<void> {
  const unlock = lock(join(usableFolder(options.folder), 'hub.lock'), HUB_LOCK)
  try {
    const hub = await startHub({ ...options, site: SITE, log: logLine })
    const stopped = toldToStop()
    // Devices are served meanwhile; people are told the address when it has pages.
    const ready = freshSite((line) => process.stderr.write(`${line}\n`)).then(() => announce(hub))
    await Promise.race([stopped, ready])
    await stopped
    await hub.close()
  } finally {
    unlock()
  }
}

/** A wish that comes too late is not passed over in silence. */
export function tellKept(hub: Hub, wished: { name?: string | undefined; rules?: string | undefined }): void {
  if (wished.name !== undefined && wished.name !== hub.name)
    process.stderr.write(`The project was made before and keeps its name "${hub.name}".\n`)
  if (wished.rules !== undefined && wished.rules !== hub.rules.name)
    process.stderr.write(`The project was made before and keeps its rules, those of ${hub.rules.name}.\n`)
}

/** For the operator, with the time. */
export function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}

function announceProject({ address, name, invite, organizerInviteFile }: RunningHub, isBehind: boolean): void {
  process.stdout.write(`${address}\n`)
  process.stderr.write(`Project "${name}" is open at this address. Contributors join with this invite:\n`)
  process.stdout.write(`${invite}\n`)
  if (isBehind) process.stderr.write('It exchanges with the hub at the address named with --upstream by itself.\n')
  else
    process.stderr.write(
      `For another organizer, put what ${organizerInviteFile} holds behind the last dot instead; it is readable by you alone.\n`
    )
}

function toldToStop(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', done)
    process.once('SIGINT', done)
  })
}
