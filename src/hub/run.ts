import { join } from 'node:path'
import { writeInvite } from '../sync/invite.ts'
import { realSystem, type System, secondsNow } from '../sync/system.ts'
import { openersIn } from './bundle.ts'
import { Hub } from './hub.ts'
import { addInvite, type INVITES, inviteProblem, makeSecret, secretHash } from './invite.ts'
import { makeVerifyOnThreads } from './keys.ts'
import { takeOrders } from './orders/take.ts'
import { identityIn, secretInFile } from './project.ts'
import { RelayAnswers } from './relay/answer.ts'
import { beginBehind, upstreamIn } from './relay/begin.ts'
import { caller } from './relay/call.ts'
import { Relay } from './relay/relay.ts'
import { serve, tryDoor } from './server.ts'
import { openSqliteStore } from './store/sqlite.ts'
import type { HubStore } from './store/store.ts'

export type HubFolder = {
  readonly folder: string
  /** Of a new project; one that exists keeps its own. */
  readonly name: string
  /** The name of a new project's rules; the default ones if missing. */
  readonly rules?: string
  /** One line for the operator. */
  log(line: string): void
  readonly system?: System
}

export type StartHub = HubFolder & {
  /** `127.0.0.1`: this computer alone. `0.0.0.0`: the local network too. */
  readonly host: string
  readonly port: number
  /** The folder of the built web edition, if there is one. */
  readonly site: string | undefined
  /** Whoever reaches the hub may join it and read all of it: a practice project. */
  readonly open: boolean
  /** Another hub of the project, behind which this one stands: its address, or an organizer's invite of it. */
  readonly upstream?: string | undefined
  /** Fills a new store before anyone is let in. */
  fill?(hub: Hub): Promise<void>
}

export type RunningHub = {
  readonly hub: Hub
  readonly store: HubStore
  readonly address: string
  readonly project: string
  readonly name: string
  /** What contributors join with; a secret. */
  readonly invite: string
  readonly organizerInviteFile: string
  close(): Promise<void>
}

/** Opens the folder's hub without its door; the caller closes the store. */
export async function openHub({ folder, name, rules, log, system = realSystem() }: HubFolder): Promise<{
  hub: Hub
  store: HubStore
}> {
  const store = openSqliteStore(join(folder, 'hub.sqlite'))
  const hub = await Hub.open({
    store,
    identity: identityIn(folder),
    name,
    system,
    log,
    verify: makeVerifyOnThreads(),
    ...(rules !== undefined && { rules })
  })
  return { hub, store }
}

/**
 * Opens the folder's hub and its door, and takes orders of this user's programs. Whoever starts it holds the folder's
 * lock and knows when to close.
 * @throws {PortTaken} or {NoAddress}; the folder is then as it was. What `beginBehind` throws.
 */
export async function startHub(options: StartHub): Promise<RunningHub> {
  const { folder, host, port, site, open } = options
  const upstream = options.upstream === undefined ? undefined : upstreamIn(options.upstream)
  await tryDoor(host, port)
  if (upstream) await beginBehind(options, upstream)
  const { hub, store } = await openHub(options)
  try {
    await options.fill?.(hub)
    const secret = await lastingSecret(hub, 'contributor', join(folder, 'invite'))
    const organizerInviteFile = join(folder, 'organizer-invite')
    await lastingSecret(hub, 'organizer', organizerInviteFile)
    const openers = openersIn(folder)
    const relays = new RelayAnswers(hub, openers)
    const { address, close } = await serve({ hub, host, port, site, relays, ...(open && { openTo: secret }) })
    const relay = upstream && new Relay(hub, upstream, openers, caller(hub.system))
    relay?.start()
    const orders = await takeOrders(hub, folder)
    return {
      hub,
      store,
      address,
      project: hub.project,
      name: hub.name,
      invite: writeInvite({ address, project: hub.project, secret }),
      organizerInviteFile,
      async close() {
        await orders.close()
        await close()
        await relay?.stop()
        await store.close()
      }
    }
  } catch (cause) {
    await store.close()
    throw cause
  }
}

/** The secret in the file, as long as it opens the door; then another takes its place. */
async function lastingSecret(hub: Hub, kind: keyof typeof INVITES, file: string): Promise<string> {
  const { store, system } = hub
  const { secret } = secretInFile(file, () => makeSecret(system))
  const problem = inviteProblem(await store.read((tx) => tx.invite(secretHash(secret))), secondsNow(system))
  // An organizer's that was used stays used.
  if (problem === undefined || (problem === 'used' && kind === 'organizer')) return secret
  // A new folder's is only unknown to the store still.
  const valid = problem === 'unknown' ? secret : secretInFile(file, () => makeSecret(system), true).secret
  await addInvite(store, valid, kind, system)
  return valid
}
