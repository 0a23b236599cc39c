import { type Content, type DeviceKey, type FactId, makeFact } from '../../core/fact/fact.ts'
import { NO_SEGMENT } from '../../sync/segment/segment.ts'
import { hasConsent, nextOrder } from '../items.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import { type DeviceStore, type ItemRow, KEY_OF, type StoreTx } from '../store/store.ts'
import type { Will } from './rows.ts'
import { segmentOf } from './will.ts'

/**
 * [JN8] Takes a new key where the store was mended, at this start or an earlier one, and the one in use is gone. By its will
 * the heir is the same person to every hub. Without one the new key is nobody's: a hub lets it in by an invite. The old
 * one's segments still go out as they are. Where nothing was mended and the key is there, nothing of it is looked for:
 * that is what `adopt` is for, once nobody waits.
 *
 * @returns whether rows were changed, of which a journal beside this store has not heard.
 */
export async function takeNewKey(store: DeviceStore, keyring: Keyring): Promise<boolean> {
  const { old, will, mended } = await store.transact('relaxed', async (tx) => ({
    old: await getSetting(tx, 'device'),
    will: await getSetting(tx, 'will'),
    mended: await getSetting(tx, 'mended')
  }))
  if (old === undefined) return false
  if (await keyring.find(old)) return mended || (will && will.device !== old) ? adopt(store, keyring) : false
  if (!mended) return false
  const last = will?.device === old ? will : undefined
  const { device } = await keyring.make(last?.heir.secret)
  await store.transact('strict', async (tx) => {
    // Another window was faster.
    if ((await getSetting(tx, 'device')) !== old) return
    await replaceKey(tx, old, device, last)
    if (!last) await setSetting(tx, 'mended', { ...mended, newKey: true })
  })
  return true
}

/**
 * [JN8] Chains and items of keys that this store does not call its own, since damage has taken the word of it, are its own
 * all the same. What such a key, or an earlier one, has left open, its heir signs once it is gone, or the key in use. That
 * one is there, so keys can be found.
 *
 * @returns whether rows were changed.
 */
export async function adopt(store: DeviceStore, keyring: Keyring): Promise<boolean> {
  const { will, device, own, open } = await store.transact('relaxed', async (tx) => ({
    will: await getSetting(tx, 'will'),
    device: await getSetting(tx, 'device'),
    ...(await keysIn(tx))
  }))
  const gone: DeviceKey[] = []
  for (const key of open) if (key !== device && !(await keyring.find(key))) gone.push(key)
  const last = will && will.device !== device ? await heirBeside(keyring, will) : undefined
  if (device === undefined || (own.size === 0 && gone.length === 0 && !last)) return false
  await store.transact('strict', async (tx) => {
    // Another window was faster.
    if ((await getSetting(tx, 'device')) !== device) return
    const before = (await getSetting(tx, 'before')) ?? []
    if (own.size > 0) await setSetting(tx, 'before', [...new Set([...own, ...before])])
    if (last) await succeedBeside(tx, last)
    for (const key of gone) await signAnew(tx, key, device)
  })
  return true
}

/** Keys of what is here that are not called this device's own, and of what is open. */
async function keysIn(tx: StoreTx): Promise<{ own: Set<DeviceKey>; open: Set<DeviceKey> }> {
  const items = await tx.list('items')
  const known = [await getSetting(tx, 'device'), ...((await getSetting(tx, 'before')) ?? [])]
  const own = new Set([...items, ...(await tx.list('segments'))].map(({ device }) => device))
  for (const key of known) if (key !== undefined) own.delete(key)
  return { own, open: new Set(items.flatMap(({ segment, device }) => (segment === undefined ? [device] : []))) }
}

/**
 * [JN8] The will of a key that is lost, while another one is in use.
 * @returns the will, if its heir is to take the key's place beside the one in use; the heir's key is there by then.
 */
export async function heirBeside(keyring: Keyring, will: Will | undefined): Promise<Will | undefined> {
  if (!will || (await keyring.find(will.device))) return undefined
  await keyring.make(will.heir.secret)
  return will
}

/** The heir signs what the lost key left open; its chain goes out like those of earlier keys, behind the will. */
export async function succeedBeside(tx: StoreTx, will: Will): Promise<void> {
  const { device, heir } = will
  const inUse = await getSetting(tx, 'device')
  if (inUse === undefined || inUse === device) return
  // Elsewhere no hub would hear of it: only the key in use shows what it is the heir of.
  if (!(await endsChain(tx, will))) return signAnew(tx, device, inUse)
  const before = ((await getSetting(tx, 'before')) ?? []).filter((key) => key !== device && key !== heir.device)
  await setSetting(tx, 'before', [device, heir.device, ...before])
  await signAnew(tx, device, heir.device)
  await execute(tx, will)
}

/** Another key is in use from now on. @param last the will of the old one, if the new one is its heir. */
export async function replaceKey(
  tx: StoreTx,
  old: DeviceKey,
  device: DeviceKey,
  last: Omit<Will, 'heir'> | undefined
): Promise<void> {
  await setSetting(tx, 'before', [...((await getSetting(tx, 'before')) ?? []), old])
  await setSetting(tx, 'device', device)
  if (!last) await setSetting(tx, 'stranger', device)
  await signAnew(tx, old, device)
  await (last ? execute(tx, last) : consentAnew(tx, device))
}

/** A hub that does not know the heir is shown the will; as part of the old chain it goes out like the rest of it. */
async function execute(tx: StoreTx, will: Omit<Will, 'heir'>): Promise<void> {
  const credentials = (await getSetting(tx, 'credentials')) ?? []
  await setSetting(tx, 'credentials', [...credentials, will.bytes].slice(-10))
  if (await endsChain(tx, will)) await tx.put('segments', segmentOf(will))
  if ((await getSetting(tx, 'will'))?.device === will.device) await tx.drop('settings', 'will')
}

async function endsChain(tx: StoreTx, { device, after }: Omit<Will, 'heir'>): Promise<boolean> {
  const end = (await tx.list('segments', `${device}/`)).at(-1)
  return (end?.hash ?? NO_SEGMENT) === after
}

/** What was never sealed becomes the new key's; whatever names it by its id follows. */
export async function signAnew(tx: StoreTx, old: DeviceKey, device: DeviceKey): Promise<void> {
  const ids = new Map<unknown, FactId>()
  const items = (await tx.list('items')).sort((a, b) => a.order - b.order)
  for (const item of items) {
    if (item.device !== old || item.segment !== undefined) continue
    const contents: Content[] = []
    for (const content of item.contents) {
      const renamed = renamedIn(content, ids)
      ids.set(makeFact(old, content).id, makeFact(device, renamed).id)
      contents.push(renamed)
    }
    const id = ids.get(item.id) as FactId
    await tx.drop('items', item.id)
    await tx.put('items', { ...named(item, ids), id, device, contents })
  }
  for (const task of await tx.list('tasks')) {
    const item = ids.get(task.item)
    if (item !== undefined) await tx.put('tasks', { ...task, item })
  }
}

function named(item: ItemRow, ids: ReadonlyMap<unknown, FactId>): ItemRow {
  const amends = ids.get(item.amends)
  return amends === undefined ? item : { ...item, amends }
}

/** Pieces of a long text, and what one item says of another, stand at the top of a content. */
function renamedIn(content: Content, ids: ReadonlyMap<unknown, FactId>): Content {
  const renamed = Object.entries(content).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.map((each) => ids.get(each) ?? each) : (ids.get(value) ?? value)
  ])
  return Object.fromEntries(renamed) as Content
}

/** The person has agreed to these terms here; without it the work of the new key would not count. */
async function consentAnew(tx: StoreTx, device: DeviceKey): Promise<void> {
  const terms = await getSetting(tx, 'terms')
  const items = await tx.list('items')
  if (terms === undefined || !hasConsent(items, terms)) return
  if (
    hasConsent(
      items.filter((item) => item.device === device),
      terms
    )
  )
    return
  const given = items
    .filter(({ contents }) => contents.at(-1)?.kind === 'consent' && contents.at(-1)?.terms === terms)
    .sort((a, b) => a.order - b.order)
    .at(-1)
  const content = given?.contents.at(-1)
  if (!given || !content) return
  const row = { id: makeFact(device, content).id, device, saved: given.saved, contents: [content] }
  if (await tx.get('items', KEY_OF.items({ ...row, order: 0 }))) return
  await tx.put('items', { ...row, order: await nextOrder(tx) })
}
