import type { DeviceKey } from '../../core/fact/fact.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore, ItemRow, ReadTx, Rows, StoreTx, Table } from '../store/store.ts'
import { beside } from './beside.ts'
import { type Filling, fillingOf, readBeginning } from './filling.ts'
import { heirBeside, succeedBeside } from './new-key.ts'
import { type Change, nameOf, readRecords, settingTold, type Told } from './records.ts'
import type { Left, Mended, Will } from './rows.ts'
import { keepSealed } from './sealed.ts'
import { isEmpty, readStanding, readState, type State } from './state.ts'

export type Compared = Filling & {
  /** What is to be done with the journal: nothing if there is nothing to keep. */
  readonly journal: 'empty' | 'write-anew' | 'append'
}

const NOTHING = { isShort: false, async *lacks() {}, misses: async () => [], wholeBytes: 0 }
const NOTES = 'notes/'
/** Starts in a row at which a journal could not be read; earlier ones are forgotten. */
const MOST_LEFT = 20

/**
 * [JN7] Brings a store up to what its journal says, where that is further on. Resolves once it is on disk.
 * @param newLife names a store that never had a journal.
 */
export async function compare(
  store: DeviceStore,
  keyring: Keyring,
  bytes: Uint8Array,
  newLife: () => string
): Promise<Compared> {
  const told = readRecords(bytes)
  if (told.changes.size === 0) return noJournal(store, told, newLife)
  const before = await store.transact('relaxed', readStanding)
  const isSame = settingTold(told, 'life') === before.life
  const left = await store.transact('relaxed', (tx) => leftBy(tx, told))
  const isBehind = told.seq <= (isSame ? before.seq : (left ?? -1))
  if (!isBehind) return mend(store, keyring, told, isSame)
  if (isSame) await store.transact('relaxed', forgetLeft)
  if (isSame && told.damage.length === 0) return { journal: 'append', ...fillingOf(store, told, told.seq < before.seq) }
  // A torn tail is what a cut leaves behind, and nobody's trouble.
  if (told.damage.some(({ at, bytes: length }) => at + length < bytes.byteLength)) await tellOfJournal(store, true)
  return { journal: 'write-anew', ...NOTHING }
}

/** A new one begins with a part of a large store, and is filled later: nobody waits for thousands of rows. */
async function noJournal(store: DeviceStore, told: Told, newLife: () => string): Promise<Compared> {
  const isDamaged = told.damage.length > 0
  if (await store.transact('relaxed', isEmpty)) return { journal: 'empty', ...NOTHING }
  const { life } = await store.transact('relaxed', readStanding)
  if (life !== undefined) await tellOfJournal(store, isDamaged)
  else
    await store.transact('strict', async (tx) => {
      await setSetting(tx, 'life', newLife())
      await setSetting(tx, 'journal', ((await getSetting(tx, 'journal')) ?? 0) + 1)
    })
  if (isDamaged) return { journal: 'write-anew', ...NOTHING }
  const { rows } = await store.transact('relaxed', readBeginning)
  return { journal: 'append', ...fillingOf(store, told, true), begins: rows }
}

async function mend(store: DeviceStore, keyring: Keyring, told: Told, wasSame: boolean): Promise<Compared> {
  const will = wasSame ? undefined : await heirBeside(keyring, settingTold(told, 'will') as Will | undefined)
  await store.transact('strict', async (tx) => {
    const before = await readState(tx)
    const isSame = settingTold(told, 'life') === before.life
    // Another window was faster.
    if (isSame && told.seq <= before.seq) return
    const changes = isSame ? behind(before, told) : beside(before.rows, told, (await leftBy(tx, told)) ?? 0)
    const here = new Set(before.rows.map(nameOf))
    const news = changes.filter((change) => change.row !== undefined && !here.has(nameOf(change)))
    const items = news.filter(({ table, row }) => table === 'items' && !isConsent(row as ItemRow)).length
    const drafts = news.filter(({ table }) => table === 'drafts').length
    for (const { table, key, row } of changes) {
      if (row === undefined) await tx.drop(table, key)
      else await tx.put(table, row as Rows[Table])
    }
    if (!isSame) await keepKeys(tx, told, before)
    // What this store drops from now on does not come back, should the journal not be written anew.
    if (!isSame && before.life !== undefined)
      await keepLeft(tx, { life: String(settingTold(told, 'life')), at: told.seq })
    await keepSealed(tx)
    if (will && !isSame) await succeedBeside(tx, will)
    await keepPages(tx)
    await setSetting(tx, 'journal', Math.max(told.seq, before.seq) + (isSame ? 0 : 1))
    await tell(tx, { is: 'store', items, drafts, damaged: told.damage.length > 0 })
  })
  return { journal: 'write-anew', ...NOTHING }
}

/** An older state of the same store is back: what came after it. */
function behind({ seq, rows }: State, told: Told): Change[] {
  const changes = [...told.changes.values()].filter((change) => change.seq > seq)
  if (told.whole <= seq) return changes
  // A state says by silence that a row is gone.
  const gone = rows.filter((row) => !told.changes.has(nameOf(row)))
  return [...changes, ...gone.map(({ table, key }) => ({ table, key, seq: told.whole }))]
}

/** [JN10] Where this store left the life that a journal tells of. */
async function leftBy(tx: ReadTx, told: Told): Promise<number | undefined> {
  const life = settingTold(told, 'life')
  return (await getSetting(tx, 'left'))?.findLast((left) => left.life === life)?.at
}

async function forgetLeft(tx: StoreTx): Promise<void> {
  if ((await getSetting(tx, 'left')) !== undefined) await tx.drop('settings', 'left')
}

/**
 * [JN10] Nobody can say whether a store whose journal cannot be read is the newest: what it does from now on has another
 * name, and so no number of the journal's can pass for one of its own, nor the other way round.
 */
export async function leaveLife(tx: StoreTx, next: string): Promise<void> {
  const life = await getSetting(tx, 'life')
  if (life !== undefined) await keepLeft(tx, { life, at: (await getSetting(tx, 'journal')) ?? 0 })
  await setSetting(tx, 'life', next)
}

async function keepLeft(tx: StoreTx, left: Left): Promise<void> {
  await setSetting(tx, 'left', [...((await getSetting(tx, 'left')) ?? []), left].slice(-MOST_LEFT))
}

/** Nobody counts it among their work. */
function isConsent({ contents }: ItemRow): boolean {
  return contents.at(-1)?.kind === 'consent'
}

/** Notes are found by their language, and what named it may be what is damaged. */
async function keepPages(tx: StoreTx): Promise<void> {
  const named = (await getSetting(tx, 'notes')) ?? []
  const found = (await tx.list('updates', NOTES)).map(({ document }) => document.slice(NOTES.length))
  const all = [...new Set([...named, ...found])]
  if (all.length > named.length) await setSetting(tx, 'notes', all)
}

/** Whoever joined anew meanwhile has another key: the chains of the earlier ones stay this device's own. */
async function keepKeys(tx: StoreTx, told: Told, { rows, life }: State): Promise<void> {
  if (life === undefined) await setSetting(tx, 'life', String(settingTold(told, 'life')))
  if (rows.length === 0) return
  const device = await getSetting(tx, 'device')
  const earlier = [...keysTold(told), ...((await getSetting(tx, 'before')) ?? [])]
  await setSetting(
    tx,
    'before',
    [...new Set(earlier)].filter((key) => key !== device)
  )
  const orders = [settingTold(told, 'order'), await getSetting(tx, 'order')].map(Number).filter(Number.isFinite)
  if (orders.length > 0) await setSetting(tx, 'order', Math.max(...orders))
}

function keysTold(told: Told): DeviceKey[] {
  const device = settingTold(told, 'device')
  const before = settingTold(told, 'before')
  return [...(Array.isArray(before) ? before : []), ...(typeof device === 'string' ? [device] : [])]
}

function tellOfJournal(store: DeviceStore, damaged: boolean): Promise<void> {
  return store.transact('strict', (tx) => tell(tx, { is: 'journal', items: 0, drafts: 0, damaged }))
}

/** [JN7] What stands there and was not seen yet is added to. */
async function tell(tx: StoreTx, mended: Mended): Promise<void> {
  const before = await getSetting(tx, 'mended')
  const items = (before?.items ?? 0) + mended.items
  const drafts = (before?.drafts ?? 0) + mended.drafts
  const is = before?.is === 'store' ? 'store' : mended.is
  await setSetting(tx, 'mended', { ...before, ...mended, is, items, drafts })
}
