import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { writeInvite } from '../../client/invite.ts'
import { Hub } from '../../hub/hub.ts'
import { addInvite, type INVITES, inviteProblem, makeSecret, secretHash } from '../../hub/invite.ts'
import { identityIn, secretInFile } from '../../hub/project.ts'
import { type Serving, serve } from '../../hub/server.ts'
import { openSqliteStore } from '../../hub/store/sqlite.ts'
import type { HubStore } from '../../hub/store/store.ts'
import { realSystem, secondsNow } from '../../sync/system.ts'
import { flag, readFlags, wholeNumber } from '../flags.ts'
import { HUB_LOCK, lock, usableFolder } from '../folder.ts'

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
    name: values.name ?? 'Understory'
  })
}

export type HubRun = {
  readonly folder: string
  readonly port: number
  readonly host: string
  readonly name: string
  /** Fills a new store before anyone is let in. */
  fill?(hub: Hub): Promise<void>
}

/** Opens the folder's hub; the caller closes it. */
export async function openHub(folder: string, name: string): Promise<{ hub: Hub; store: HubStore }> {
  const store = openSqliteStore(join(folder, 'hub.sqlite'))
  const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`)
  const hub = await Hub.open({ store, identity: identityIn(folder), name, system: realSystem(), log })
  return { hub, store }
}

/** Runs until SIGTERM or SIGINT. */
export async function runHub({ folder, port, host, name, fill }: HubRun): Promise<void> {
  const unlock = lock(join(usableFolder(folder), 'hub.lock'), HUB_LOCK)
  let serving: Serving | undefined
  try {
    const { hub, store } = await openHub(folder, name)
    await fill?.(hub)
    serving = await serve({ hub, host, port, site: site() })
    await invite(hub, folder, addressFor(serving, host))
    await new Promise<void>((done) => {
      process.once('SIGTERM', done)
      process.once('SIGINT', done)
    })
    await serving.close()
    await store.close()
  } finally {
    unlock()
  }
}

async function invite(hub: Hub, folder: string, address: string): Promise<void> {
  const system = realSystem()
  const linkOf = async (kind: keyof typeof INVITES, file: string): Promise<string> => {
    let { secret } = secretInFile(join(folder, file), () => makeSecret(system))
    const problem = inviteProblem(await hub.store.read((tx) => tx.invite(secretHash(secret))), secondsNow(system))
    // A new folder's invite is unknown still; an organizer's that was used stays used.
    if (problem === 'expired' || (problem === 'used' && kind === 'contributor'))
      secret = secretInFile(join(folder, file), () => makeSecret(system), true).secret
    if (problem !== undefined && !(problem === 'used' && kind === 'organizer'))
      await addInvite(hub.store, secret, kind, system)
    return writeInvite({ address, project: hub.project, secret })
  }
  const contributor = await linkOf('contributor', 'invite')
  await linkOf('organizer', 'organizer-invite')
  process.stdout.write(`${address}\n`)
  process.stderr.write(`Project "${hub.name}" is open at this address. Contributors join with this invite:\n`)
  process.stdout.write(`${contributor}\n`)
  process.stderr.write(
    `The organizer's invite is in ${join(folder, 'organizer-invite')} (what follows the #); readable by you alone.\n`
  )
}

/** The built web edition, where there is one. */
function site(): string | undefined {
  const folder = join(import.meta.dirname, '..', '..', '..', 'out', 'renderer')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

/** The address that others can use: a hub for the whole network is reached by a number of this computer. */
function addressFor({ address, port }: Serving, host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return address
  const numbers = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const lan = numbers.find(({ family, internal }) => family === 'IPv4' && !internal)
  return `http://${lan?.address ?? '127.0.0.1'}:${port}`
}
