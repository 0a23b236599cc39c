import type { Content } from '../core/fact/fact.ts'
import { makeFact } from '../core/fact/fact.ts'
import { readInvite } from '../sync/invite.ts'
import { type System, secondsNow } from '../sync/system.ts'
import { NotHere } from './errors.ts'
import { hasConsent, lastWithdrawal, nextOrder } from './items.ts'
import { adopt } from './journal/new-key.ts'
import type { Keyring } from './keyring.ts'
import { getSetting, type Settings, setSetting } from './settings.ts'
import type { DeviceStore, ReadTx, StoreTx } from './store/store.ts'

/** The terms of a project, and whether they were accepted here. */
export type Terms = { readonly hash: string; readonly words: string; readonly accepted: boolean }

/** @throws {BadInvite} or {NotHere} joined-already; nothing is changed then. */
export async function join(store: DeviceStore, keyring: Keyring, text: string, name?: string): Promise<void> {
  const { address, project, secret } = readInvite(text)
  /** @returns the key that is bound already. */
  const refuseAnother = async (tx: StoreTx) => {
    const joined = await getSetting(tx, 'project')
    if (joined !== undefined && (joined !== project || (await getSetting(tx, 'hubs')) !== undefined))
      throw new NotHere('joined-already')
    return getSetting(tx, 'device')
  }
  const bound = await store.transact('relaxed', refuseAnother)
  const signer = (bound !== undefined && (await keyring.find(bound))) || (await keyring.make())
  await store.transact('strict', async (tx) => {
    const now = await refuseAnother(tx)
    await setSetting(tx, 'project', project)
    await setSetting(tx, 'address', address)
    await setSetting(tx, 'invite', secret)
    if (name !== undefined) await setSetting(tx, 'name', name)
    // The hub may be letting in the key of another call just now: it stays the one in use.
    if (now === bound) await setSetting(tx, 'device', signer.device)
    // A welcome that came while an earlier join was being undone: with it the invite would never be shown.
    if (now === undefined) await tx.drop('settings', 'hubs')
  })
  await adopt(store, keyring)
}

/** Undoes a join that the hub turned down. */
export async function forgetJoin(store: DeviceStore): Promise<void> {
  await store.transact('strict', async (tx) => {
    for (const key of ['project', 'address', 'invite', 'name', 'device']) await tx.drop('settings', key)
  })
}

/** @throws {BadInvite} or {NotHere} another-project; nothing is changed then. */
export async function followTo(store: DeviceStore, text: string): Promise<void> {
  const { address, project, secret } = readInvite(text)
  await store.transact('strict', async (tx) => {
    if ((await getSetting(tx, 'project')) !== project) throw new NotHere('another-project')
    await setSetting(tx, 'address', address)
    // A hub that knows this device passes it over; one that does not lets it in again by it.
    await setSetting(tx, 'invite', secret)
  })
}

/** Of what project a device is, and whether a hub has let it in. */
type Membership = {
  /** Absent: of none, or what was kept is gone. */
  readonly project?: Settings['project']
  /** What the project is called. */
  readonly title?: string
  readonly joined: boolean
  /** Hash of its terms; absent: the hub has not shown them yet. */
  readonly terms?: string
}

export async function readMembership(tx: ReadTx): Promise<Membership> {
  const [project, title] = [await getSetting(tx, 'project'), await getSetting(tx, 'title')]
  const terms = await getSetting(tx, 'terms')
  return {
    ...(project !== undefined && { project }),
    ...(title !== undefined && { title }),
    ...(terms !== undefined && { terms }),
    joined: (await getSetting(tx, 'hubs')) !== undefined
  }
}

/** undefined: the hub has not shown them yet. */
export async function readTerms(tx: ReadTx): Promise<Terms | undefined> {
  const [hash, words = ''] = [await getSetting(tx, 'terms'), await getSetting(tx, 'words')]
  return hash === undefined ? undefined : { hash, words, accepted: hasConsent(await tx.list('items'), hash) }
}

/** Accepting is a contribution like any other, with the version of the terms. */
export async function acceptTerms(store: DeviceStore, system: System): Promise<void> {
  await store.transact('strict', async (tx) => {
    const terms = await readTerms(tx)
    const device = await getSetting(tx, 'device')
    if (!terms || terms.accepted || device === undefined) return
    const saved = Math.max(secondsNow(system), lastWithdrawal(await tx.list('items')) + 1)
    const content: Content = { kind: 'consent', v: 1, terms: terms.hash, saved }
    const order = await nextOrder(tx)
    const { id } = makeFact(device, content)
    await tx.put('items', { id, device, saved: system.now(), order, contents: [content] })
  })
}
