import { type Content, type DeviceKey, type FactId, makeFact } from '../../core/fact/fact.ts'
import { NO_SEGMENT } from '../../sync/segment/segment.ts'
import { hasConsent, nextOrder } from '../items.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import { type DeviceStore, type ItemRow, KEY_OF, type StoreTx } from '../store/store.ts'
import type { Will } from './rows.ts'
import { segmentOf } from './will.ts'

/**
 * [JN8] Takes a new key where the store was mended, at this start or an earlier one, and the one in use is gone. By its will the heir is the same person to every hub. Without one the
 * new key is nobody's: a hub lets it in by an invite. The old one's segments still go out as they are.
 */
export async function takeNewKey(store: DeviceStore, keyring: Keyring): Promise<void> {
  const { old, will, mended } = await store.transact('relaxed', async (tx) => ({
    old: await getSetting(tx, 'device'),
    will: await getSetting(tx, 'will'),
    mended: await getSetting(tx, 'mended')
  }))
  if (old === undefined || !mended || (await keyring.find(old))) return
  const last = will?.device === old ? will : undefined
  const { device } = await keyring.make(last?.heir.secret)
  await store.transact('strict', async (tx) => {
    // Another window was faster.
    if ((await getSetting(tx, 'device')) !== old) return
    await replaceKey(tx, old, device, last)
    if (!last) await setSetting(tx, 'mended', { ...mended, newKey: true })
  })
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
  await tx.drop('settings', 'will')
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
