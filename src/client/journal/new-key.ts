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
 * one's segments still go out as they are.
 */
export async function takeNewKey(store: DeviceStore, keyring: Keyring): Promise<void> {
  const { old, will, mended } = await store.transact('relaxed', async (tx) => ({
    old: await getSetting(tx, 'device'),
    will: await getSetting(tx, 'will'),
    mended: await getSetting(tx, 'mended')
  }))
  if (old === undefined || !mended) return
  if (await keyring.find(old)) return signLeft(store, keyring, old)
  const last = will?.device === old ? will : undefined
  const { device } = await keyring.make(last?.heir.secret)
  await store.transact('strict', async (tx) => {
    // Another window was faster.
    if ((await getSetting(tx, 'device')) !== old) return
    await replaceKey(tx, old, device, last)
    if (!last) await setSetting(tx, 'mended', { ...mended, newKey: true })
  })
}

/** What an earlier key left open, no other than the one in use can seal once it is gone. */
async function signLeft(store: DeviceStore, keyring: Keyring, device: DeviceKey): Promise<void> {
  const left = await store.transact('relaxed', async (tx) => {
    const open = (await tx.list('items')).filter(({ segment }) => segment === undefined)
    return new Set(open.map((item) => item.device))
  })
  for (const key of left)
    if (!(await keyring.find(key))) await store.transact('strict', (tx) => signAnew(tx, key, device))
}

/**
 * [JN8] A journal tells of a person whose key was lost, and whose work was gone on with by another key meanwhile.
 * @returns the will, if its heir is to take the key's place beside the one in use; the heir's key is there by then.
 */
export async function heirBeside(keyring: Keyring, will: Will | undefined): Promise<Will | undefined> {
  if (!will || (await keyring.find(will.device))) return undefined
  await keyring.make(will.heir.secret)
  return will
}

/** The heir signs what the lost key left open; its chain goes out like those of earlier keys. */
export async function succeedBeside(tx: StoreTx, will: Will): Promise<void> {
  const { device, heir } = will
  if ((await getSetting(tx, 'device')) === device) return
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
  await signAnew(tx, old, device)
  await (last ? execute(tx, last) : consentAnew(tx, device))
}

/** A hub that does not know the heir is shown the will; as part of the old chain it goes out like the rest of it. */
async function execute(tx: StoreTx, will: Omit<Will, 'heir'>): Promise<void> {
  const credentials = (await getSetting(tx, 'credentials')) ?? []
  await setSetting(tx, 'credentials', [...credentials, will.bytes].slice(-10))
  const end = (await tx.list('segments', `${will.device}/`)).at(-1)
  if ((end?.hash ?? NO_SEGMENT) === will.after) await tx.put('segments', segmentOf(will))
  if ((await getSetting(tx, 'will'))?.device === will.device) await tx.drop('settings', 'will')
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
